import { Button, Text } from "@medusajs/ui"
import type { PropsWithChildren } from "react"
import { useTranslation } from "../i18n/use-translation"
import type { Person } from "../api/types"
import { SelectionBar } from "../components/selection-bar"
import { PERSON_ACTIONS, type PersonAction, subjectsOf, type Viewer } from "./person-actions"

type Props = PropsWithChildren<{
  people: Person[]
  viewer: Viewer
  onAction: (action: PersonAction, subjects: Person[]) => void
  onClear: () => void
}>

/**
 * What can be done with the people who are chosen: each action, with how many of them it makes sense for. Before it, what chooses
 * more of them.
 */
export function BulkBar({ people, viewer, onAction, onClear, children }: Props) {
  const { t } = useTranslation()
  return (
    <SelectionBar
      label={t("people.bulk")}
      count={people.length}
      summary={t("people.selected", { count: people.length })}
      onClear={onClear}
    >
      {children}
      {PERSON_ACTIONS.filter(({ isForMany }) => isForMany).flatMap((action) => {
        const subjects = subjectsOf(action, people, viewer)
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
      {people.some(({ user_id }) => user_id === viewer.id) && (
        <Text size="small" leading="compact" className="text-ui-fg-subtle">
          {t("people.without_oneself")}
        </Text>
      )}
    </SelectionBar>
  )
}
