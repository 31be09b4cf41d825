import { createPublicKey, createSecretKey, KeyObject } from "node:crypto"
import { AuthContext, getAuthContextFromJwtToken } from "@medusajs/framework/http"
import { ConfigModule } from "@medusajs/framework/types"

type HttpConfig = ConfigModule["projectConfig"]["http"]
type Secret = NonNullable<HttpConfig["jwtSecret"]>

/** A decoded token: Medusa's auth context with the claims that every JWT has. */
export type TokenClaims = AuthContext & { iat?: number; exp?: number }

type Verified = { authorization: string; claims: TokenClaims; until_ms: number }

/**
 * How long a token is not verified again. It expires when it says so all the same; only a `maxAge` of the application's own is
 * noticed late, by the guard alone, which does nothing about it: Medusa verifies what it accepts.
 */
const REMEMBERED_MS = 600_000

/** Bounds the memory, together: only tokens that this application signed are remembered, a kilobyte or so each. */
const MAX_REMEMBERED = 20_000
const MAX_REMEMBERED_LENGTH = 4_096

/** As long as the signature of most tokens is (HS256, base64url), and a tenth of a whole one, which takes as much longer to look up. */
const KEY_LENGTH = 43

/**
 * Verifies the bearer tokens of one actor type, or of all of them (`*`), with the application's settings, and cheaply.
 *
 * That a token is this application's is remembered for a while, and never whether its holder may act: that is asked for
 * anew with every request.
 */
export class BearerVerifier {
  private readonly key: Secret
  /** By the end of the token. */
  private readonly remembered = new Map<string, Verified>()

  constructor(
    private readonly http: HttpConfig,
    private readonly actorType: string,
    private readonly maxRemembered = MAX_REMEMBERED
  ) {
    this.key = prepareKey(http.jwtPublicKey ?? http.jwtSecret ?? "")
  }

  /** What a token says that was verified a moment ago, and has not expired since. */
  recall(authorization: string): TokenClaims | undefined {
    const verified = this.remembered.get(keyOf(authorization))
    return verified?.authorization === authorization && performance.now() < verified.until_ms
      ? verified.claims
      : undefined
  }

  /** What a token says that this application has signed for such an actor, and that has not expired. */
  verify(authorization: string | undefined): TokenClaims | null {
    const { jwtVerifyOptions, jwtOptions } = this.http
    const claims: TokenClaims | null = getAuthContextFromJwtToken(
      authorization,
      this.key,
      ["bearer"],
      [this.actorType],
      undefined,
      jwtVerifyOptions ?? jwtOptions
    )
    if (claims && authorization && isMemorable(authorization)) {
      this.remember(authorization, claims)
    }
    return claims
  }

  private remember(authorization: string, claims: TokenClaims): void {
    const expires_in_ms = (claims.exp ?? Infinity) * 1000 - Date.now()
    const until_ms = performance.now() + Math.min(REMEMBERED_MS, expires_in_ms)
    // What was verified longest ago is the first, because a map keeps the order of insertion.
    const key = keyOf(authorization)
    this.remembered.delete(key)
    if (this.remembered.size >= this.maxRemembered) {
      const [oldest] = this.remembered.keys()
      this.remembered.delete(oldest)
    }
    this.remembered.set(key, { authorization, claims, until_ms })
  }
}

/** Medusa's expression takes anything behind the token, with which one token could fill the memory. */
const isMemorable = (authorization: string) =>
  authorization.length <= MAX_REMEMBERED_LENGTH && /^\S+ \S+$/.test(authorization)

/** What tells one token from another nearly always; whoever looks one up compares the rest. */
const keyOf = (authorization: string) => authorization.slice(-KEY_LENGTH)

/**
 * The key that tokens are verified with, ready to be used.
 *
 * Given text, `jsonwebtoken` (9.0, `verify`) makes a key of it for every token, and tries first whether it is a public one.
 * For a shared secret that takes OpenSSL 3 some hundred microseconds: many times what the verification takes. This makes
 * the key in the same way, once.
 */
function prepareKey(secret: Secret): Secret {
  if (!secret || secret instanceof KeyObject) {
    return secret
  }
  try {
    return createPublicKey(secret)
  } catch {
    return typeof secret === "string" || Buffer.isBuffer(secret)
      ? createSecretKey(Buffer.from(secret))
      : secret
  }
}
