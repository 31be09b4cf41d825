import { createSecretKey, generateKeyPairSync } from "node:crypto"
import { generateJwtToken } from "@medusajs/framework/utils"
import { BearerVerifier } from "../bearer-verifier"

type Settings = Parameters<typeof generateJwtToken>[1]

const SECRET = "a secret that instances share"
const CLAIMS = { actor_id: "user_1", actor_type: "user", auth_identity_id: "authid_1" }

const bearerOf = (
  claims: Record<string, unknown> = CLAIMS,
  { secret = SECRET, expiresIn = "1h", ...settings }: Partial<Settings> = {}
) => `Bearer ${generateJwtToken(claims, { secret, expiresIn, ...settings })}`

function verifierWith(http: object, maxRemembered?: number) {
  type HttpConfig = ConstructorParameters<typeof BearerVerifier>[0]
  const cors = { storeCors: "", adminCors: "", authCors: "" }
  const config: HttpConfig = { ...cors, ...http }
  return new BearerVerifier(config, "user", maxRemembered)
}

describe("BearerVerifier", () => {
  afterEach(() => jest.useRealTimers())

  it("takes tokens that the application signed for an admin, and no others", () => {
    const verifier = verifierWith({ jwtSecret: SECRET })
    expect(verifier.verify(bearerOf())).toMatchObject(CLAIMS)
    expect(verifier.verify(undefined)).toBeNull()
    expect(verifier.verify(bearerOf(CLAIMS, { secret: "another secret" }))).toBeNull()
    expect(verifier.verify(bearerOf({ ...CLAIMS, actor_type: "customer" }))).toBeNull()
    expect(verifier.verify(bearerOf(CLAIMS, { expiresIn: "-1s" }))).toBeNull()
  })

  it.each([
    ["text", SECRET],
    ["bytes", Buffer.from(SECRET)],
    ["a key", createSecretKey(Buffer.from(SECRET))],
  ])("takes the secret as %s", (_, jwtSecret) => {
    expect(verifierWith({ jwtSecret }).verify(bearerOf())).toMatchObject(CLAIMS)
  })

  it("prefers the public key, and takes no token that was signed with that as if it were a secret", () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const jwtPublicKey = pair.publicKey.export({ type: "spki", format: "pem" })
    const verifier = verifierWith({ jwtSecret: SECRET, jwtPublicKey })
    const signed = bearerOf(CLAIMS, {
      secret: pair.privateKey,
      jwtOptions: { algorithm: "RS256" },
    })
    expect(verifier.verify(signed)).toMatchObject(CLAIMS)
    expect(verifier.verify(bearerOf())).toBeNull()
    const confused = bearerOf(CLAIMS, { secret: createSecretKey(Buffer.from(jwtPublicKey)) })
    expect(verifier.verify(confused)).toBeNull()
  })

  it("honours the application's settings", () => {
    const verifier = verifierWith({ jwtSecret: SECRET, jwtVerifyOptions: { issuer: "shop" } })
    expect(verifier.verify(bearerOf())).toBeNull()
    expect(verifier.verify(bearerOf({ ...CLAIMS, iss: "shop" }))).toMatchObject(CLAIMS)
  })

  it("recalls a token that it verified, and none that it refused or never saw", () => {
    const verifier = verifierWith({ jwtSecret: SECRET })
    const good = bearerOf()
    const forged = bearerOf(CLAIMS, { secret: "another secret" })
    expect(verifier.recall(good)).toBeUndefined()
    verifier.verify(good)
    verifier.verify(forged)
    expect(verifier.recall(good)).toMatchObject(CLAIMS)
    expect(verifier.recall(forged)).toBeUndefined()
    // The same signature under other claims.
    const [head, , signature] = good.split(".")
    const claims = Buffer.from(JSON.stringify({ ...CLAIMS, actor_id: "user_2" }))
    expect(
      verifier.recall([head, claims.toString("base64url"), signature].join("."))
    ).toBeUndefined()
  })

  it("recalls a token for ten minutes, and no longer than it lives", () => {
    jest.useFakeTimers()
    const verifier = verifierWith({ jwtSecret: SECRET })
    const lasting = bearerOf()
    const passing = bearerOf(CLAIMS, { expiresIn: "10s" })
    verifier.verify(lasting)
    verifier.verify(passing)

    jest.advanceTimersByTime(9_000)
    expect(verifier.recall(passing)).toMatchObject(CLAIMS)
    jest.advanceTimersByTime(1_000)
    expect(verifier.recall(passing)).toBeUndefined()
    expect(verifier.recall(lasting)).toMatchObject(CLAIMS)
    jest.advanceTimersByTime(590_000)
    expect(verifier.recall(lasting)).toBeUndefined()
  })

  it("remembers a bounded number of tokens, and lets go of the oldest", () => {
    const verifier = verifierWith({ jwtSecret: SECRET }, 2)
    const bearers = [1, 2, 3].map((n) => bearerOf({ ...CLAIMS, n }))
    bearers.forEach((bearer) => verifier.verify(bearer))
    expect(bearers.map((bearer) => verifier.recall(bearer) !== undefined)).toEqual([
      false,
      true,
      true,
    ])
  })

  it("does not remember a token again for what is written behind it", () => {
    const verifier = verifierWith({ jwtSecret: SECRET })
    const good = bearerOf()
    for (const padded of [`${good} 1`, `${good} `, ` ${good}`]) {
      expect(verifier.verify(padded)).toMatchObject(CLAIMS)
      expect(verifier.recall(padded)).toBeUndefined()
    }
  })

  it("does not remember a token of unusual length", () => {
    const verifier = verifierWith({ jwtSecret: SECRET })
    const long = bearerOf({ ...CLAIMS, user_metadata: { note: "x".repeat(4_096) } })
    expect(verifier.verify(long)).toMatchObject(CLAIMS)
    expect(verifier.recall(long)).toBeUndefined()
  })
})
