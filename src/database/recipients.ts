import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { AccessStatus, effectiveStatus } from "../domain/access"

/** A person as an email to them needs to know them. */
export type Recipient = {
  email: string
  /** What they are called. */
  name: string | null
  /** What `metadata.locale` says; see `isLanguageTag`. */
  locale: string | null
  status: AccessStatus
  /** When a suspension ends by itself. */
  until: Date | null
  is_gone: boolean
}

/** `metadata.locale` of a row, whatever it is. */
export const localeSql = (metadata: string) => `${metadata}->>'locale'`

/** A person as they are now, by the clock of the database. */
export async function findRecipient(db: Knex, userId: string): Promise<Recipient | undefined> {
  const { rows } = await db.raw(
    `SELECT u.email, u.first_name AS name, ${localeSql("u.metadata")} AS locale,
       u.deleted_at IS NOT NULL AS is_gone, a.status, a.until, clock_timestamp() AS now
     FROM "user" u
     LEFT JOIN user_access a ON a.user_id = u.id AND a.deleted_at IS NULL
     WHERE u.id = ?`,
    [userId]
  )
  if (!rows.length) {
    return undefined
  }
  const { status, now, ...person } = rows[0]
  return {
    ...person,
    status: person.is_gone
      ? AccessStatus.OFFBOARDED
      : effectiveStatus({ status, until: person.until }, now),
  }
}
