import { AuthIdentityProviderService, IAuthModuleService } from "@medusajs/framework/types"

/**
 * The member of Medusa's Auth Module (2.21) that gives auth providers their storage. It is not part of the public
 * interface; the module test notices if it goes away.
 */
type WithIdentityProviderService = {
  getAuthIdentityProviderService(provider: string): AuthIdentityProviderService
}

/**
 * The Auth Module with another storage behind its providers: everything else (hashing, MFA, error handling) stays
 * Medusa's own, whatever provider and settings the application uses.
 */
export function withIdentityProviderService(
  auth: IAuthModuleService,
  replace: (original: AuthIdentityProviderService, provider: string) => AuthIdentityProviderService
): IAuthModuleService {
  const original = auth as IAuthModuleService & WithIdentityProviderService
  return Object.create(original, {
    getAuthIdentityProviderService: {
      value: (provider: string) =>
        replace(original.getAuthIdentityProviderService(provider), provider),
    },
  })
}
