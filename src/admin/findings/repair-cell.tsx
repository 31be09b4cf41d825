import { Badge, Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import type { Finding } from "../api/types"
import { isRepairable } from "./kinds"
import { useSideEffect } from "./use-side-effect"

type Props = {
  finding: Finding
  /** What repairs of its kind do, in words. */
  words: string
}

/** What a repair does, and whether it removes something; or what somebody may decide, where there is none. */
export function RepairCell({ finding, words }: Props) {
  const { t } = useTranslation()
  const sideEffect = useSideEffect()(finding)
  const { kind, repair, is_destructive } = finding
  return (
    <div className="flex min-w-48 flex-col items-start gap-y-1 py-2">
      {repair === null && <Badge size="2xsmall">{t("findings.decide")}</Badge>}
      {is_destructive && (
        <Badge size="2xsmall" color="red">
          {t("findings.removes")}
        </Badge>
      )}
      {/* What a kind's repair does is not said of one about which somebody has to decide all the same. */}
      {(repair !== null || !isRepairable(kind)) && (
        <Text size="xsmall" className="text-ui-fg-subtle">
          {words} {sideEffect}
        </Text>
      )}
    </div>
  )
}
