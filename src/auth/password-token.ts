import { createHash, randomUUID } from "node:crypto"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, generateJwtToken, Modules } from "@medusajs/framework/utils"
import { readPrincipalOfLogin } from "../database/principals"
import { storeResetTokens } from "../database/reset-tokens"
import { Transaction } from "../database/transaction"
import { dateToken } from "../domain/access"
import { PASSWORD_PROVIDER } from "./providers"

/** How long Medusa's own reset tokens live (2.21, `generateResetPasswordTokenWorkflow`). */
export const RESET_TTL_SECONDS = 900

/**
 * Makes a token for `POST /auth/user/emailpass/update`, as `generateResetPasswordTokenWorkflow` does (Medusa 2.21). Medusa
 * makes the tokens useless that the login had before.
 *
 * It is dated now, and after whatever ended the person's tokens last.
 *
 * @param entityId the name of the person's password login
 */
export async function createPasswordToken(
  tx: Transaction,
  container: MedusaContainer,
  entityId: string,
  ttlSeconds: number
): Promise<string> {
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const { jti } = await tx.call(auth, (service, context) =>
    service.createPasswordResetToken(
      { provider: PASSWORD_PROVIDER, entity_id: entityId, ttl_seconds: ttlSeconds },
      context
    )
  )
  return sign(container, entityId, jti, ttlSeconds, await dateOf(tx, entityId))
}

/**
 * The same for many logins at once: Medusa's module asks the database several times for each. As it does, this ends the tokens that
 * the logins had before.
 *
 * @param issuedAt in seconds since 1970; nothing has ended tokens of these people since
 */
export async function createPasswordTokens(
  tx: Transaction,
  container: MedusaContainer,
  entityIds: string[],
  ttlSeconds: number,
  issuedAt: number
): Promise<string[]> {
  const tokens = entityIds.map((entity_id) => ({ entity_id, jti: randomUUID() }))
  await storeResetTokens(
    tx.knex,
    tokens.map(({ entity_id, jti }) => ({ entity_id, token_hash: hashOfTokenId(jti) })),
    ttlSeconds
  )
  return tokens.map(({ entity_id, jti }) => sign(container, entity_id, jti, ttlSeconds, issuedAt))
}

function sign(
  container: MedusaContainer,
  entity_id: string,
  jwtid: string,
  ttlSeconds: number,
  iat: number
): string {
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const jwtOptions = { ...http.jwtOptions, jwtid }
  return generateJwtToken(
    { entity_id, provider: PASSWORD_PROVIDER, actor_type: "user", purpose: "reset", iat },
    { secret: http.jwtSecret, expiresIn: `${ttlSeconds}s`, jwtOptions }
  )
}

/** Whoever was restored in the very second in which they had been offboarded gets a link that works all the same. */
async function dateOf(tx: Transaction, entityId: string): Promise<number> {
  const { facts, read_at } = await readPrincipalOfLogin(tx.knex, PASSWORD_PROVIDER, entityId)
  return dateToken(Infinity, read_at, facts?.tokens_valid_after ?? null)
}

/** What a token that this application has signed says of itself (RFC 7519, sections 4.1.4 and 4.1.7). */
function claimsOf(token: string): { exp: number; jti?: string } {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"))
}

/** When a token ends. */
export function expiryOf(token: string): Date {
  return new Date(claimsOf(token).exp * 1000)
}

/**
 * Whether a token can still be used, and sets a password of this person's: another one for the same login, or a revocation,
 * ends it. Medusa (2.21) keeps the SHA-256 of its `jti`.
 */
export async function isPasswordTokenOf(db: Knex, userId: string, token: string): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT 1 FROM auth_password_reset_token t JOIN auth_identity i ON i.id = t.auth_identity_id
     JOIN provider_identity p ON p.id = t.provider_identity_id AND p.provider = '${PASSWORD_PROVIDER}'
     WHERE t.token_hash = ? AND t.expires_at > clock_timestamp() AND i.app_metadata->>'user_id' = ?`,
    [hashOfToken(token), userId]
  )
  return rows.length > 0
}

/** The id of what Medusa keeps of a token; `undefined` once it is gone. */
export async function findPasswordTokenId(db: Knex, token: string): Promise<string | undefined> {
  const { rows } = await db.raw("SELECT id FROM auth_password_reset_token WHERE token_hash = ?", [
    hashOfToken(token),
  ])
  return rows[0]?.id
}

/** What Medusa keeps of a token. */
export const hashOfToken = (token: string) => hashOfTokenId(claimsOf(token).jti ?? "")

/** As Medusa (2.21) keeps the `jti` of a password reset token. */
export const hashOfTokenId = (jti: string) => createHash("sha256").update(jti).digest("hex")
