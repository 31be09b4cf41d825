import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, generateJwtToken } from "@medusajs/framework/utils"

/** The claims of RFC 7519, section 4.1, which the signature's settings bring along or the new date decides. */
const REGISTERED_CLAIMS = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]

/** What a token says, as it was signed: nothing of it has been checked. */
export type SignedClaims = Record<string, unknown> & {
  actor_type?: unknown
  actor_id?: unknown
  auth_identity_id?: unknown
  iat?: unknown
  exp?: unknown
}

/** What a token that this application has just signed says; nothing for what is no token. */
export function readClaims(token: unknown): SignedClaims | undefined {
  const payload = typeof token === "string" ? token.split(".")[1] : undefined
  if (!payload) {
    return undefined
  }
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))
  } catch {
    return undefined
  }
}

/** The same token with another date: it says the same, lives as long, and is signed in the same way. */
export function redateToken(
  container: MedusaContainer,
  claims: SignedClaims,
  issuedAtSeconds: number
): string {
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const { iat, exp } = claims
  const lifetime = typeof iat === "number" && typeof exp === "number" ? exp - iat : undefined
  const payload = Object.fromEntries(
    Object.entries(claims).filter(([name]) => !REGISTERED_CLAIMS.includes(name))
  )
  return generateJwtToken(
    { ...payload, iat: issuedAtSeconds },
    {
      secret: http.jwtSecret,
      expiresIn: lifetime ?? http.jwtExpiresIn,
      jwtOptions: http.jwtOptions,
    }
  )
}
