import { clx, Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { Link } from "react-router-dom"
import { formatCount } from "../lib/format"

type Props = {
  count: number
  label: string
  to: string
  /** More than none of it is something to look at. */
  isAlarming?: boolean
}

/** A number, what it counts, and the way to what was counted. */
export function Figure({ count, label, to, isAlarming = false }: Props) {
  const { i18n } = useTranslation()
  return (
    <Link
      to={to}
      className="bg-ui-bg-component shadow-elevation-card-rest hover:bg-ui-bg-component-hover transition-fg focus-visible:shadow-borders-focus flex flex-col gap-y-1 rounded-lg px-4 py-3 outline-none"
    >
      <span className={clx("h1-core", isAlarming && count > 0 && "text-ui-fg-error")}>
        {formatCount(count, i18n.language)}
      </span>
      <Text as="span" size="small" leading="compact" className="text-ui-fg-subtle">
        {label}
      </Text>
    </Link>
  )
}
