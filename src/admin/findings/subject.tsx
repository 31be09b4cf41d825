import { Text } from "@medusajs/ui"
import { KINDS_ABOUT_THE_GONE } from "../../domain/findings/finding"
import type { Finding } from "../api/types"
import { TextLink } from "../components/text-link"
import { useTranslation } from "../i18n/use-translation"
import { userPage } from "../lib/paths"

/** What has an id and no page of its own, the most telling first. */
const THINGS = ["role", "api_key", "invite", "auth_identity", "user"] as const

/** Whom a finding is about, with the way to Medusa's page of them where there is one, and what of theirs. */
export function Subject({ finding }: { finding: Finding }) {
  const { t } = useTranslation()
  const { user_id, email } = finding
  const name = email ?? user_id
  const thing = THINGS.find((each) => finding[`${each}_id`] !== null)
  const id = thing && finding[`${thing}_id`]
  return (
    <div className="flex min-w-60 max-w-xs flex-col gap-y-0.5 py-2">
      {name && (
        <span className="break-words">
          {isLiving(finding) ? <TextLink to={userPage(finding.user_id)}>{name}</TextLink> : name}
        </span>
      )}
      {thing && id !== name && (
        <Text size="xsmall" leading="compact" className="text-ui-fg-subtle break-all">
          {t(`findings.subjects.${thing}`)} {id}
        </Text>
      )}
    </div>
  )
}

/** Whether a finding is about a user who is there. */
export function isLiving(finding: Finding): finding is Finding & { user_id: string } {
  return finding.user_id !== null && !KINDS_ABOUT_THE_GONE.has(finding.kind)
}
