import { useTranslation } from "../i18n/use-translation"
import { useTick } from "../lib/use-tick"
import { formatDistance, formatInstant } from "../lib/format"

type Props = {
  /** ISO 8601; nothing is said about `null` but a dash. */
  at: string | null
  /**
   * How long ago or how soon, with the instant itself on hover, and behind it for screen readers; otherwise the instant, with the
   * distance on hover.
   */
  relative?: boolean
}

export function Instant({ at, relative = false }: Props) {
  const { i18n } = useTranslation()
  useTick()
  if (!at) {
    return <>–</>
  }
  const instant = formatInstant(at, i18n.language)
  const distance = formatDistance(at, i18n.language, new Date())
  return (
    <time dateTime={at} title={relative ? instant : distance} className="relative">
      {relative ? distance : instant}
      {relative && <span className="sr-only"> ({instant})</span>}
    </time>
  )
}
