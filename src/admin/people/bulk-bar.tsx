import { Button } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { Person } from "../api/types"
import { SelectionBar } from "../components/selection-bar"
import { NAMESPACE } from "../i18n/namespace"
import { PERSON_ACTIONS, type PersonAction } from "./person-actions"

type Props = {
  people: Person[]
  onAction: (action: PersonAction, subjects: Person[]) => void
  onClear: () => void
}

/** What can be done with the people who are chosen: each action, with how many of them it makes sense for. */
export function BulkBar({ people, onAction, onClear }: Props) {
  const { t } = useTranslation(NAMESPACE)
  if (!people.length) {
    return null
  }
  return (
    <SelectionBar
      label={t("people.bulk")}
      summary={t("people.selected", { count: people.length })}
      onClear={onClear}
    >
      {PERSON_ACTIONS.filter(({ isForMany }) => isForMany).flatMap((action) => {
        const subjects = people.filter(action.appliesTo)
        return subjects.length
          ? [
              <Button
                key={action.name}
                size="small"
                variant={action.isDestructive ? "danger" : "secondary"}
                onClick={() => onAction(action, subjects)}
              >
                {t(`people.actions.${action.name}.label`)} ({subjects.length})
              </Button>,
            ]
          : []
      })}
    </SelectionBar>
  )
}
