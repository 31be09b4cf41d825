import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaError } from "@medusajs/framework/utils"
import { LifecycleEventType } from "../domain/lifecycle-event"
import { revokeTokensOf } from "./access"
import { hasPasswordChangedSince } from "./history"
import { lockLogin, storeUserPassword } from "./identities"
import { lockAccess } from "./locks"
import { isApiKeyUsable } from "./principals"
import { findLoginOfResetToken, removeResetTokens, takeResetToken } from "./reset-tokens"
import { changeInTransaction } from "./transaction"

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
  await changeInTransaction(db, async (knex) => {
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

/**
 * Writes the password that somebody has set with a reset token, and uses the token up in the same transaction: to hash a password takes
 * a while, in which the token may have ended with whoever asked for it, or with the access of whose it is, and each of these removes it.
 *
 * @param key under which the password is kept
 * @throws MedusaError `unauthorized` where the token is there no more, or was asked for with an API key that has ended since; `conflict`
 * where another change to the same person takes too long
 */
export async function storePasswordOfReset(
  db: Knex,
  tokenHash: string,
  { key, hash }: { key: string; hash: unknown }
): Promise<void> {
  await changeInTransaction(db, async (knex) => {
    // In the order of `locks.ts`: the login, the access, which the change of the password takes as well, and the token.
    const found = await findLoginOfResetToken(knex, tokenHash)
    if (found) {
      await lockLogin(knex, found)
    }
    const login = found && (await findLoginOfResetToken(knex, tokenHash))
    if (login?.user_id) {
      await lockAccess(knex, login.user_id)
    }
    const token = login && (await takeResetToken(knex, tokenHash))
    if (!token || (token.api_key_id && !(await isApiKeyUsable(knex, token.api_key_id)))) {
      throw new MedusaError(MedusaError.Types.UNAUTHORIZED, "Invalid token")
    }
    await storeUserPassword(knex, login.provider_identity_id, hash, key)
    await knex.raw("UPDATE provider_identity SET updated_at = clock_timestamp() WHERE id = ?", [
      login.provider_identity_id,
    ])
  })
}
