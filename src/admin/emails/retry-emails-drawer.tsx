import { toast } from "@medusajs/ui"
import { useState } from "react"
import type { Email } from "../api/types"
import { ChosenList } from "../components/chosen-list"
import { Failures } from "../components/failures"
import { FormDrawer } from "../components/form-drawer"
import { useTranslation } from "../i18n/use-translation"
import { RunStatus } from "../people/run-status"
import { type RunResult, useRunForEach } from "../people/use-run-for-each"
import { retryEmail } from "./retry-email"
import { useTemplateName } from "./use-template-name"

type Props = {
  emails: Email[]
  onClose: () => void
  onSettled: (result: RunResult<Email>) => void
}

/** Has several emails tried again, and says with which it failed. */
export function RetryEmailsDrawer({ emails, onClose, onSettled }: Props) {
  const { t } = useTranslation()
  const nameOfTemplate = useTemplateName()
  // What is said of each names the recipient, and what it is for: several can go to one.
  const [subjects] = useState(() =>
    emails.map((email) => ({
      ...email,
      email: `${email.recipient}, ${nameOfTemplate(email.template)}`,
    }))
  )
  const { remaining, failures, stopped, isPending, start, progress, stop } = useRunForEach(
    subjects,
    retryEmail
  )
  const submit = () =>
    start((result) => {
      const { done, isComplete } = result
      if (done.length) {
        toast.success(t("emails.retry_many.done", { count: done.length }))
      }
      onSettled(result)
      if (isComplete) {
        onClose()
      }
    })
  return (
    <FormDrawer
      title={t("emails.retry_many.title", { count: remaining.length })}
      description={t("emails.retry_many.explanation")}
      submitLabel={t("emails.retry")}
      isDirty={false}
      isPending={isPending}
      onStop={stop}
      isStopping={progress?.isStopping}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChosenList people={remaining} label={t("emails.chosen")} />
      <RunStatus progress={progress} stopped={stopped} />
      <Failures title={t("emails.failed", { count: failures.length })} failures={failures} />
    </FormDrawer>
  )
}
