import { Knex } from "@medusajs/framework/mikro-orm/knex"

type ApiKeyRow = { id: string; title: string; redacted: string }

/**
 * The usable secret API keys that a person made, directly or with another key of theirs: Medusa stores the id of the
 * key as the creator of a key that was made with it.
 */
export async function findApiKeysMadeBy(
  knex: Knex.Transaction,
  userId: string
): Promise<ApiKeyRow[]> {
  // Waiting for the lock on a key lets a child of it come into being, which that statement can't see. Once all keys are
  // locked, none can make another one.
  for (let known = -1; ;) {
    const keys = await lockApiKeysMadeBy(knex, userId)
    if (keys.length === known) {
      return keys
    }
    known = keys.length
  }
}

async function lockApiKeysMadeBy(knex: Knex.Transaction, userId: string): Promise<ApiKeyRow[]> {
  const { rows } = await knex.raw(
    `WITH RECURSIVE made AS (
       SELECT id FROM api_key WHERE created_by = ?
       UNION
       SELECT k.id FROM api_key k JOIN made m ON k.created_by = m.id
     )
     SELECT k.id, k.title, k.redacted
     FROM api_key k JOIN made USING (id)
     WHERE k.type = 'secret' AND k.deleted_at IS NULL AND (k.revoked_at IS NULL OR k.revoked_at > now())
     ORDER BY k.created_at, k.id
     FOR UPDATE OF k`,
    [userId]
  )
  return rows
}

/**
 * The pending invites to an email, in any case, expired ones included: they can be sent again.
 *
 * @param createdUpTo leaves out younger ones: somebody who is gone may have been invited anew since
 */
export async function findPendingInvites(
  knex: Knex.Transaction,
  normalizedEmail: string,
  createdUpTo: Date | null
): Promise<{ id: string; email: string }[]> {
  const { rows } = await knex.raw(
    `SELECT id, email FROM invite
     WHERE user_lifecycle_normalize_email(email) = ? AND accepted = false AND deleted_at IS NULL
       AND created_at <= coalesce(?::timestamptz, 'infinity')
     ORDER BY id
     FOR UPDATE`,
    [normalizedEmail, createdUpTo]
  )
  return rows
}

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
