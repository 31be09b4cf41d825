import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { captureRows, RowImage } from "./row-images"

/*
 * A revocation removes the password reset tokens that were sent, and does not rely on their dates alone: they are dated by
 * the clock of the instance that signed them, which may be wrong.
 */

/** How many password reset tokens exist for these identities. */
export async function countResetTokens(
  knex: Knex.Transaction,
  authIdentityIds: string[]
): Promise<number> {
  const { rows } = await knex.raw(
    "SELECT count(*)::int AS count FROM auth_password_reset_token WHERE auth_identity_id = ANY (?)",
    [authIdentityIds]
  )
  return rows[0].count
}

/**
 * Makes the password reset links that a person was sent useless.
 *
 * @returns what was removed
 */
export async function removeResetTokens(
  knex: Knex.Transaction,
  userId: string
): Promise<RowImage[]> {
  const { rows } = await knex.raw(
    `SELECT t.id FROM auth_password_reset_token t JOIN auth_identity i ON i.id = t.auth_identity_id
     WHERE i.app_metadata->>'user_id' = ? ORDER BY t.id FOR UPDATE OF t`,
    [userId]
  )
  return await removeTokens(
    knex,
    rows.map(({ id }: { id: string }) => id)
  )
}

async function removeTokens(knex: Knex.Transaction, ids: string[]): Promise<RowImage[]> {
  const images = await captureRows(knex, "auth_password_reset_token", "id", ids)
  await knex.raw("DELETE FROM auth_password_reset_token WHERE id = ANY (?)", [ids])
  return images
}

/** How long Medusa's own reset tokens live (2.21, `generateResetPasswordTokenWorkflow`). */
const RESET_TOKEN_LIFETIME = "15 minutes"

/**
 * Makes the password reset links useless that anybody has asked for: an admin gets the token of another one as an answer
 * (`POST /admin/users/:id/reset-password`, Medusa 2.21), and would keep it when they are gone. Who waits for such a link has
 * to ask for another one. Links to set a first password live longer, and stay: nobody but the person was sent them.
 */
export async function removeRequestedResetTokens(knex: Knex.Transaction): Promise<RowImage[]> {
  const { rows } = await knex.raw(
    `SELECT t.id FROM auth_password_reset_token t JOIN auth_identity i ON i.id = t.auth_identity_id
     WHERE i.app_metadata->>'user_id' IS NOT NULL AND t.expires_at <= t.created_at + ?::interval
     ORDER BY t.id FOR UPDATE OF t`,
    [RESET_TOKEN_LIFETIME]
  )
  return await removeTokens(
    knex,
    rows.map(({ id }: { id: string }) => id)
  )
}

/** Makes the links useless that any admin was sent, also those to set a first password. */
export async function removeResetTokensOfAll(knex: Knex.Transaction): Promise<void> {
  await knex.raw(
    `DELETE FROM auth_password_reset_token t USING auth_identity i
     WHERE i.id = t.auth_identity_id AND i.app_metadata->>'user_id' IS NOT NULL`
  )
}
