import { Checkbox, Hint, Label, Text, toast, usePrompt } from "@medusajs/ui"
import { useId, useState } from "react"
import { useNavigate } from "react-router-dom"
import { useTranslation } from "../i18n/use-translation"
import { refuseConfirmation } from "../../domain/import/confirmation"
import { ImportStatus } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { BusyButton } from "../components/busy-button"
import { useExplain } from "../i18n/use-explain"
import { importPage } from "../lib/paths"
import { post } from "../lib/request"
import { importRoute } from "./use-import"

/** Lets an import begin, with or without the lines that are wrong, or ends it. */
export function ImportDecision({ row }: { row: PeopleImport }) {
  const { t } = useTranslation()
  const explain = useExplain()
  const prompt = usePrompt()
  const navigate = useNavigate()
  const id = useId()
  const [skip_invalid, setSkipInvalid] = useState(false)
  const confirm = useBackendMutation(
    () => post(`${importRoute(row.id)}/confirm`, { skip_invalid }),
    () => t("imports.begun", { count: row.counts.ready })
  )
  const isWaiting = row.status === ImportStatus.VALIDATED
  const words = isWaiting ? "imports.discard" : "imports.stop"
  const cancel = useBackendMutation(async () => {
    // What somebody was told has not begun is not stopped in the middle.
    const answer = await post<{ import: PeopleImport }>(`${importRoute(row.id)}/cancel`, {
      only_if_unconfirmed: isWaiting,
    })
    const isCancelled = answer.import.status === ImportStatus.CANCELLED
    if (isCancelled) {
      toast.success(t(`${words}.done`))
    } else {
      toast.warning(t(`${words}.too_late`))
    }
    return { isCancelled }
  })
  if (!isWaiting && row.status !== ImportStatus.RUNNING) {
    return null
  }
  const { created, invited, ...counts } = row.counts
  const { invalid, ready } = counts
  const facts = { ...counts, status: row.status, has_file_problem: row.file_problem !== null }
  const canBegin = refuseConfirmation(facts, { skip_invalid }) === undefined
  const couldBegin = refuseConfirmation(facts, { skip_invalid: true }) === undefined

  const askAndCancel = async () => {
    const isSure = await prompt({
      title: t(`${words}.title`, { name: row.file_name }),
      description: t(`${words}.explanation`, { count: isWaiting ? ready : created + invited }),
      confirmText: t(`${words}.label`),
      cancelText: t("actions.go_back"),
      variant: isWaiting ? "confirmation" : "danger",
    })
    if (isSure) {
      confirm.reset()
      cancel.mutate(undefined)
    }
  }
  const error = confirm.error ?? cancel.error
  return (
    <form
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-6 py-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (canBegin && !confirm.isPending && !confirm.isSuccess) {
          cancel.reset()
          confirm.mutate(undefined, {
            onSuccess: () => {
              // What was wrong in the file is not what becomes of the rest of it.
              void navigate(importPage(row.id), { replace: true })
            },
          })
        }
      }}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-y-2">
        {isWaiting && couldBegin && invalid > 0 && (
          <div className="flex items-center gap-x-2">
            <Checkbox
              id={id}
              checked={skip_invalid}
              onCheckedChange={(checked) => setSkipInvalid(checked === true)}
            />
            <Label htmlFor={id} size="small">
              {t("imports.skip_invalid", { count: invalid })}
            </Label>
          </div>
        )}
        {isWaiting && !couldBegin && !row.file_problem && (
          <Text size="small" className="text-ui-fg-subtle">
            {t("imports.nothing_left")}
          </Text>
        )}
        {error && (
          <Hint variant="error" role="alert">
            {explain(error)}
          </Hint>
        )}
      </div>
      <div className="flex gap-x-2">
        <BusyButton
          type="button"
          variant={isWaiting ? "secondary" : "danger"}
          isBusy={cancel.isPending || cancel.data?.isCancelled === true}
          onClick={() => void askAndCancel()}
        >
          {t(`${words}.label`)}
        </BusyButton>
        {isWaiting && couldBegin && (
          <BusyButton
            variant="primary"
            type="submit"
            disabled={!canBegin}
            isBusy={confirm.isPending || confirm.isSuccess}
          >
            {t("imports.begin", { count: ready })}
          </BusyButton>
        )}
      </div>
    </form>
  )
}
