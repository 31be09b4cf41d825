import type { EmailKind } from "../../emails/email-kinds"
import type { Settings } from "../api/types"

/** Why an email does not leave: a key of the words for it. */
export type WhyUnsent = "no_provider" | "turned_off"

/** Why emails of a kind do not leave this shop; `undefined` where they do, and while that is not known. */
export function whyUnsent(
  settings: Pick<Settings, "sends_emails" | "emails_turned_off"> | undefined,
  kind: EmailKind
): WhyUnsent | undefined {
  if (!settings) {
    return undefined
  }
  if (!settings.sends_emails) {
    return "no_provider"
  }
  return settings.emails_turned_off.includes(kind) ? "turned_off" : undefined
}
