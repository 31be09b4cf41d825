import { randomUUID } from "node:crypto"
import scrypt from "scrypt-kdf"
import { withClient } from "./database"

export type SeededAdmin = { id: string; email: string; password: string }

/**
 * Puts a user that can log in with a password into a database, for servers in processes of their own: `medusa user`
 * would boot Medusa once more for each. The rows are those that Medusa itself writes (2.21).
 */
export async function seedAdmin(
  databaseUrl: string,
  { email, password }: { email: string; password: string }
): Promise<SeededAdmin> {
  const id = `user_${randomUUID()}`
  const identityId = `authid_${randomUUID()}`
  // The cheapest cost there is: a hash says itself what it cost, so the provider verifies it all the same.
  const hash = await scrypt.kdf(password, { logN: 1, r: 8, p: 1 })
  await withClient(databaseUrl, async (client) => {
    await client.query("BEGIN")
    await client.query(`INSERT INTO "user" (id, email) VALUES ($1, $2)`, [id, email])
    await client.query("INSERT INTO auth_identity (id, app_metadata) VALUES ($1, $2)", [
      identityId,
      { user_id: id },
    ])
    await client.query(
      `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
       VALUES ($1, $2, 'emailpass', $3, $4)`,
      [`authprov_${randomUUID()}`, email, identityId, { password: hash.toString("base64") }]
    )
    await client.query("COMMIT")
  })
  return { id, email, password }
}
