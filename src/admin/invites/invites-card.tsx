import { Button, toast } from "@medusajs/ui"
import { useMutation } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { Link, useLocation } from "react-router-dom"
import { InviteStatus } from "../../domain/invite-status"
import type { Invite, Overview } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useCan } from "../api/use-permissions"
import { BusyButton } from "../components/busy-button"
import { ErrorNotice } from "../components/error-notice"
import { isOver } from "../components/query-state"
import { Section } from "../components/section"
import { StaleNotice } from "../components/stale-notice"
import { useExplain } from "../i18n/use-explain"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"
import { INVITES_PAGE, LIFECYCLE, withFilters } from "../lib/paths"
import { isSignedOut } from "../lib/request"
import { Figure } from "../overview/figure"
import { MAX_MATCHING, readMatching } from "../table/read-matching"
import { InviteActionDrawer } from "./invite-action-drawer"
import { RESEND } from "./invite-actions"
import { INVITES_LIST } from "./invites-list"

/** The invites that somebody may have to do something about. */
const STATUSES = [InviteStatus.FAILED, InviteStatus.EXPIRED, InviteStatus.PENDING] as const

/** So often, in milliseconds, it is asked what became of emails that are on their way. */
const POLL_MS = 15_000

/** Invites that need a look, as figures; nothing at all while there are none, or whoever looks may not know. */
export function InvitesCard() {
  const { t, i18n } = useTranslation()
  const explain = useExplain()
  const query = useBackendQuery<Overview>(`${LIFECYCLE}/overview`, undefined, {
    refetchInterval: (known) => (known?.invites[InviteStatus.PENDING] ? POLL_MS : false),
  })
  useOnOtherPage(() => void query.refetch())
  const can = useCan()
  const [resending, setResending] = useState<Invite[]>()
  const { mutate, isPending } = useMutation({
    mutationFn: () => readMatching(INVITES_LIST, { status: InviteStatus.FAILED }),
    throwOnError: isSignedOut,
  })
  const askToResend = () =>
    mutate(undefined, {
      onSuccess: (invites) => {
        if (invites.length) {
          setResending(invites)
          return
        }
        // Somebody has sent them again, or cancelled them, since the figures were read.
        toast.info(t("invites.widget.none_failed"))
        void query.refetch()
      },
      // Whoever is logged out is led to the page to log in.
      onError: (error) => isSignedOut(error) || toast.error(explain(error)),
    })

  const data = isOver(query.error) ? undefined : query.data
  const isUnread = query.isError && !data && !isOver(query.error)
  const isNeeded = data !== undefined && STATUSES.some((status) => data.invites[status] > 0)
  const failed = data?.invites.failed ?? 0
  const number = (value: number) => formatCount(value, i18n.language)
  return (
    <>
      {isUnread && (
        <Section title={t("invites.widget.title")}>
          <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        </Section>
      )}
      {isNeeded && (
        <Section
          title={t("invites.widget.title")}
          actions={
            <>
              {failed > 0 && can(RESEND.needs) && (
                <BusyButton isBusy={isPending} onClick={askToResend}>
                  {failed > MAX_MATCHING
                    ? t("invites.widget.resend_first", {
                        max: number(MAX_MATCHING),
                        number: number(failed),
                      })
                    : t("invites.widget.resend_failed", { count: failed })}
                </BusyButton>
              )}
              <Button size="small" variant="transparent" asChild>
                <Link to={INVITES_PAGE}>{t("invites.widget.all")}</Link>
              </Button>
            </>
          }
        >
          {query.isError && (
            <StaleNotice error={query.error} onRetry={() => void query.refetch()} />
          )}
          <div className="grid grid-cols-1 gap-3 px-6 py-4 sm:grid-cols-3">
            {STATUSES.map((status) => (
              <Figure
                key={status}
                count={data.invites[status]}
                label={t(`invites.status.${status}`)}
                to={withFilters(INVITES_PAGE, { status: [status] })}
                isAlarming={status === InviteStatus.FAILED}
              />
            ))}
          </div>
        </Section>
      )}
      {/* A drawer that is open stays, whatever there is to look at meanwhile: it may say with which it failed. */}
      {resending && (
        <InviteActionDrawer
          action={RESEND}
          invites={resending}
          onClose={() => setResending(undefined)}
        />
      )}
    </>
  )
}

/**
 * Does something each time that the page below has another address: Medusa's own page of invites opens and closes above its list of
 * users, which stays, and what is done there nobody tells the plugin.
 */
function useOnOtherPage(act: () => void): void {
  const { pathname } = useLocation()
  const seen = useRef(pathname)
  useEffect(() => {
    if (seen.current !== pathname) {
      seen.current = pathname
      act()
    }
  })
}
