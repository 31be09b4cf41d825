import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/**
 * Whether Medusa's Notification Module has a provider for emails. Asked before a notification is created: without one, the
 * module would keep a failed notification.
 */
export async function hasEmailProvider(container: MedusaContainer): Promise<boolean> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  // A module that an application may leave out.
  const { rows: tables } = await db.raw(
    "SELECT to_regclass('notification_provider') IS NOT NULL AS is_there"
  )
  return tables[0].is_there && (await isEmailProviderThere(db))
}

async function isEmailProviderThere(db: Knex): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT 1 FROM notification_provider WHERE is_enabled AND 'email' = ANY (channels) AND deleted_at IS NULL LIMIT 1`
  )
  return rows.length > 0
}

let hasWarned = false

/** Says once that an email was to leave, and none can. */
export function warnOfMissingProvider(container: MedusaContainer): void {
  if (!hasWarned) {
    hasWarned = true
    const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    logger.warn(
      "user-lifecycle: no email leaves this application, because its Notification Module has no provider for the " +
        'channel "email". Invites and password links have to be handed over by hand until one is configured.'
    )
  }
}
