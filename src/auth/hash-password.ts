import {
  AuthenticationInput,
  AuthIdentityDTO,
  AuthIdentityProviderService,
  MedusaContainer,
} from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { answerRefusals, authInternals, PasswordHasher } from "./auth-internals"
import { hashInTurn } from "./hashes-at-once"
import { PASSWORD_PROVIDER } from "./providers"

/**
 * What the password provider would store for a new login: its own hash, with its own settings. Nothing is written.
 *
 * The provider is asked to register the login, with a storage that knows nobody and records what it is given. It takes
 * about 100 ms of one core (scrypt), and waits for its turn (see `hashInTurn`), so call it before a transaction begins, never inside.
 *
 * @throws MedusaError `invalid_data` if the provider refuses the password
 */
export async function hashPassword(
  container: MedusaContainer,
  email: string,
  password: string
): Promise<Record<string, unknown>> {
  const auth = authInternals(container.resolve(Modules.AUTH))
  return await hashInTurn(() => hashPasswordWith(auth, email, password))
}

/** The same with the Auth Module's own service at hand, at once. */
export async function hashPasswordWith(
  { authProviderService_: providers }: PasswordHasher,
  email: string,
  password: string
): Promise<Record<string, unknown>> {
  let recorded: Record<string, unknown> | undefined

  const recorder: AuthIdentityProviderService = {
    retrieve: async () => {
      throw new MedusaError(MedusaError.Types.NOT_FOUND, "not looked up")
    },
    create: async (data) => {
      recorded = data.provider_metadata ?? {}
      return neverStored(PASSWORD_PROVIDER, data)
    },
    update: refuse,
    setState: refuse,
    getState: refuse,
  }
  const { success, error } = await answerRefusals(recorder, (storage) =>
    providers.register(
      PASSWORD_PROVIDER,
      { body: { email, password } } as AuthenticationInput,
      storage
    )
  )

  if (!success || !recorded) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `The password provider did not accept the password of ${email}: ${error ?? "it stored nothing"}.`
    )
  }
  return recorded
}

function neverStored(
  provider: string,
  data: { entity_id: string; provider_metadata?: Record<string, unknown> }
): AuthIdentityDTO {
  const id = "never-stored"
  return {
    id,
    // A copy: the provider strips the hash from what it gets back.
    provider_identities: [{ id, provider, ...structuredClone(data) }],
  }
}

async function refuse(): Promise<never> {
  throw new MedusaError(
    MedusaError.Types.NOT_ALLOWED,
    "A password is hashed without storing anything."
  )
}
