import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { LifecycleEventType } from "../domain/lifecycle-event"
import { revokeTokensOf } from "./access"
import { hasPasswordChangedSince } from "./history"
import { lockAccess } from "./locks"
import { removeResetTokens } from "./reset-tokens"

/**
 * What a trigger does where a password changes that is stored as Medusa's own provider stores it: ends what was handed out before,
 * links to set another one included, and tells the ledger. Does nothing where the trigger has.
 *
 * @param since when the change began, or before
 */
export async function storePasswordChange(
  db: Knex,
  change: { user_id: string; auth_identity_id: string; provider: string },
  since: Date
): Promise<void> {
  const { user_id, auth_identity_id, provider } = change
  await db.transaction(async (knex) => {
    await lockAccess(knex, user_id)
    if (await hasPasswordChangedSince(knex, user_id, since)) {
      return
    }
    await revokeTokensOf(knex, user_id)
    await removeResetTokens(knex, user_id)
    await knex.raw(
      `INSERT INTO lifecycle_event (id, type, user_id, email, actor_type, data)
       VALUES (
         user_lifecycle_id('ulevt'), '${LifecycleEventType.USER_PASSWORD_CHANGED}', :user_id, (SELECT email FROM "user" WHERE id = :user_id), 'system',
         jsonb_build_object('auth_identity_id', :auth_identity_id::text, 'provider', :provider::text)
       )`,
      { user_id, auth_identity_id, provider }
    )
  })
}
