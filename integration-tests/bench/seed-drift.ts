import { withClient } from "../helpers/database"

/** Two in a hundred people have something wrong with them. */
export const DRIFT_SHARE = 0.02

/** The SQL for the id of person `n` (see `seed-people.ts`), or for one that `seed-people.ts` does not give. */
const idOf = (prefix: string) => `'${prefix}_01BENCH' || lpad(n::text, 19, '0')`
const otherIdOf = (prefix: string) => `'${prefix}_01DR1FT' || lpad(n::text, 19, '0')`

const addIdentity = (metadata: string, name: string, createdAt = "now()") => [
  `INSERT INTO auth_identity (id, app_metadata, created_at)
   SELECT ${otherIdOf("authid")}, ${metadata}, ${createdAt} FROM people`,
  `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
   SELECT ${otherIdOf("authprov")}, ${name}, 'emailpass', ${otherIdOf("authid")} FROM people`,
]

/** What makes one finding of a kind of each of some people, whose numbers are in the table `people (n)`. */
const DRIFT = {
  user_without_login: [
    `DELETE FROM auth_identity WHERE id IN (SELECT ${idOf("authid")} FROM people)`,
  ],
  login_email_mismatch: [
    `UPDATE provider_identity SET entity_id = 'former-' || entity_id
     WHERE auth_identity_id IN (SELECT ${idOf("authid")} FROM people)`,
  ],
  several_password_logins: addIdentity(
    `jsonb_build_object('user_id', ${idOf("user")})`,
    "'second-login' || n || '@example.com'"
  ),
  identity_of_deleted_user: [
    `UPDATE "user" SET deleted_at = now() WHERE id IN (SELECT ${idOf("user")} FROM people)`,
    `UPDATE user_access SET status = 'offboarded' WHERE user_id IN (SELECT ${idOf("user")} FROM people)`,
  ],
  identity_of_unknown_user: addIdentity(
    `jsonb_build_object('user_id', ${otherIdOf("user")})`,
    "'unknown' || n || '@example.com'"
  ),
  identity_of_nobody: addIdentity(
    "NULL::jsonb",
    "'nobody' || n || '@example.com'",
    "now() - interval '2 days'"
  ),
  identity_blocked_by_null: addIdentity(
    `'{"user_id": null, "customer_id": "cus_1"}'::jsonb`,
    "'blocked' || n || '@example.com'"
  ),
  access_missing: [`DELETE FROM user_access WHERE user_id IN (SELECT ${idOf("user")} FROM people)`],
  access_ended_for_living_user: [
    `UPDATE user_access SET status = 'offboarded' WHERE user_id IN (SELECT ${idOf("user")} FROM people)`,
  ],
  invite_expired: [
    `INSERT INTO invite (id, email, accepted, token, expires_at)
     SELECT ${otherIdOf("invite")}, 'invited' || n || '@example.com', false, 'token' || n, now() - interval '1 day'
     FROM people`,
  ],
} as const

export type DriftKind = keyof typeof DRIFT

/** Each row of some tables takes a lock until the end of its transaction. */
const PEOPLE_PER_TRANSACTION = 1_000

/**
 * Spoils two in a hundred of people that `seedPeople` made, a tenth of them in each of ten ways.
 *
 * @param count a multiple of 500
 * @returns how many findings there are of each kind
 */
export async function seedDrift(
  databaseUrl: string,
  count: number
): Promise<Record<DriftKind, number>> {
  const kinds = Object.keys(DRIFT) as DriftKind[]
  const every = kinds.length / DRIFT_SHARE
  await withClient(databaseUrl, async (client) => {
    await client.query("CREATE TEMPORARY TABLE people (n int)")
    for (const [offset, kind] of kinds.entries()) {
      // Person 1 stays, who has provisioned the others.
      for (let from = 2; from <= count; from += every * PEOPLE_PER_TRANSACTION) {
        const to = Math.min(count, from + every * PEOPLE_PER_TRANSACTION - 1)
        await client.query("TRUNCATE people")
        await client.query(
          "INSERT INTO people SELECT n FROM generate_series($1::int, $2::int) n WHERE n % $3 = $4",
          [from, to, every, offset + 2]
        )
        for (const statement of DRIFT[kind]) {
          await client.query(statement)
        }
      }
    }
  })
  return Object.fromEntries(kinds.map((kind) => [kind, count / every])) as Record<DriftKind, number>
}
