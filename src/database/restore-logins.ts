import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { USER_LINK_KEY, USER_PASSWORD_KEY } from "../domain/identity"
import { IS_NOBODYS } from "./identities"
import { ChangedRows } from "./row-images"

/** A name that a login is to have again. */
export type LoginName = { provider: string; entity_id: string; auth_identity_id: string }

export function namesOfLogins(images: ChangedRows[]): LoginName[] {
  return images
    .filter(({ table }) => table === "provider_identity")
    .flatMap(({ rows }) => JSON.parse(rows) as LoginName[])
}

const OTHERS_WITH_THE_NAME = `
  provider_identity p, jsonb_populate_recordset(NULL::provider_identity, ?::jsonb) r
  WHERE p.auth_identity_id = i.id AND i.id <> r.auth_identity_id
    AND p.entity_id = r.entity_id AND p.provider = r.provider`

/** Makes the logins give way that somebody without an account has registered under one of the names meanwhile. */
export async function evictUnownedLogins(
  knex: Knex.Transaction,
  names: LoginName[]
): Promise<void> {
  await knex.raw(`DELETE FROM auth_identity i USING ${OTHERS_WITH_THE_NAME} AND ${IS_NOBODYS}`, [
    JSON.stringify(names),
  ])
}

/**
 * Whether one of the names is somebody's by now, such as a customer's.
 *
 * @param except logins that are about to give it up
 */
export async function isLoginNameTaken(
  knex: Knex.Transaction,
  names: LoginName[],
  except: string[]
): Promise<boolean> {
  const { rows } = await knex.raw(
    `SELECT 1 FROM auth_identity i, ${OTHERS_WITH_THE_NAME} AND NOT ${IS_NOBODYS} AND i.id <> ALL (?) LIMIT 1`,
    [JSON.stringify(names), except]
  )
  return rows.length > 0
}

/**
 * The passwords of a person's password logins, as they are stored; in a form that tells whether one has changed.
 *
 * They are hashes: whatever holds them is to be sealed.
 */
export async function readPasswords(knex: Knex.Transaction, userId: string): Promise<string> {
  const { rows } = await knex.raw(
    `SELECT coalesce(jsonb_agg(
         jsonb_build_array(p.id, user_lifecycle_admin_password(p.provider_metadata)) ORDER BY p.id
       ), '[]')::text AS passwords
     FROM provider_identity p JOIN auth_identity i ON i.id = p.auth_identity_id
     WHERE p.provider = 'emailpass' AND i.app_metadata->>'user_id' = ?`,
    [userId]
  )
  return rows[0].passwords
}

/**
 * Brings back, on logins that are still there, the user that they log in and the admin's password; not on one that has
 * become another user's since.
 */
export async function restoreLinks(knex: Knex.Transaction, images: ChangedRows[]): Promise<void> {
  const identityIds = await findIdentitiesAsLeft(knex, images)
  await restoreKey(knex, images, identityIds, {
    table: "auth_identity",
    identity: "id",
    column: "app_metadata",
    key: USER_LINK_KEY,
  })
  await restoreKey(knex, images, identityIds, {
    table: "provider_identity",
    identity: "auth_identity_id",
    column: "provider_metadata",
    key: USER_PASSWORD_KEY,
  })
}

async function findIdentitiesAsLeft(
  knex: Knex.Transaction,
  images: ChangedRows[]
): Promise<string[]> {
  const ids: string[] = []
  for (const { left } of images.filter(({ table }) => table === "auth_identity")) {
    const { rows } = await knex.raw(
      `SELECT t.id FROM auth_identity t JOIN jsonb_populate_recordset(NULL::auth_identity, ?::jsonb) l ON l.id = t.id
       WHERE t.app_metadata -> '${USER_LINK_KEY}' IS NOT DISTINCT FROM l.app_metadata -> '${USER_LINK_KEY}'`,
      [left]
    )
    ids.push(...rows.map(({ id }: { id: string }) => id))
  }
  return ids
}

/** These are names in this code, never input, and stand in the statement as they are. */
type MetadataKey =
  | {
      table: "auth_identity"
      identity: "id"
      column: "app_metadata"
      key: typeof USER_LINK_KEY
    }
  | {
      table: "provider_identity"
      identity: "auth_identity_id"
      column: "provider_metadata"
      key: typeof USER_PASSWORD_KEY
    }

async function restoreKey(
  knex: Knex.Transaction,
  images: ChangedRows[],
  identityIds: string[],
  { table, identity, column, key }: MetadataKey
): Promise<void> {
  for (const { rows } of images.filter((image) => image.table === table)) {
    await knex.raw(
      `UPDATE ${table} t
       SET ${column} = CASE
         WHEN jsonb_exists(r.${column}, '${key}')
           THEN jsonb_set(coalesce(t.${column}, '{}'), '{${key}}', r.${column} -> '${key}')
         WHEN r.${column} IS NULL THEN nullif(t.${column} - '${key}', '{}')
         ELSE t.${column} - '${key}' END
       FROM jsonb_populate_recordset(NULL::${table}, ?::jsonb) r
       WHERE t.id = r.id AND t.${identity} = ANY (?)`,
      [rows, identityIds]
    )
  }
}
