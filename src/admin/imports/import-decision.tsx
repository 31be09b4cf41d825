import { Checkbox, Hint, Label, Text, toast } from "@medusajs/ui"
import { useId, useState } from "react"
import { useNavigate } from "react-router-dom"
import { useTranslation } from "../i18n/use-translation"
import { refuseConfirmation } from "../../domain/import/confirmation"
import { ImportStatus } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { BusyButton } from "../components/busy-button"
import { Question } from "../components/question"
import { useExplain } from "../i18n/use-explain"
import { importPage } from "../lib/paths"
import { post } from "../lib/request"
import { importRoute } from "./use-import"

type Ending = "discard" | "stop"

/** Lets an import begin, with or without the lines that are wrong, or ends it. */
export function ImportDecision({ row }: { row: PeopleImport }) {
  const { t } = useTranslation()
  const explain = useExplain()
  const navigate = useNavigate()
  const id = useId()
  const [skip_invalid, setSkipInvalid] = useState(false)
  // What was asked, as it was then: whether to drop what has not begun, or to stop what has.
  const [asked, setAsked] = useState<Ending>()
  const confirm = useBackendMutation(
    () => post(`${importRoute(row.id)}/confirm`, { skip_invalid }),
    () => t("imports.begun", { count: row.counts.ready })
  )
  const isWaiting = row.status === ImportStatus.VALIDATED
  const ending: Ending = isWaiting ? "discard" : "stop"
  const cancel = useBackendMutation(async (sure: Ending) => {
    // What somebody was told has not begun is not stopped in the middle.
    const answer = await post<{ import: PeopleImport }>(`${importRoute(row.id)}/cancel`, {
      only_if_unconfirmed: sure === "discard",
    })
    const isCancelled = answer.import.status === ImportStatus.CANCELLED
    if (isCancelled) {
      toast.success(t(`imports.${sure}.done`))
    } else {
      toast.warning(t(`imports.${sure}.too_late`))
    }
    return { isCancelled }
  })
  // A question that is asked stays, whatever becomes of the import meanwhile.
  if (!isWaiting && row.status !== ImportStatus.RUNNING && !asked) {
    return null
  }
  const { created, invited, ...counts } = row.counts
  const { invalid, ready } = counts
  const facts = { ...counts, status: row.status, has_file_problem: row.file_problem !== null }
  const canBegin = refuseConfirmation(facts, { skip_invalid }) === undefined
  const couldBegin = refuseConfirmation(facts, { skip_invalid: true }) === undefined

  const answer = (isSure: boolean) => {
    setAsked(undefined)
    if (isSure && asked) {
      confirm.reset()
      cancel.mutate(asked)
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
            {t(counts.total === 0 ? "imports.nobody_in_file" : "imports.nothing_left")}
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
          onClick={() => setAsked(ending)}
        >
          {t(`imports.${ending}.label`)}
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
      {asked && (
        <Question
          title={t(`imports.${asked}.title`, { name: row.file_name })}
          description={t(`imports.${asked}.explanation`, { count: created + invited })}
          confirm={t(`imports.${asked}.label`)}
          isDestructive={asked === "stop"}
          onAnswer={answer}
        />
      )}
    </form>
  )
}
