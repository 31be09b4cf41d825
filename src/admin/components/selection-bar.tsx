import { Button, Text } from "@medusajs/ui"
import type { PropsWithChildren } from "react"
import { useTranslation } from "../i18n/use-translation"

type Props = PropsWithChildren<{
  /** What a screen reader calls it. */
  label: string
  /** How many are chosen. */
  count: number
  /** The same in words. */
  summary: string
  onClear: () => void
}>

/**
 * At the bottom of a table, while rows of it are chosen: how many, and the buttons for what can be done with them. Until then, nothing
 * of it is seen, but it is there: a screen reader tells what changes in it.
 */
export function SelectionBar({ label, count, summary, onClear, children }: Props) {
  const { t } = useTranslation()
  const isShown = count > 0
  return (
    <div
      {...(isShown && { role: "toolbar", "aria-label": label })}
      className={
        isShown
          ? "bg-ui-bg-base sticky bottom-0 flex flex-wrap items-center gap-2 rounded-b-lg px-6 py-3"
          : "sr-only"
      }
    >
      <Text size="small" leading="compact" weight="plus" role="status">
        {isShown && summary}
      </Text>
      {isShown && (
        <>
          {children}
          <Button size="small" variant="transparent" onClick={onClear}>
            {t("people.clear_selection")}
          </Button>
        </>
      )}
    </div>
  )
}
