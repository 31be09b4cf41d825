import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ApiKeyFacts, GoneAccessFacts, InviteFacts } from "../../domain/findings/snapshot"
import { LifecycleEventType } from "../../domain/lifecycle-event"
import { API_KEY_ID_PATTERN, isOfPerson } from "../principals"
import { userStateSql } from "./read-identities"
import { MissingRoles } from "./read-missing-roles"
import { streamRows } from "./stream-rows"

/**
 * SQL for invites that nobody has accepted.
 *
 * @param isOfSome only those with the ids `:ids`, beside the others of the same emails
 */
const invitesSql = (isOfSome: boolean) => `
  WITH open AS MATERIALIZED (
    SELECT id, email, user_lifecycle_normalize_email(email) AS normalized_email, created_at, updated_at, expires_at
    FROM invite WHERE deleted_at IS NULL AND NOT accepted
      ${
        isOfSome
          ? `AND user_lifecycle_normalize_email(email) IN (
               SELECT user_lifecycle_normalize_email(email) FROM invite WHERE id = ANY (:ids)
             )`
          : ""
      }
  ), younger AS (
    SELECT i.id, jsonb_agg(o.id ORDER BY o.id) AS ids
    FROM open i JOIN open o
      ON o.normalized_email = i.normalized_email AND (o.updated_at, o.id) > (i.updated_at, i.id)
      AND o.expires_at > clock_timestamp()
    GROUP BY i.id
  )
  SELECT open.id, open.email, open.normalized_email, open.created_at, open.expires_at, coalesce(younger.ids, '[]') AS younger, (
      SELECT jsonb_build_object('id', u.id, 'email', u.email) FROM "user" u
      WHERE user_lifecycle_normalize_email(u.email) = open.normalized_email AND u.deleted_at IS NULL
      ORDER BY u.email <> open.email, u.id LIMIT 1
    ) AS user
  FROM open LEFT JOIN younger USING (id)
  ${isOfSome ? "WHERE open.id = ANY (:ids)" : ""}
  ORDER BY open.id`

type InviteRow = Omit<InviteFacts, "user" | "missing_roles"> & { user: InviteFacts["user"] | null }

const toInviteFacts = (
  { user, ...invite }: InviteRow,
  missingRoles: MissingRoles
): InviteFacts => ({
  ...invite,
  user: user ?? undefined,
  missing_roles: missingRoles.get(invite.id) ?? [],
})

/**
 * Some of the invites that nobody has accepted.
 *
 * @param missingRoles see `readMissingRoles`
 */
export async function readInviteFacts(
  db: Knex,
  ids: string[],
  missingRoles: MissingRoles
): Promise<InviteFacts[]> {
  const { rows } = await db.raw(invitesSql(true), { ids })
  return rows.map((row: InviteRow) => toInviteFacts(row, missingRoles))
}

/** All of them, page by page, in the order of their ids. */
export async function* streamInviteFacts(
  trx: Knex,
  pageSize: number,
  missingRoles: MissingRoles
): AsyncGenerator<InviteFacts> {
  for await (const row of streamRows<InviteRow>(trx, invitesSql(false), pageSize)) {
    yield toInviteFacts(row, missingRoles)
  }
}

const ENTRIES_ABOUT_GOING = [
  LifecycleEventType.USER_OFFBOARDED,
  LifecycleEventType.USER_OFFBOARDING_REVERTED,
  LifecycleEventType.USER_RESTORED,
]
  .map((type) => `'${type}'`)
  .join(", ")

/** Whether the offboarding of a key's maker `c.maker_id`, if it stands, was told to leave keys: see `offboardUserWithin`. */
const IS_KEPT = `
  coalesce((
    SELECT e.data->>'keeps_api_keys' = 'true' FROM lifecycle_event e
    WHERE e.user_id = c.maker_id AND e.type IN (${ENTRIES_ABOUT_GOING}) AND e.deleted_at IS NULL
      AND e.data->>'was_deleted_before' IS DISTINCT FROM 'true'
    ORDER BY e.sequence DESC LIMIT 1
  ), false)`

/**
 * Usable secret API keys whose maker, also behind other keys, is no active user, or a key that is deleted: some, or all. Keys that
 * something else made, such as a script, are nobody's.
 */
export async function readApiKeyFacts(db: Knex, ids?: string[]): Promise<ApiKeyFacts[]> {
  const { rows } = await db.raw(
    `WITH RECURSIVE chain AS (
       SELECT k.id AS key_id, k.created_by AS maker_id FROM api_key k
       WHERE k.type = 'secret' AND k.deleted_at IS NULL AND (k.revoked_at IS NULL OR k.revoked_at > clock_timestamp())
         ${ids ? "AND k.id = ANY (:ids)" : ""}
       UNION
       SELECT c.key_id, m.created_by FROM chain c JOIN api_key m ON m.id = c.maker_id
     )
     SELECT k.id, k.title, ${userStateSql} AS owner_state, a.status, a.until,
       ${IS_KEPT} AS is_kept, CASE WHEN NOT is_of_key THEN c.maker_id END AS owner_id, CASE WHEN is_of_key THEN c.maker_id END AS deleted_key_id
     FROM chain c
     JOIN api_key k ON k.id = c.key_id
     LEFT JOIN "user" u ON u.id = c.maker_id
     LEFT JOIN user_access a ON a.user_id = c.maker_id AND a.deleted_at IS NULL
     CROSS JOIN LATERAL (SELECT u.id IS NULL AND c.maker_id ~ :keys AS is_of_key) maker
     WHERE NOT EXISTS (SELECT 1 FROM api_key m WHERE m.id = c.maker_id)
       AND (is_of_key OR ${isOfPerson("c.maker_id")})
       AND (u.id IS NULL OR u.deleted_at IS NOT NULL OR a.status = 'suspended')
     ORDER BY k.id`,
    { keys: API_KEY_ID_PATTERN, ...(ids ? { ids } : {}) }
  )
  return rows.map(
    ({ status, until, ...key }: ApiKeyFacts & NonNullable<ApiKeyFacts["owner_access"]>) => ({
      ...key,
      owner_access: status ? { status, until } : undefined,
    })
  )
}

/**
 * What is stored of the access of people who are no living users, but not that they are offboarded.
 *
 * @param condition SQL for which of them
 */
const goneAccessThat = (condition: string) =>
  `SELECT a.user_id, a.status, ${userStateSql} AS user_state
   FROM user_access a LEFT JOIN "user" u ON u.id = a.user_id
   WHERE a.deleted_at IS NULL AND a.status <> 'offboarded' AND (u.id IS NULL OR u.deleted_at IS NOT NULL)
     AND ${condition}
   ORDER BY a.user_id`

/** Some of it. */
export async function readGoneAccessFacts(db: Knex, userIds: string[]): Promise<GoneAccessFacts[]> {
  const { rows } = await db.raw(goneAccessThat("a.user_id = ANY (?)"), [userIds])
  return rows
}

/** All of it, page by page. */
export const streamGoneAccessFacts = (trx: Knex, pageSize: number) =>
  streamRows<GoneAccessFacts>(trx, goneAccessThat("true"), pageSize)
