import { clx } from "@medusajs/ui"
import { NavLink } from "react-router-dom"
import { NAMESPACE } from "../i18n/namespace"
import { useTranslation } from "../i18n/use-translation"
import { HOME } from "../lib/paths"
import { PAGES } from "./pages"

/** Medusa's sidebar has room for one entry of a plugin's settings (2.21): its pages are next to each other up here. */
export function Navigation() {
  const { t } = useTranslation(NAMESPACE)
  return (
    <nav aria-label={t("navigation")} className="overflow-x-auto">
      <ul className="flex gap-x-1 border-b px-1">
        {PAGES.map(({ path, label }) => (
          <li key={path}>
            <NavLink
              to={path}
              end={path === HOME}
              className={({ isActive }) =>
                clx(
                  "txt-compact-small-plus transition-fg block whitespace-nowrap border-b-2 px-2 py-2 outline-none",
                  "focus-visible:shadow-borders-focus rounded-t-md",
                  isActive
                    ? "border-ui-fg-base text-ui-fg-base"
                    : "text-ui-fg-subtle hover:text-ui-fg-base border-transparent"
                )
              }
            >
              {t(label)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
