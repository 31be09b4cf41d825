import { clx, Text } from "@medusajs/ui"
import { Severity } from "../../domain/findings/finding"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"

type Props = {
  counts: Record<Severity, number>
  chosen: string[]
  onChange: (severities: string[]) => void
}

/** How much there is of each severity; each of the figures lets through what it counts. */
export function SeverityFilter({ counts, chosen, onChange }: Props) {
  const { t, i18n } = useTranslation()
  return (
    <div
      role="group"
      aria-label={t("findings.severities")}
      className="grid grid-cols-1 gap-3 px-6 py-4 sm:grid-cols-3"
    >
      {Object.values(Severity).map((severity) => {
        const isChosen = chosen.includes(severity)
        const others = chosen.filter((each) => each !== severity)
        return (
          <button
            key={severity}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onChange(isChosen ? others : [...others, severity])}
            className={clx(
              "bg-ui-bg-component hover:bg-ui-bg-component-hover transition-fg flex flex-col gap-y-1 rounded-lg px-4 py-3 text-left outline-none",
              "focus-visible:shadow-borders-focus",
              isChosen ? "shadow-borders-interactive-with-active" : "shadow-elevation-card-rest"
            )}
          >
            <span
              className={clx(
                "h1-core",
                severity === Severity.HIGH && counts[severity] > 0 && "text-ui-fg-error"
              )}
            >
              {formatCount(counts[severity], i18n.language)}
            </span>
            <Text as="span" size="small" leading="compact" weight="plus">
              {t(`findings.severity.${severity}`)}
            </Text>
            <Text as="span" size="xsmall" leading="compact" className="text-ui-fg-subtle">
              {t(`findings.severity_hint.${severity}`)}
            </Text>
          </button>
        )
      })}
    </div>
  )
}
