import { randomBytes } from "node:crypto"
import { AuthIdentityDTO, AuthIdentityProviderService } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { PasswordHasher } from "./auth-internals"
import { hashPasswordWith } from "./hash-password"
import { PASSWORD_PROVIDER } from "./providers"

/** Hashes of passwords that nobody knows, one for each Auth Module: their cost is that of its settings. */
const decoys = new WeakMap<object, Promise<Record<string, unknown>>>()

/**
 * Makes the password provider check a password also where there is none to check: a login that takes as long as others do
 * tells nobody whether an email is an admin's.
 */
export function withDecoys(
  internals: PasswordHasher,
  logins: AuthIdentityProviderService
): AuthIdentityProviderService {
  return {
    ...logins,
    retrieve: async ({ entity_id }) => {
      const found = await logins.retrieve({ entity_id }).catch((error: unknown) => {
        if (error instanceof MedusaError && error.type === MedusaError.Types.NOT_FOUND) {
          return undefined
        }
        throw error
      })
      return found && hasPassword(found) ? found : await makeDecoy(internals, entity_id)
    },
  }
}

const hasPassword = ({ provider_identities }: AuthIdentityDTO) =>
  provider_identities?.some(
    ({ provider, provider_metadata }) =>
      provider === PASSWORD_PROVIDER && typeof provider_metadata?.password === "string"
  )

async function makeDecoy(internals: PasswordHasher, entity_id: string): Promise<AuthIdentityDTO> {
  const key = internals.authProviderService_
  let hash = decoys.get(key)
  if (!hash) {
    hash = hashPasswordWith(internals, "nobody@example.com", randomBytes(24).toString("base64url"))
    decoys.set(key, hash)
    // The next login tries again.
    hash.catch(() => decoys.delete(key))
  }
  const provider_metadata = await hash
  const login = { id: "nobody", provider: PASSWORD_PROVIDER, entity_id, provider_metadata }
  return { id: "nobody", provider_identities: [login] }
}
