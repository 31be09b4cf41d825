import {
  AuthenticationInput,
  AuthenticationResponse,
  AuthIdentityProviderService,
  IAuthModuleService,
} from "@medusajs/framework/types"

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

/** Makes an error of a provider an answer, as the Auth Module does. */
export async function answerErrors(
  attempt: () => Promise<AuthenticationResponse>
): Promise<AuthenticationResponse> {
  try {
    return await attempt()
  } catch (error) {
    return { success: false, error: error instanceof Error ? error.message : String(error) }
  }
}
