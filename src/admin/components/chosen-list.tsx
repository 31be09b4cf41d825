import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"

/** Whom an action is about, where they are several. It can be scrolled by keyboard. */
export function ChosenList({ people }: { people: { id: string; email: string }[] }) {
  const { t } = useTranslation(NAMESPACE)
  if (people.length < 2) {
    return null
  }
  return (
    <ul
      aria-label={t("people.chosen")}
      tabIndex={0}
      className="txt-compact-small focus-visible:shadow-borders-focus max-h-48 overflow-y-auto rounded-md outline-none"
    >
      {people.map(({ id, email }) => (
        <li key={id}>{email}</li>
      ))}
    </ul>
  )
}
