import {
  AuthenticationInput,
  AuthenticationResponse,
  AuthIdentityProviderService,
  IAuthModuleService,
} from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"

/** A method of Medusa's auth providers that reads and writes logins. */
type ProviderMethod<TData> = (
  provider: string,
  data: TData,
  storage: AuthIdentityProviderService
) => Promise<AuthenticationResponse>

/**
 * Members of Medusa's Auth Module (2.21) that are not part of its public interface: the registered providers, the
 * storage it gives them, and what it does with a successful login of somebody who has a second factor. Each is called
 * where it is needed to let anybody in, so that a Medusa without it refuses logins, and the tests notice.
 */
export type AuthModuleInternals = {
  authProviderService_: {
    register: ProviderMethod<AuthenticationInput>
    authenticate: ProviderMethod<AuthenticationInput>
    validateCallback: ProviderMethod<AuthenticationInput>
    update: ProviderMethod<Record<string, unknown>>
  }
  getAuthIdentityProviderService(provider: string): AuthIdentityProviderService
  applyMfaRequirement_(
    response: AuthenticationResponse,
    context: { auth_provider: string }
  ): Promise<AuthenticationResponse>
}

/** What it takes to hash a password as the provider does. */
export type PasswordHasher = {
  authProviderService_: Pick<AuthModuleInternals["authProviderService_"], "register">
}

/** Gives access to an auth provider with a storage of the caller's choice. */
export function authInternals(auth: IAuthModuleService): AuthModuleInternals {
  return auth as IAuthModuleService & AuthModuleInternals
}

/**
 * Makes what a provider refuses an answer, as the Auth Module does (2.21), which is 401 with the words of whatever has stopped it.
 *
 * @param storage where the provider keeps its logins
 * @throws what the storage fails with otherwise, also where the provider has made an answer of it: that a database does not answer
 * says nothing about a password, and its words name its tables
 */
export async function answerRefusals(
  storage: AuthIdentityProviderService,
  attempt: (storage: AuthIdentityProviderService) => Promise<AuthenticationResponse>
): Promise<AuthenticationResponse> {
  let failure: { error: unknown } | undefined
  const watched = watchFailures(storage, (error) => (failure ??= { error }))
  const response = await attempt(watched).catch((error: unknown) => ({
    success: false,
    error: error instanceof Error ? error.message : String(error),
  }))
  if (failure && !response.success) {
    throw failure.error
  }
  return response
}

function watchFailures(
  storage: AuthIdentityProviderService,
  onFailure: (error: unknown) => void
): AuthIdentityProviderService {
  const watch =
    <TArgs extends unknown[], TResult>(method: (...args: TArgs) => Promise<TResult>) =>
    async (...args: TArgs): Promise<TResult> => {
      try {
        return await method(...args)
      } catch (error) {
        if (!isRefusal(error)) {
          onFailure(error)
        }
        throw error
      }
    }
  return {
    retrieve: watch(storage.retrieve),
    create: watch(storage.create),
    update: watch(storage.update),
    setState: watch(storage.setState),
    getState: watch(storage.getState),
  }
}

const { CONFLICT, DB_ERROR, UNEXPECTED_STATE } = MedusaError.Types

/** Of a change that had to wait for too long, nothing is known either: whoever asks again may get it. */
const isRefusal = (error: unknown) =>
  error instanceof MedusaError && ![CONFLICT, DB_ERROR, UNEXPECTED_STATE].includes(error.type)
