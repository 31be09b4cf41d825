import { withClient } from "../helpers/database"

/** Each row of "user" takes a lock until the end of its transaction, and a server has room for so many locks only. */
const ROWS_PER_TRANSACTION = 1_000

/** The SQL for the id that Medusa would give person `n` (2.21: a prefix and 26 characters). The order is that of `n`. */
const idOf = (prefix: string) => `'${prefix}_01BENCH' || lpad(n::text, 19, '0')`

/**
 * Puts people into the database as the plugin itself would have made them, by the thousands: user, password login,
 * access state, when they were last seen, and the ledger entry of their provision. An audit finds nothing wrong with
 * them. Person number `n`, from 1 on, is `person<n>@example.com`, and person 1 has provisioned the others.
 *
 * Nobody knows their passwords.
 *
 * @returns the ids of the first and the last one
 */
export async function seedPeople(
  databaseUrl: string,
  count: number
): Promise<{ first_id: string; last_id: string }> {
  await withClient(databaseUrl, async (client) => {
    for (let from = 1; from <= count; from += ROWS_PER_TRANSACTION) {
      const range = [from, Math.min(count, from + ROWS_PER_TRANSACTION - 1)]
      await client.query("BEGIN")
      for (const statement of STATEMENTS) {
        await client.query(`${statement} FROM generate_series($1::int, $2) n ORDER BY n`, range)
      }
      await client.query("COMMIT")
    }
    await client.query("ANALYZE")
  })
  const id = (n: number) => `user_01BENCH${String(n).padStart(19, "0")}`
  return { first_id: id(1), last_id: id(count) }
}

const STATEMENTS = [
  `INSERT INTO "user" (id, email, first_name, last_name, created_at)
   SELECT ${idOf("user")}, 'person' || n || '@example.com', 'Person', 'Number ' || n, now() - interval '30 days'`,
  `INSERT INTO auth_identity (id, app_metadata)
   SELECT ${idOf("authid")}, jsonb_build_object('user_id', ${idOf("user")})`,
  `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
   SELECT 'authprov_01BENCH' || lpad(n::text, 19, '0'), 'person' || n || '@example.com', 'emailpass', ${idOf("authid")},
     jsonb_build_object('password', encode(sha256(convert_to('password of ' || n, 'UTF8')), 'base64'))`,
  `INSERT INTO user_access (id, user_id, status)
   SELECT ${idOf("uacc")}, ${idOf("user")}, 'active'`,
  `INSERT INTO user_activity (id, user_id, last_login_at, last_seen_at)
   SELECT ${idOf("uact")}, ${idOf("user")}, now() - make_interval(mins => n % 10000), now() - make_interval(mins => n % 1000)`,
  `INSERT INTO lifecycle_event (id, type, user_id, email, actor_type, actor_id, ip_address, data, created_at)
   SELECT ${idOf("ulevt")}, 'user_provisioned', ${idOf("user")}, 'person' || n || '@example.com',
     CASE WHEN n = 1 THEN 'system' ELSE 'user' END, CASE WHEN n > 1 THEN 'user_01BENCH0000000000000000001' END, '127.0.0.1',
     jsonb_build_object(
       'provider', 'emailpass', 'login', 'created', 'auth_identity_id', ${idOf("authid")}, 'roles', jsonb_build_array(),
       'logins', jsonb_build_array(jsonb_build_object('provider', 'emailpass', 'entity_id', 'person' || n || '@example.com'))
     ),
     now() - interval '30 days'`,
]
