import type { IAuthModuleService } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import type { ProvisionUserSagaInput } from "../workflows/provision-user-saga"

export const registerLoginStepId = "register-login-step"
/** This step creates a login that belongs to nobody yet, as `POST /auth/user/emailpass/register` does. */
export const registerLoginStep = createStep(
  registerLoginStepId,
  async ({ email, password, auth: login }: ProvisionUserSagaInput, { container }) => {
    const auth: IAuthModuleService = container.resolve(Modules.AUTH)
    if (login) {
      const created = await auth.createAuthIdentities({ provider_identities: [login] })
      return new StepResponse(created.id, created.id)
    }
    const registered = await auth.register("emailpass", {
      body: { email, password: password ?? "" },
    })
    if (!registered.authIdentity) {
      throw new MedusaError(MedusaError.Types.INVALID_DATA, registered.error ?? "not registered")
    }
    return new StepResponse(registered.authIdentity.id, registered.authIdentity.id)
  },
  async (id, { container }) => {
    if (id) {
      const auth: IAuthModuleService = container.resolve(Modules.AUTH)
      await auth.deleteAuthIdentities([id])
    }
  }
)
