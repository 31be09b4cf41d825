import { AuthIdentityDTO, AuthIdentityProviderService } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { PasswordHasher } from "../auth-internals"
import { withDecoys } from "../decoy"

const loginWith = (provider_metadata: Record<string, unknown>): AuthIdentityDTO => ({
  id: "authid_1",
  provider_identities: [
    { id: "1", provider: "emailpass", entity_id: "ada@example.com", provider_metadata },
  ],
})

function setUp(retrieve: () => Promise<AuthIdentityDTO>) {
  let hashes = 0
  const internals: PasswordHasher = {
    authProviderService_: {
      register: async (_: string, { body }, storage) => {
        hashes++
        const provider_metadata = { password: `hash of ${body?.password}` }
        const authIdentity = await storage.create({ entity_id: "", provider_metadata })
        return { success: true, authIdentity }
      },
    },
  }
  const unused = () => Promise.reject(new Error("not called"))
  const stored: AuthIdentityProviderService = {
    retrieve,
    create: unused,
    update: unused,
    setState: unused,
    getState: unused,
  }
  const logins = withDecoys(internals, stored)
  return { logins, countHashes: () => hashes }
}

describe("withDecoys", () => {
  it("gives the provider a hash to check where there is no login, or none with a password", async () => {
    const notFound = new MedusaError(MedusaError.Types.NOT_FOUND, "no such login")
    for (const retrieve of [
      async () => Promise.reject(notFound),
      async () => loginWith({}),
      async () => loginWith({ password: null }),
    ]) {
      const { logins, countHashes } = setUp(retrieve)
      for (let attempt = 0; attempt < 2; attempt++) {
        const found = await logins.retrieve({ entity_id: "ada@example.com" })
        expect(found).toMatchObject({
          id: "nobody",
          provider_identities: [
            { provider: "emailpass", provider_metadata: { password: expect.any(String) } },
          ],
        })
      }
      expect(countHashes()).toBe(1)
    }
  })

  it("leaves a login that has a password, and any other failure, as they are", async () => {
    const login = loginWith({ password: "hash" })
    expect(await setUp(async () => login).logins.retrieve({ entity_id: "" })).toBe(login)
    const away = async () => Promise.reject(new Error("the database is away"))
    await expect(setUp(away).logins.retrieve({ entity_id: "" })).rejects.toThrow("away")
  })
})
