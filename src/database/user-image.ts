import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ChangedRows } from "./row-images"

/** What a change did to a user row, and whether that still stands. */
export type UserSince = {
  /** Nobody has deleted, offboarded or restored the person since. */
  is_as_alive: boolean
  /** The change gave the person another email. */
  is_email_changed: boolean
  /** The email is the one that the change left. */
  is_same_email: boolean
  /** The email that the undo gives back to the person; `null` if it gives none. */
  email_to_return: string | null
  /** The change brought a deleted user back. */
  was_brought_back: boolean
}

/** Only under `lockUser`. `undefined` if the change found no user row, or took no image of it. */
export async function compareUser(
  knex: Knex.Transaction,
  images: ChangedRows[]
): Promise<UserSince | undefined> {
  const image = images.find(({ table }) => table === "user")
  if (!image) {
    return undefined
  }
  const { rows } = await knex.raw(
    `SELECT t.id IS NOT NULL AND t.deleted_at IS NOT DISTINCT FROM l.deleted_at AS is_as_alive,
       r.email <> l.email AS is_email_changed, t.email IS NOT DISTINCT FROM l.email AS is_same_email,
       CASE WHEN r.deleted_at IS NULL AND (l.deleted_at IS NOT NULL OR r.email <> l.email) THEN r.email END
         AS email_to_return,
       r.deleted_at IS NOT NULL AND l.deleted_at IS NULL AS was_brought_back
     FROM jsonb_populate_recordset(NULL::"user", ?::jsonb) r
     JOIN jsonb_populate_recordset(NULL::"user", ?::jsonb) l ON l.id = r.id
     LEFT JOIN "user" t ON t.id = r.id`,
    [image.rows, image.left]
  )
  return rows[0]
}
