import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"

/** More than somebody reads. */
const MAX_MESSAGES = 5

/** What the backend says of each, and how many there are beyond the first. */
export function MessageList({ messages }: { messages: string[] }) {
  const { t } = useTranslation(NAMESPACE)
  const more = messages.length - MAX_MESSAGES
  return (
    <ul className="txt-compact-xsmall text-ui-fg-subtle flex list-disc flex-col gap-y-1 break-words pl-4">
      {messages.slice(0, MAX_MESSAGES).map((message, index) => (
        <li key={`${index} ${message}`}>{message}</li>
      ))}
      {more > 0 && <li>{t("findings.drawer.more", { count: more })}</li>}
    </ul>
  )
}
