import { Button, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { Link } from "react-router-dom"
import type { LifecycleEvent } from "../api/types"
import { Written } from "../components/written"
import { useOwnSentences } from "../i18n/use-own-sentences"
import { useTranslation } from "../i18n/use-translation"
import { HOME, withFilters } from "../lib/paths"
import { DataValue, useDataName } from "./data-value"
import { useNames } from "./names"

const ACTIVITY = `${HOME}/activity`

/** Everything that the ledger has of an entry, and the way to what else happened to the person, and what else the actor did. */
export function EventFacts({ event }: { event: LifecycleEvent }) {
  const { t, i18n } = useTranslation()
  const { nameOfActor, nameOfPerson } = useNames()
  const nameOfData = useDataName()
  const sayOwn = useOwnSentences()
  const { user_id, email, actor_id, data } = event
  const at = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeStyle: "long" })
  const facts: [name: string, value: ReactNode][] = [
    ["reason", event.reason && <Written>{sayOwn(event.reason)}</Written>],
    ["at", at.format(new Date(event.created_at))],
    ["actor", <Known name={nameOfActor(event)} id={actor_id} />],
    ["person", (user_id ?? email) && <Known name={nameOfPerson(event)} id={user_id} />],
    ["ip_address", event.ip_address],
    ["user_agent", event.user_agent && <Written>{event.user_agent}</Written>],
    ["request_id", event.request_id],
    ["type", event.type],
  ]
  return (
    <div className="flex flex-col gap-y-2">
      <dl className="bg-ui-bg-subtle grid grid-cols-[10rem_minmax(0,1fr)] gap-x-4 gap-y-2 rounded-lg border px-4 py-3">
        {facts.map(
          ([name, value]) =>
            value && <Fact key={name} name={t(`activity.facts.${name}`)} value={value} />
        )}
        {Object.entries(data ?? {})
          .filter(([name, value]) => !isEmpty(value) && !OF_THE_BACKEND.has(name))
          .map(([name, value]) => (
            <Fact
              key={name}
              name={nameOfData(name)}
              value={<DataValue name={name} value={value} />}
            />
          ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        {user_id && (
          <Button size="small" variant="transparent" asChild>
            <Link to={withFilters(ACTIVITY, { user_id: [user_id] })}>
              {t("activity.about_person", { name: nameOfPerson(event) })}
            </Link>
          </Button>
        )}
        {actor_id && (
          <Button size="small" variant="transparent" asChild>
            <Link to={withFilters(ACTIVITY, { actor_id: [actor_id] })}>
              {t("activity.by_actor", { name: nameOfActor(event) })}
            </Link>
          </Button>
        )}
      </div>
    </div>
  )
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt className="txt-compact-xsmall-plus text-ui-fg-subtle">{name}</dt>
      <dd className="txt-compact-xsmall text-ui-fg-base min-w-0 break-words">{value}</dd>
    </>
  )
}

function Known({ name, id }: { name: string; id: string | null }) {
  return (
    <>
      <Written>{name}</Written>
      {id && id !== name && (
        <Text
          as="span"
          size="xsmall"
          leading="compact"
          className="text-ui-fg-subtle block break-all"
        >
          {id}
        </Text>
      )}
    </>
  )
}

/** What means something to programs alone: the email's own name says what it was about. */
const OF_THE_BACKEND = new Set(["trigger"])

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)
