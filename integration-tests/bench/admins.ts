import { generateJwtToken } from "@medusajs/framework/utils"
import { query, withClient } from "../helpers/database"

export type BenchAdmin = { id: string; token: string }

/** Each row of "user" takes a lock until the end of its transaction, and a server has room for so many locks only. */
const ROWS_PER_TRANSACTION = 1_000

/**
 * Puts users into the database that can log in at an identity provider, and signs a token for each, as Medusa does at a
 * login (2.21, `generateJwtTokenForAuthIdentity`).
 *
 * @param name tells one set of users from another
 */
export async function seedAdmins(
  databaseUrl: string,
  jwtSecret: string,
  name: string,
  count: number
): Promise<BenchAdmin[]> {
  await withClient(databaseUrl, async (client) => {
    for (let from = 1; from <= count; from += ROWS_PER_TRANSACTION) {
      const range = [name, from, Math.min(count, from + ROWS_PER_TRANSACTION - 1)]
      await client.query("BEGIN")
      await client.query(
        `INSERT INTO "user" (id, email)
         SELECT 'user_' || $1 || n, $1 || n || '@example.com' FROM generate_series($2::int, $3) n`,
        range
      )
      await client.query(
        `INSERT INTO auth_identity (id, app_metadata)
         SELECT 'authid_' || $1 || n, jsonb_build_object('user_id', 'user_' || $1 || n)
         FROM generate_series($2::int, $3) n`,
        range
      )
      await client.query(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         SELECT 'authprov_' || $1 || n, $1 || n, 'test-sso', 'authid_' || $1 || n
         FROM generate_series($2::int, $3) n`,
        range
      )
      await client.query("COMMIT")
    }
    await client.query("ANALYZE")
  })
  return Array.from({ length: count }, (_, index) => {
    const id = `user_${name}${index + 1}`
    return { id, token: signToken(jwtSecret, id, `authid_${name}${index + 1}`) }
  })
}

/** Gives a set of users all that the plugin can know of them: their tokens were revoked before. */
export async function storeAccessOf(databaseUrl: string, name: string): Promise<void> {
  await query(
    databaseUrl,
    `INSERT INTO user_access (id, user_id, status, tokens_valid_after)
     SELECT 'uacc_' || id, id, 'active', now() - interval '1 day' FROM "user" WHERE id LIKE 'user_' || $1 || '%'`,
    [name]
  )
}

function signToken(secret: string, userId: string, authIdentityId: string): string {
  return generateJwtToken(
    {
      actor_id: userId,
      actor_type: "user",
      auth_identity_id: authIdentityId,
      auth_provider: "test-sso",
      mfa_enabled: false,
      mfa_challenge_completed_at: null,
      app_metadata: { user_id: userId },
      user_metadata: {},
    },
    { secret, expiresIn: "1d" }
  )
}
