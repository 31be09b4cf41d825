import { toast } from "@medusajs/ui"
import { useState } from "react"
import type { Invite } from "../api/types"
import { useSettings } from "../api/use-settings"
import { ChosenList } from "../components/chosen-list"
import { ConfirmationField } from "../components/confirmation-field"
import { Failures } from "../components/failures"
import { FormDrawer } from "../components/form-drawer"
import { UnsentNotice } from "../emails/unsent-notice"
import { whyUnsent } from "../emails/why-unsent"
import { RunStatus } from "../people/run-status"
import { type RunResult, useRunForEach } from "../people/use-run-for-each"
import { useTranslation } from "../i18n/use-translation"
import { PAGE_SIZE } from "../table/use-table-state"
import type { InviteAction } from "./invite-actions"

type Props = {
  action: InviteAction
  /** Those to which the action applies. */
  invites: Invite[]
  onClose: () => void
  onSettled?: (result: RunResult<Invite>) => void
}

/** Says what an action does to which invites, does it, and says with which it failed. Those can be tried again. */
export function InviteActionDrawer({ action, invites, onClose, onSettled }: Props) {
  const { t } = useTranslation()
  const { remaining, failures, stopped, isPending, start, progress, stop } = useRunForEach(
    invites,
    action.run
  )
  const [confirmation, setConfirmation] = useState("")
  // Of so many, nobody has seen all on one page.
  const isConfirmed = remaining.length > PAGE_SIZE
  const secret = String(remaining.length)
  const words = `invites.actions.${action.name}` as const
  const settings = useSettings({ enabled: action.email !== undefined })
  const unsent = action.email && whyUnsent(settings.data, action.email)
  // Nobody is promised an email that does not come.
  const promise = unsent ? (`${words}.without_email` as const) : words

  const submit = () =>
    start((result) => {
      const { done, isComplete } = result
      if (done.length) {
        toast.success(t(`${promise}.done`, { count: done.length, email: done[0].email }))
      }
      onSettled?.(result)
      if (isComplete) {
        onClose()
      } else {
        setConfirmation("")
      }
    })
  return (
    <FormDrawer
      title={t(`${words}.title`, { count: remaining.length, email: remaining[0].email })}
      description={t(`${promise}.explanation`)}
      submitLabel={t(`${words}.label`)}
      // "Cancel" would be what one of the actions does.
      closeLabel={t("actions.close")}
      isDestructive={action.isDestructive}
      isDirty={false}
      isReady={!isConfirmed || confirmation.trim() === secret}
      isPending={isPending}
      onStop={stop}
      isStopping={progress?.isStopping}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChosenList people={remaining} label={t("invites.chosen")} />
      <UnsentNotice why={unsent} instead="invites.copy_instead" />
      {isConfirmed && (
        <ConfirmationField
          secret={secret}
          inputMode="numeric"
          value={confirmation}
          onChange={setConfirmation}
        />
      )}
      <RunStatus progress={progress} stopped={stopped} />
      <Failures title={t("invites.failed", { count: failures.length })} failures={failures} />
    </FormDrawer>
  )
}
