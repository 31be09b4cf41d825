import { Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { useExplain } from "../i18n/use-explain"
import { isOutcomeUnknown } from "../lib/request"
import type { Outcome } from "../people/run-for-each"
import { Written } from "./written"

/** Each has an id of its own; several can have the same email. */
type Failure = Outcome<{ email: string } & ({ id: string } | { user_id: string })>

type Props = {
  title: string
  failures: Failure[]
}

/** Of what was done with many: with which it failed, and why; and of which it is not known whether it was done. */
export function Failures({ title, failures }: Props) {
  const { t } = useTranslation()
  if (!failures.length) {
    return null
  }
  const unknown = failures.filter(({ error }) => isOutcomeUnknown(error))
  const failed = failures.filter((each) => !unknown.includes(each))
  return (
    <div role="alert" className="flex flex-col gap-y-4">
      {failed.length > 0 && (
        <Those
          title={unknown.length ? t("states.failed_for", { count: failed.length }) : title}
          failures={failed}
        />
      )}
      {unknown.length > 0 && (
        <Those title={t("states.unknown_for", { count: unknown.length })} failures={unknown} />
      )}
    </div>
  )
}

const idOf = (subject: Failure["subject"]): string =>
  "id" in subject ? subject.id : subject.user_id

function Those({ title, failures }: Props) {
  const explain = useExplain()
  return (
    <div className="flex flex-col gap-y-2">
      <Text size="small" weight="plus" className="text-ui-fg-error">
        {title}
      </Text>
      <ul className="txt-compact-small text-ui-fg-subtle flex flex-col gap-y-1">
        {failures.map(({ subject, error }) => (
          <li key={idOf(subject)} className="break-words">
            <span className="text-ui-fg-base">
              <Written>{subject.email}</Written>
            </span>
            : {explain(error)}
          </li>
        ))}
      </ul>
    </div>
  )
}
