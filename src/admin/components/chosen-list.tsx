import { ScrollList } from "./scroll-list"
import { Written } from "./written"
import { useTranslation } from "../i18n/use-translation"

type Props = {
  people: { id: string; email: string }[]
  /** What a screen reader calls the list. Default: the people who are chosen. */
  label?: string
}

/** Whom an action is about, where they are several. */
export function ChosenList({ people, label }: Props) {
  const { t } = useTranslation()
  if (people.length < 2) {
    return null
  }
  return (
    <ScrollList label={label ?? t("people.chosen")}>
      {people.map(({ id, email }) => (
        <li key={id} className="break-words">
          <Written>{email}</Written>
        </li>
      ))}
    </ScrollList>
  )
}
