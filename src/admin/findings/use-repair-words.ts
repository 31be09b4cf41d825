import { useCallback } from "react"
import type { FindingKind } from "../../domain/findings/finding"
import type { EmailKind } from "../../emails/email-kinds"
import { useSettings } from "../api/use-settings"
import { type WhyUnsent, whyUnsent } from "../emails/why-unsent"
import { useTranslation } from "../i18n/use-translation"

/** What repairs say of an email that they send, as a rule: the login that stays may have no password yet, and gets another email then; nothing is said of those of the other kinds. */
const REPAIR_EMAILS = {
  user_without_login: "set_password",
  several_password_logins: "reset_password",
  login_email_mismatch: "email_changed",
} as const satisfies Partial<Record<FindingKind, EmailKind>>

type RepairEmail = (typeof REPAIR_EMAILS)[keyof typeof REPAIR_EMAILS]

const emailOf = (kind: FindingKind): RepairEmail | undefined =>
  (REPAIR_EMAILS as Partial<Record<FindingKind, RepairEmail>>)[kind]

/** Says what a repair of a kind does, and of which emails none leaves: nobody is promised what does not come. */
export function useRepairWords() {
  const { t } = useTranslation()
  const { data: settings } = useSettings()
  const sayRepair = useCallback(
    (kind: FindingKind): string => {
      const email = emailOf(kind)
      const isUnsent = email !== undefined && whyUnsent(settings, email) !== undefined
      return t(`findings.kinds.${kind}.${isUnsent ? "repair_without_email" : "repair"}`)
    },
    [t, settings]
  )
  /** Of the emails that repairs of these kinds send: those that do not leave, each once. */
  const findUnsent = (kinds: FindingKind[]): { email: RepairEmail; why: WhyUnsent }[] =>
    [...new Set(kinds.map(emailOf))].flatMap((email) => {
      const why = email && whyUnsent(settings, email)
      return email && why ? [{ email, why }] : []
    })
  return { sayRepair, findUnsent }
}
