import { Kbd } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { KEYS } from "./use-row-keys"

/** Which keys work in the list. */
export function KeyHints() {
  const { t } = useTranslation()
  const hints = [
    { keys: ["↑", "↓"], label: t("access_reviews.keys.move") },
    { keys: [KEYS.keep.toUpperCase()], label: t("access_reviews.keys.keep") },
    { keys: [KEYS.remove.toUpperCase()], label: t("access_reviews.keys.remove") },
  ]
  return (
    <ul
      aria-label={t("access_reviews.keys.title")}
      className="txt-compact-xsmall text-ui-fg-subtle hidden flex-wrap gap-x-4 gap-y-1 lg:flex"
    >
      {hints.map(({ keys, label }) => (
        <li key={label} className="flex items-center gap-x-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {label}
        </li>
      ))}
    </ul>
  )
}
