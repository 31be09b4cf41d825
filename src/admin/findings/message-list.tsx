import { Button, clx } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "../i18n/use-translation"

/** So many are there at first. */
const MAX_MESSAGES = 5

/** What the backend says of each: of many, the first, and all of them for whoever wants to see what they are about to confirm. */
export function MessageList({ messages }: { messages: string[] }) {
  const { t } = useTranslation()
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const hasMore = messages.length > MAX_MESSAGES
  const shown = isOpen ? messages : messages.slice(0, MAX_MESSAGES)
  return (
    <div className="flex flex-col items-start gap-y-1">
      <ul
        id={id}
        className={clx(
          "txt-compact-xsmall text-ui-fg-subtle flex w-full list-disc flex-col gap-y-1 break-words pl-4",
          isOpen &&
            "focus-visible:shadow-borders-focus max-h-48 overflow-y-auto rounded-md outline-none"
        )}
        // It scrolls then, so it has to be reached with the keyboard.
        {...(isOpen && {
          tabIndex: 0,
          "aria-label": t("findings.drawer.all", { count: messages.length }),
        })}
      >
        {shown.map((message, index) => (
          <li key={`${index} ${message}`}>{message}</li>
        ))}
      </ul>
      {hasMore && (
        <Button
          type="button"
          size="small"
          variant="transparent"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen
            ? t("findings.drawer.fewer")
            : t("findings.drawer.show_all", { count: messages.length })}
        </Button>
      )}
    </div>
  )
}
