import { InlineTip } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import type { WhyUnsent } from "./why-unsent"

type Props = {
  /** `undefined`: the email leaves, and there is nothing to say. */
  why: WhyUnsent | undefined
  /** What to do instead: a key of the words for it. */
  instead: string
}

/** Says that an email does not leave for which somebody would wait. */
export function UnsentNotice({ why, instead }: Props) {
  const { t } = useTranslation()
  return why ? (
    <InlineTip variant="warning" label={t(`emails.unsent.${why}.title`)}>
      {t(`emails.unsent.${why}.because`)} {t(instead)}
    </InlineTip>
  ) : null
}
