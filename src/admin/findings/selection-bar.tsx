import { Button, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"

type Props = { count: number; onRepair: () => void; onClear: () => void }

/** What can be done with the findings that are chosen, on whatever page. */
export function SelectionBar({ count, onRepair, onClear }: Props) {
  const { t } = useTranslation(NAMESPACE)
  if (!count) {
    return null
  }
  return (
    <div
      role="toolbar"
      aria-label={t("findings.bulk")}
      className="bg-ui-bg-base sticky bottom-0 flex flex-wrap items-center gap-2 rounded-b-lg px-6 py-3"
    >
      <Text size="small" leading="compact" weight="plus" role="status">
        {t("findings.selected", { count })}
      </Text>
      <Button size="small" variant="secondary" onClick={onRepair}>
        {t("findings.repair_selected", { count })}
      </Button>
      <Button size="small" variant="transparent" onClick={onClear}>
        {t("findings.clear_selection")}
      </Button>
    </div>
  )
}
