import { ChevronDownMini } from "@medusajs/icons"
import { clx } from "@medusajs/ui"
import { useId, useState } from "react"
import type { LifecycleEvent } from "../api/types"
import { Instant } from "../components/instant"
import { useOwnSentences } from "../i18n/use-own-sentences"
import { useTranslation } from "../i18n/use-translation"
import { isolate } from "../lib/isolate"
import { EventFacts } from "./event-facts"
import { EventIcon } from "./event-icon"
import { EventSentence } from "./event-sentence"

type Props = {
  event: LifecycleEvent
  /** The day is said by what is around it. */
  isWithinDay: boolean
}

/** An entry of the ledger, which opens to show everything that it has. */
export function EventItem({ event, isWithinDay }: Props) {
  const { t } = useTranslation()
  const sayOwn = useOwnSentences()
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const notes = [
    ...(event.reason ? [t("activity.quote", { text: sayOwn(event.reason) })] : []),
    ...(event.ip_address ? [isolate(event.ip_address)] : []),
  ]
  return (
    <li className="flex flex-col">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
        className="hover:bg-ui-bg-base-hover transition-fg focus-visible:shadow-borders-focus flex w-full items-start gap-x-3 px-6 py-3 text-left outline-none"
      >
        <EventIcon type={event.type} />
        <span className="flex min-w-0 flex-1 flex-col gap-y-0.5 pt-0.5">
          <EventSentence event={event} />
          {notes.length > 0 && (
            <span className="txt-compact-xsmall text-ui-fg-subtle break-words">
              {notes.join(" · ")}
            </span>
          )}
        </span>
        <span className="txt-compact-xsmall text-ui-fg-subtle shrink-0 pt-1">
          {isWithinDay ? <TimeOfDay at={event.created_at} /> : <Instant at={event.created_at} />}
        </span>
        <ChevronDownMini
          className={clx(
            "text-ui-fg-muted mt-0.5 shrink-0 transition-transform",
            isOpen && "rotate-180"
          )}
        />
      </button>
      <div id={id} hidden={!isOpen} className="pb-4 pl-[60px] pr-6 pt-1">
        {isOpen && <EventFacts event={event} />}
      </div>
    </li>
  )
}

function TimeOfDay({ at }: { at: string }) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { timeStyle: "short" })
  return <time dateTime={at}>{format.format(new Date(at))}</time>
}
