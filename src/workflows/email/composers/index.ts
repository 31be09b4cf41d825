import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { DeliveryRow } from "../../../database/deliveries"
import { EmailKind, kindOfTemplate } from "../../../emails/email-kinds"
import { isLanguageTag } from "../../../emails/locales"
import { shortName } from "../../../emails/short-text"
import { writeEmail } from "../../../emails/write-email"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { findStoreName } from "../find-store-name"
import { ComposedEmail, EmailFacts } from "../types"
import { composeAccessRestored, composeAccountSuspended, composeEmailChanged } from "./change"
import { ComposerContext, composerContext } from "./context"
import { composeInvite } from "./invite"
import { composePassword } from "./password"

/** Finds out what an email is to say, when it is about to leave. Nothing, if it is not needed any more. */
type Composer = (context: ComposerContext, delivery: DeliveryRow) => Promise<EmailFacts | undefined>

const MAX_NAME_LENGTH = 60

const COMPOSERS: Record<EmailKind, Composer> = {
  invite: composeInvite,
  invite_reminder: composeInvite,
  set_password: composePassword,
  reset_password: composePassword,
  email_changed: composeEmailChanged,
  account_suspended: composeAccountSuspended,
  access_restored: composeAccessRestored,
}

/** Writes the email of a delivery. Nothing, if it is not needed any more, or the application does not want it. */
export async function composeEmail(
  container: MedusaContainer,
  delivery: DeliveryRow
): Promise<ComposedEmail | undefined> {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const kind = kindOfTemplate(delivery.template)
  if (!kind) {
    throw new MedusaError(
      MedusaError.Types.NOT_FOUND,
      `This version of medusa-plugin-user-lifecycle knows no email ${delivery.template}`
    )
  }
  const { locale: defaultLocale, templates } = options.emails
  const context = composerContext(container)
  const facts = templates[kind] === false ? undefined : await COMPOSERS[kind](context, delivery)
  if (!facts) {
    return undefined
  }
  const { name, ...rest } = facts.data
  const data = {
    ...rest,
    ...(typeof name === "string" ? { name: shortName(name, MAX_NAME_LENGTH) } : {}),
    store_name: await findStoreName(container),
  }
  const { locale } = facts
  const locales = [...(locale && isLanguageTag(locale) ? [locale] : []), defaultLocale]
  return {
    content: await writeEmail(kind, data, locales, templates),
    template_data: data,
    host: new URL(context.pages.login).hostname,
  }
}
