import { Badge, Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { PASSWORD_PROVIDER } from "../../domain/password"
import { useTranslation } from "../i18n/use-translation"
import { Link } from "react-router-dom"
import { EventList } from "../activity/event-list"
import { fillIn } from "../activity/fill-in"
import type { Access, EventsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { useRbacFlag } from "../api/use-rbac-flag"
import { FactList } from "../components/fact-list"
import { Instant } from "../components/instant"
import { LoadingLines, QueryState } from "../components/query-state"
import { Written } from "../components/written"
import { nameOf } from "../lib/format"
import { HOME, LIFECYCLE, withFilters } from "../lib/paths"
import { useTick } from "../lib/use-tick"
import { ActionDrawer } from "./action-drawer"
import { useLoginMethodName } from "./login-methods"
import { isOffered, PERSON_ACTIONS, type PersonAction } from "./person-actions"
import { PersonStatus } from "./status-badge"
import { useAccess } from "./use-access"
import { useViewer } from "./use-viewer"

/** So many of a person's ledger entries are shown with their access. */
const RECENT_EVENTS = 5

type Props = {
  userId: string
  /** Whether their name is said: not where it stands beside it. */
  hasName?: boolean
}

/** What a person can act with, since when, what happened to them lately, and what can be done. Parts divided by their parent. */
export function AccessDetails({ userId, hasName = true }: Props) {
  const query = useAccess(userId)
  return (
    <QueryState query={query} skeleton={<LoadingLines lines={6} />}>
      {(access) => (
        <>
          <AccessActions access={access} />
          <AccessFacts access={access} hasName={hasName} />
          <RecentEvents userId={userId} />
        </>
      )}
    </QueryState>
  )
}

function AccessActions({ access }: { access: Access }) {
  const { t } = useTranslation()
  const [action, setAction] = useState<PersonAction>()
  const viewer = useViewer()
  const subject = {
    ...access,
    login_methods: access.identities.flatMap(({ providers }) =>
      providers.map(({ provider }) => provider)
    ),
  }
  const actions = PERSON_ACTIONS.filter((each) => isOffered(each, subject, viewer))
  // A drawer that is open stays, whatever there is to do meanwhile.
  if (!actions.length && !action) {
    return null
  }
  return (
    <div className="flex flex-wrap gap-2 px-6 py-3">
      {actions.map((each) => (
        <Button
          key={each.name}
          size="small"
          variant={each.isDestructive ? "danger" : "secondary"}
          onClick={() => setAction(each)}
        >
          {t(`people.actions.${each.name}.label`)}
        </Button>
      ))}
      {action && (
        <ActionDrawer action={action} subjects={[subject]} onClose={() => setAction(undefined)} />
      )}
    </div>
  )
}

function AccessFacts({ access, hasName }: { access: Access; hasName: boolean }) {
  const { t } = useTranslation()
  const nameOfMethod = useLoginMethodName()
  const { isOn: hasRoles } = useRbacFlag()
  const name = hasName && nameOf(access)
  const logins = access.identities.flatMap(({ providers }) => providers)
  useTick()
  const keys = access.api_keys.filter((key) => isUsable(key, new Date()))
  return (
    <FactList
      facts={[
        ...(name ? [{ name: t("people.name"), value: name }] : []),
        { name: t("people.columns.status"), value: <PersonStatus status={access.status} /> },
        ...(access.reason
          ? [{ name: t("people.fields.reason"), value: <Written>{access.reason}</Written> }]
          : []),
        ...(access.until
          ? [{ name: t("people.until"), value: <Instant at={access.until} /> }]
          : []),
        ...(access.offboarding_at
          ? [{ name: t("people.offboarding_at"), value: <Instant at={access.offboarding_at} /> }]
          : []),
        ...(hasRoles
          ? [
              {
                name: t("people.columns.roles"),
                value: access.roles.join(", ") || t("people.no_roles"),
              },
            ]
          : []),
        {
          name: t("people.columns.login_methods"),
          value: logins.length ? (
            <ul>
              {logins.map(({ provider, entity_id }) => (
                <li key={`${provider} ${entity_id}`}>
                  {nameOfMethod(provider)}: <Written>{entity_id}</Written>{" "}
                  {provider === PASSWORD_PROVIDER && access.awaits_password && (
                    <Badge size="2xsmall" color="orange">
                      {t("people.login_methods.password_not_set")}
                    </Badge>
                  )}
                </li>
              ))}
            </ul>
          ) : (
            t("people.login_methods.none")
          ),
        },
        {
          name: t("people.columns.mfa"),
          value: access.mfa_factors.length
            ? access.mfa_factors.map(({ id, provider }) => (
                <Badge key={id} size="2xsmall" color="green">
                  {nameOfMethod(provider)}
                </Badge>
              ))
            : t("people.no_mfa"),
        },
        { name: t("people.columns.last_login"), value: <Instant at={access.last_login_at} /> },
        { name: t("people.columns.last_seen"), value: <Instant at={access.last_seen_at} /> },
        {
          name: t("people.columns.tokens_valid_after"),
          value: <Instant at={access.tokens_valid_after} />,
        },
        {
          name: t("people.columns.api_keys"),
          value: keys.length ? (
            <ul>
              {keys.map(({ id, title, redacted, revoked_at }) => (
                <li key={id}>
                  <Written>{title}</Written>{" "}
                  <Text as="span" size="xsmall" className="text-ui-fg-subtle">
                    {redacted}
                  </Text>
                  {revoked_at && (
                    <>
                      {" "}
                      {fillIn((values) => t("people.key_until", values), {
                        at: <Instant at={revoked_at} />,
                      })}
                    </>
                  )}
                </li>
              ))}
            </ul>
          ) : (
            t("people.no_api_keys")
          ),
        },
        {
          name: t("people.columns.created"),
          value: (
            <>
              <Instant at={access.created_at} />
              {access.created_by_name && (
                <> {t("people.created_by", { name: access.created_by_name })}</>
              )}
            </>
          ),
        },
      ]}
    />
  )
}

/** Also one that is to be revoked later (Medusa's `revoke_in`): it works until then. */
const isUsable = ({ revoked_at }: Access["api_keys"][number], now: Date): boolean =>
  revoked_at === null || new Date(revoked_at) > now

function RecentEvents({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const query = useBackendQuery<EventsPage>(`${LIFECYCLE}/events`, {
    user_id: userId,
    limit: RECENT_EVENTS,
  })
  return (
    <section aria-label={t("people.recent_events")}>
      <div className="flex items-center justify-between px-6 py-3">
        <Text size="small" leading="compact" weight="plus">
          {t("people.recent_events")}
        </Text>
        <Button size="small" variant="transparent" asChild>
          <Link to={withFilters(`${HOME}/activity`, { user_id: [userId] })}>
            {t("people.all_events")}
          </Link>
        </Button>
      </div>
      <QueryState query={query}>
        {({ events }) => <EventList events={events} empty={t("people.no_events")} />}
      </QueryState>
    </section>
  )
}
