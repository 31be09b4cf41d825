import { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { ErrorCodes } from "../domain/error-codes"

export { PASSWORD_PROVIDER } from "../domain/password"

/** The providers that admins can log in through: registered, and not left out by the application's settings. */
export async function listProvidersForUsers(container: MedusaContainer): Promise<string[]> {
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const allowed = http.authMethodsPerActor?.user
  return (await auth.listAuthProviders())
    .map(({ id }) => id)
    .filter((id) => !allowed || allowed.includes(id))
    .sort()
}

/**
 * Checks that an admin can log in through a provider.
 *
 * @throws MedusaError `invalid_data`, code `user_lifecycle.auth_provider_unknown`, if the provider is not registered,
 * or `projectConfig.http.authMethodsPerActor.user` leaves it out
 */
export async function assertProviderForUsers(
  container: MedusaContainer,
  provider: string
): Promise<void> {
  const usable = await listProvidersForUsers(container)
  if (!usable.includes(provider)) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `Admin users can't log in through the auth provider "${provider}". Usable: ${usable.join(", ") || "none"}. ` +
        'Name the login at one of these as "auth", or invite the person.',
      ErrorCodes.AUTH_PROVIDER_UNKNOWN
    )
  }
}
