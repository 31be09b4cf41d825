import { Button, InlineTip, toast } from "@medusajs/ui"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useId, useRef, useState } from "react"
import { useMe } from "../activity/use-me"
import { useTranslation } from "../i18n/use-translation"
import type { RepairIdentitiesResult, RepairResult } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { QUERY_KEY } from "../api/use-backend-query"
import { BusyButton } from "../components/busy-button"
import { ErrorNotice } from "../components/error-notice"
import { ProgressBar } from "../components/progress-bar"
import { LoadingLines } from "../components/query-state"
import { SideDrawer } from "../components/side-drawer"
import { useExplain } from "../i18n/use-explain"
import { LIFECYCLE } from "../lib/paths"
import { isRefusal, isSignedOut, post } from "../lib/request"
import { useHasLeft } from "../lib/use-has-left"
import { useStop } from "../lib/use-stop"
import { confirmationSecret } from "./confirmation-secret"
import { endsSessionsOf } from "./own-findings"
import { RepairConfirmation } from "./repair-confirmation"
import { type RepairOutcome, repairInChunks } from "./repair-in-chunks"
import { RepairOutcomeList } from "./repair-outcome-list"
import { RepairPreview, sortPreview } from "./repair-preview"
import type { RepairTarget } from "./repair-target"

/** The ids of findings whose repair removes nothing, and of the others; and those of either kind that end one's own session. */
type Wanted = { keeps: string[]; removes: string[]; own: string[] }

type Props = {
  target: RepairTarget
  onClose: () => void
  /** These are not to be repaired any more. */
  onSettled: (ids: string[]) => void
}

/**
 * Shows what a repair would do, asks before anything is removed, repairs, and says what became of each finding. Where somebody leaves
 * the page in the middle of it, no more is begun, and a notice says how far it got.
 */
export function RepairDrawer({ target, onClose, onSettled }: Props) {
  const { t } = useTranslation()
  const [done, setDone] = useState(0)
  const [outcome, setOutcome] = useState<RepairOutcome>()
  const { isStopping, stop, isStopped } = useStop()
  const formId = useId()

  const hasLeft = useHasLeft()
  const sayHowFar = useSayHowFar()
  const { id: me } = useMe()
  const { mutate, isPending } = useBackendMutation(async ({ keeps, removes, own }: Wanted) => {
    const harmless = new Set(keeps)
    const isOwn = new Set(own)
    // What ends the session with which the others are asked for comes last.
    const groups = [
      ...[keeps, removes].map((ids) => ids.filter((id) => !isOwn.has(id))),
      ...[keeps, removes].map((ids) => ids.filter((id) => isOwn.has(id))),
    ]
    const became = await repairInChunks(groups, {
      send: (ids) => repair(ids, { only_harmless: ids.every((id) => harmless.has(id)) }),
      onProgress: setDone,
      isStopped: () => isStopped() || hasLeft(),
      onSignedOut: (soFar) => sayHowFar(soFar, "findings.logged_out"),
      isSignedOut,
      isRefusal,
    })
    // In the function itself: what belongs to a call is forgotten with the drawer.
    if (hasLeft()) {
      sayHowFar(became, became.unknown.length ? "findings.left_unknown" : "findings.left")
    }
    return became
  })
  const preview = useRepairPreview(target, !isPending && !outcome)
  const { keeps = [], removes = [] } = preview.data ? sortPreview(preview.data) : {}
  const wanted = [...keeps, ...removes]
  const own = wanted.filter(endsSessionsOf(me))
  const secret = confirmationSecret(removes)
  const [confirmation, setConfirmation] = useState("")
  const isReady = wanted.length > 0 && (!removes.length || confirmation.trim() === secret)

  const isSent = useRef(false)
  useEffect(() => {
    isSent.current = isPending
  })
  const submit = () =>
    mutate(
      { keeps: keeps.map(idOf), removes: removes.map(idOf), own: own.map(idOf) },
      {
        onSuccess: (became) => {
          setOutcome(became)
          const count = became.results.filter(({ status }) => status === "repaired").length
          if (count > 0) {
            toast.success(t("findings.outcome.repaired", { count }))
          }
          onSettled(became.results.flatMap(({ id, status }) => (isSettled(status) ? [id] : [])))
        },
      }
    )

  return (
    <SideDrawer
      title={t("findings.drawer.title")}
      description={t("findings.drawer.explanation")}
      // What has begun is waited for, so that what became of it can be said.
      onClose={isPending ? stop : onClose}
      footer={
        outcome ? (
          <Button size="small" onClick={onClose}>
            {t("findings.drawer.done")}
          </Button>
        ) : (
          <>
            <BusyButton isBusy={isStopping} onClick={isPending ? stop : onClose}>
              {t(isPending ? "actions.stop" : "actions.cancel")}
            </BusyButton>
            <BusyButton
              variant={removes.length ? "danger" : "primary"}
              type="submit"
              form={formId}
              disabled={!isReady}
              isBusy={isPending}
            >
              {wanted.length
                ? t("findings.drawer.submit", { count: wanted.length })
                : t("findings.repair")}
            </BusyButton>
          </>
        )
      }
    >
      <RepairOutcomeList outcome={outcome} />
      {outcome ? null : isPending ? (
        <ProgressBar
          value={done}
          max={wanted.length}
          words={t("findings.drawer.progress", { done, total: wanted.length })}
          note={isStopping ? t("states.stopping") : undefined}
        />
      ) : preview.isError ? (
        <ErrorNotice error={preview.error} isAction onRetry={() => void preview.refetch()} />
      ) : !preview.data ? (
        <LoadingLines lines={6} />
      ) : (
        <form
          id={formId}
          noValidate
          className="flex flex-col gap-y-4"
          onSubmit={(event) => {
            event.preventDefault()
            // Two clicks can come before the first has shown as pending.
            if (isReady && !isSent.current) {
              isSent.current = true
              submit()
            }
          }}
        >
          <RepairPreview results={preview.data} />
          {own.length > 0 && (
            <InlineTip variant="warning" label={t("findings.drawer.own")}>
              {t("findings.drawer.own_last")}
            </InlineTip>
          )}
          {removes.length > 0 && (
            <RepairConfirmation
              secret={secret}
              isNumber={removes.length > 1}
              value={confirmation}
              onChange={setConfirmation}
            />
          )}
        </form>
      )}
    </SideDrawer>
  )
}

/** A notice for whoever has left the drawer, or was logged out, so that it can't say it any more. */
function useSayHowFar() {
  const { t } = useTranslation()
  const explain = useExplain()
  return (
    { results, unknown, untried, error }: RepairOutcome,
    words: "findings.left" | "findings.left_unknown" | "findings.logged_out"
  ) => {
    const done = results.filter(({ status }) => isSettled(status)).length
    const failed = results.length - done
    const say = failed + unknown.length + untried.length === 0 ? toast.success : toast.warning
    const counts = { done, failed, unknown: unknown.length, untried: untried.length }
    say(t(words, counts), {
      description: error === undefined ? undefined : explain(error),
    })
  }
}

/** A dry run of a repair. It is not done again while somebody reads it. */
function useRepairPreview(target: RepairTarget, enabled: boolean) {
  return useQuery<RepairResult[]>({
    queryKey: [QUERY_KEY, "repair-preview", target],
    queryFn: async () => {
      const { results } = await post<RepairIdentitiesResult>(`${LIFECYCLE}/findings/repair`, {
        ...target,
        dry_run: true,
      })
      return results
    },
    enabled,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    throwOnError: isSignedOut,
  })
}

/** @param options.only_harmless what has come to remove something since somebody read what a repair does is left alone */
async function repair(ids: string[], options: { only_harmless: boolean }): Promise<RepairResult[]> {
  const body = { ids, ...options }
  const { results } = await post<RepairIdentitiesResult>(`${LIFECYCLE}/findings/repair`, body)
  return results
}

const idOf = ({ id }: RepairResult) => id

const isSettled = (status: RepairResult["status"]) => status === "repaired" || status === "gone"
