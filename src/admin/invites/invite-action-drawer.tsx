import { Button, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { Invite } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { Failures } from "../components/failures"
import { SideDrawer } from "../components/side-drawer"
import { NAMESPACE } from "../i18n/namespace"
import { runForEach } from "../people/run-for-each"
import { useRemaining } from "../people/use-remaining"
import type { InviteAction } from "./invite-actions"

type Props = {
  action: InviteAction
  /** Those to which the action applies. */
  invites: Invite[]
  onClose: () => void
  /** It was done with all of them. */
  onDone?: () => void
}

/** Says what an action does to which invites, does it, and says with which it failed. Those can be tried again. */
export function InviteActionDrawer({ action, invites, onClose, onDone }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const { remaining, failures, settle } = useRemaining(invites)
  const [progress, setProgress] = useState(0)
  const words = `invites.actions.${action.name}` as const

  const { mutate, isPending } = useBackendMutation(() =>
    runForEach(remaining, action.run, setProgress)
  )
  const submit = () => {
    setProgress(0)
    mutate(undefined, {
      onSuccess: (outcomes) => {
        const { done, isComplete } = settle(outcomes)
        if (done.length) {
          toast.success(t(`${words}.done`, { count: done.length, email: done[0].email }))
        }
        if (isComplete) {
          onDone?.()
          onClose()
        }
      },
    })
  }
  return (
    <SideDrawer
      title={t(`${words}.title`, { count: remaining.length, email: remaining[0].email })}
      description={t(`${words}.explanation`)}
      onClose={onClose}
      isBusy={isPending}
      footer={
        <>
          <Button size="small" variant="secondary" onClick={onClose} disabled={isPending}>
            {t("actions.close")}
          </Button>
          <Button
            size="small"
            variant={action.isDestructive ? "danger" : "primary"}
            onClick={submit}
            isLoading={isPending}
          >
            {t(`${words}.label`)}
          </Button>
        </>
      }
    >
      <ul aria-label={t("invites.chosen")} className="txt-compact-small flex flex-col gap-y-1">
        {remaining.map(({ id, email }) => (
          <li key={id} className="break-words">
            {email}
          </li>
        ))}
      </ul>
      {isPending && remaining.length > 1 && (
        <Text size="small" role="status" className="text-ui-fg-subtle">
          {t("people.progress", { done: progress, total: remaining.length })}
        </Text>
      )}
      <Failures title={t("invites.failed", { count: failures.length })} failures={failures} />
    </SideDrawer>
  )
}
