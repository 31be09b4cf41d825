import { MedusaContainer } from "@medusajs/framework/types"
import { listProvidersForUsers } from "../../auth/providers"
import { EmailKind, emailKinds } from "../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"
import { hasEmailProvider } from "../email/delivery/email-provider"

/** How this application deals with people, as far as whoever changes them has to know: `GET /admin/user-lifecycle/settings`. */
export type Settings = {
  /** The providers that admins can log in through. */
  login_methods: string[]
  /** Option `provisioning.password.min_length`, in characters. */
  password_min_length: number
  /** Option `offboarding.revoke_api_keys`. */
  revokes_api_keys: boolean
  /** Whether Medusa's Notification Module has a provider for the channel `email`: without one, no email leaves. */
  sends_emails: boolean
  /** The emails for which option `emails.templates` has `false`: the plugin does not send them, the application may send its own. */
  emails_turned_off: EmailKind[]
}

/** It tells nothing of anybody, so that it takes no more than to read users. */
export async function describeSettings(container: MedusaContainer): Promise<Settings> {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { templates } = options.emails
  return {
    login_methods: await listProvidersForUsers(container),
    password_min_length: options.provisioning.password.min_length,
    revokes_api_keys: options.offboarding.revoke_api_keys,
    sends_emails: await hasEmailProvider(container),
    emails_turned_off: emailKinds.filter((kind) => templates[kind] === false),
  }
}
