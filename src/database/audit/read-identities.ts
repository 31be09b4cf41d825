import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { IdentityFacts, LoginNameFacts, UserState } from "../../domain/findings/snapshot"
import { ACTORS, IS_NOBODYS, IS_USABLE } from "../identities"
import { streamRows } from "./stream-rows"
import { isShared, linkedUserId, USER_LINK_KEY } from "../../domain/identity"

/** SQL for whether a user `u` that was joined is there. */
export const userStateSql = `
  CASE WHEN u.id IS NULL THEN 'unknown' WHEN u.deleted_at IS NOT NULL THEN 'deleted' ELSE 'living' END`

/** Whether an actor other than an admin logs in with an identity `i`: see `isShared`. */
export const HAS_OTHER_ACTOR = `
  EXISTS (
    SELECT 1 FROM ${ACTORS}
    WHERE actor.key LIKE '%\\_id' AND actor.key <> '${USER_LINK_KEY}' AND actor.value <> 'null'
  )`

/** SQL for the logins of an identity `i` that can be used, if it can. */
export const LOGINS = `
  coalesce((
    SELECT json_agg(json_build_object('provider', p.provider, 'entity_id', p.entity_id) ORDER BY p.provider, p.entity_id)
    FROM provider_identity p WHERE p.auth_identity_id = i.id AND p.deleted_at IS NULL
  ), '[]')`

type IdentityRow = Pick<IdentityFacts, "id" | "created_at" | "logins"> & {
  app_metadata: Record<string, unknown> | null
  user_state: UserState
}

/**
 * Auth identities that are no living user's, and not deleted themselves. Those of customers alone, of whom there can be millions, stay in the database.
 *
 * @param condition SQL for which ones
 */
const identitiesThat = (condition: string) =>
  `SELECT i.id, i.created_at, i.app_metadata, ${userStateSql} AS user_state, ${LOGINS} AS logins
   FROM auth_identity i
   LEFT JOIN "user" u ON u.id = i.app_metadata->>'user_id'
   WHERE ${condition} AND i.deleted_at IS NULL
     AND (u.id IS NULL OR u.deleted_at IS NOT NULL)
     AND (jsonb_exists(i.app_metadata, '${USER_LINK_KEY}') OR ${IS_NOBODYS})
   ORDER BY i.id`

/** Some of them, in the order of their ids. */
export async function readIdentityFacts(db: Knex, ids: string[]): Promise<IdentityFacts[]> {
  const { rows } = await db.raw(identitiesThat("i.id = ANY (?)"), [ids])
  return rows.map(toFacts)
}

/** All of them, page by page, in the order of their ids. */
export async function* streamIdentityFacts(
  trx: Knex,
  pageSize: number
): AsyncGenerator<IdentityFacts> {
  for await (const row of streamRows<IdentityRow>(trx, identitiesThat("true"), pageSize)) {
    yield toFacts(row)
  }
}

function toFacts({ app_metadata, user_state, ...identity }: IdentityRow): IdentityFacts {
  const userId = linkedUserId(app_metadata)
  // Other code can have stored any JSON there.
  const isBlocked =
    userId === undefined &&
    typeof app_metadata === "object" &&
    USER_LINK_KEY in (app_metadata ?? {})
  return {
    ...identity,
    user_id: isBlocked ? null : userId,
    user_state: userId === undefined ? undefined : user_state,
    is_shared: isShared(app_metadata),
  }
}

/** Names that several password logins of living users have, in different cases. */
const SHARED_LOGIN_NAMES = `
  WITH login AS (
    SELECT p.entity_id, user_lifecycle_normalize_email(p.entity_id) AS name, u.id AS user_id
    FROM auth_identity i
    JOIN "user" u ON u.id = i.app_metadata->>'user_id' AND u.deleted_at IS NULL
    JOIN provider_identity p ON p.auth_identity_id = i.id AND p.provider = 'emailpass'
    WHERE ${IS_USABLE}
  ), shared AS (
    SELECT name FROM login GROUP BY name HAVING count(*) > 1
  )
  SELECT name AS normalized_name,
    json_agg(json_build_object('entity_id', login.entity_id, 'user_id', login.user_id) ORDER BY login.entity_id) AS logins
  FROM shared JOIN login USING (name)
  GROUP BY name ORDER BY name`

export async function readLoginNameFacts(db: Knex): Promise<LoginNameFacts[]> {
  const { rows } = await db.raw(SHARED_LOGIN_NAMES)
  return rows
}

/** The same, page by page. */
export const streamLoginNameFacts = (trx: Knex, pageSize: number) =>
  streamRows<LoginNameFacts>(trx, SHARED_LOGIN_NAMES, pageSize)
