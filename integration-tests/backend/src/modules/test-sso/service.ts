import type {
  AuthIdentityProviderService,
  AuthenticationInput,
  AuthenticationResponse,
} from "@medusajs/framework/types"
import { AbstractAuthModuleProvider, MedusaError } from "@medusajs/framework/utils"

type Claims = { sub?: string; email?: string; given_name?: string; family_name?: string }

/**
 * A single sign-on provider without an identity provider behind it: it believes the claims it is handed, in the
 * query or the body. As Medusa's own social providers do, it creates an identity at a person's first sign-in.
 */
export class TestSsoAuthService extends AbstractAuthModuleProvider {
  static identifier = "test-sso"
  static DISPLAY_NAME = "Test single sign-on"

  constructor(container: Record<string, unknown>, options: Record<string, unknown>) {
    // @ts-expect-error The base class takes no arguments by its type, but reads the container and the options.
    super(container, options)
  }

  override async register(): Promise<AuthenticationResponse> {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      "The test provider does not support registration. Use method `authenticate` instead."
    )
  }

  override async authenticate(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService
  ): Promise<AuthenticationResponse> {
    const { sub, email, given_name, family_name }: Claims = { ...data.query, ...data.body }
    if (!sub) {
      return { success: false, error: "The claim sub is missing" }
    }
    try {
      return { success: true, authIdentity: await identities.retrieve({ entity_id: sub }) }
    } catch (error) {
      if (!(error instanceof MedusaError) || error.type !== MedusaError.Types.NOT_FOUND) {
        return { success: false, error: String(error) }
      }
      const authIdentity = await identities.create({
        entity_id: sub,
        user_metadata: { email, given_name, family_name },
      })
      return { success: true, authIdentity }
    }
  }

  /** Sets a secret, which it keeps where Medusa's password provider keeps none. */
  override async update(
    data: { entity_id: string; pin?: string },
    identities: AuthIdentityProviderService
  ): Promise<AuthenticationResponse> {
    const authIdentity = await identities.update(data.entity_id, {
      provider_metadata: { pin: data.pin },
    })
    return { success: true, authIdentity }
  }

  override async validateCallback(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService
  ): Promise<AuthenticationResponse> {
    return await this.authenticate(data, identities)
  }
}
