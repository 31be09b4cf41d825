import { AccessStatus } from "../../domain/access"
import { Severity } from "../../domain/findings/finding"
import { ACCEPTABLE_INVITES, InviteStatus } from "../../domain/invite-status"
import type { FindingsPage, Overview as Figures } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { EmptyNotice } from "../components/empty-notice"
import { Instant } from "../components/instant"
import { QueryState } from "../components/query-state"
import { Section } from "../components/section"
import { TextLink } from "../components/text-link"
import { useTranslation } from "../i18n/use-translation"
import { HOME, LIFECYCLE, peoplePage, personPage, withFilters } from "../lib/paths"
import { Figure } from "./figure"

/** So often the figures are read again while emails have yet to leave. */
const PENDING_POLL_MS = 10_000

/** What there is to look at, as figures, each of which leads to its page. */
export function Overview() {
  const query = useBackendQuery<Figures>(`${LIFECYCLE}/overview`, undefined, {
    refetchInterval: (figures) => (figures?.emails.pending ? PENDING_POLL_MS : false),
  })
  return (
    <QueryState query={query} isPage>
      {(figures) => (
        <>
          <People figures={figures} />
          <Findings />
          <Invites figures={figures} />
          <ScheduledOffboardings figures={figures} />
        </>
      )}
    </QueryState>
  )
}

function People({ figures: { people } }: { figures: Figures }) {
  const { t } = useTranslation()
  return (
    <Section title={t("overview.people")}>
      <div className="grid grid-cols-1 gap-3 px-6 py-4 sm:grid-cols-3">
        {Object.values(AccessStatus).map((status) => (
          <Figure
            key={status}
            count={people[status]}
            label={t(`people.status.${status}`)}
            to={peoplePage({ status: [status] })}
          />
        ))}
      </div>
    </Section>
  )
}

/** Of this instant, and not of the last audit: what was repaired since is not open any more. */
function Findings() {
  const { t } = useTranslation()
  const query = useBackendQuery<FindingsPage>(
    `${LIFECYCLE}/findings`,
    { limit: 1 },
    { refetchOnWindowFocus: false }
  )
  const page = `${HOME}/identity-health`
  return (
    <Section title={t("overview.findings")}>
      <QueryState query={query}>
        {({ by_severity }) => (
          <div className="grid grid-cols-1 gap-3 px-6 py-4 sm:grid-cols-3">
            {Object.values(Severity).map((severity) => (
              <Figure
                key={severity}
                count={by_severity[severity] ?? 0}
                label={t(`findings.severity.${severity}`)}
                to={withFilters(page, { severity: [severity] })}
                isAlarming={severity === Severity.HIGH}
              />
            ))}
          </div>
        )}
      </QueryState>
    </Section>
  )
}

function Invites({ figures: { invites, emails } }: { figures: Figures }) {
  const { t } = useTranslation()
  const page = `${HOME}/invites`
  return (
    <Section title={t("overview.invites_and_emails")}>
      <div className="grid grid-cols-1 gap-3 px-6 py-4 sm:grid-cols-4">
        <Figure
          count={ACCEPTABLE_INVITES.reduce((sum, status) => sum + invites[status], 0)}
          label={t("overview.open_invites")}
          to={withFilters(page, { status: ACCEPTABLE_INVITES })}
        />
        <Figure
          count={invites.expired}
          label={t("overview.expired_invites")}
          to={withFilters(page, { status: [InviteStatus.EXPIRED] })}
        />
        <Figure
          count={emails.pending}
          label={t("overview.pending_emails")}
          to={withFilters(`${HOME}/emails`, { status: ["pending"] })}
        />
        <Figure
          count={emails.failed}
          label={t("overview.failed_emails")}
          to={withFilters(`${HOME}/emails`, { status: ["failed"] })}
          isAlarming
        />
      </div>
    </Section>
  )
}

function ScheduledOffboardings({
  figures: {
    scheduled_offboardings: { next, count },
  },
}: {
  figures: Figures
}) {
  const { t } = useTranslation()
  return (
    <Section
      title={t("overview.scheduled_offboardings")}
      actions={
        count > 0 && (
          <TextLink to={`${HOME}/scheduled-offboardings`} small>
            {t("overview.all", { count })}
          </TextLink>
        )
      }
    >
      {count === 0 ? (
        <EmptyNotice title={t("overview.no_scheduled_offboardings")} />
      ) : (
        <ul className="divide-y">
          {next.map(({ id, user_id, email, offboard_at }) => (
            <li key={id} className="txt-compact-small flex justify-between gap-x-4 px-6 py-3">
              <TextLink to={personPage(user_id)}>{email ?? user_id}</TextLink>
              <span className="text-ui-fg-subtle">
                <Instant at={offboard_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
