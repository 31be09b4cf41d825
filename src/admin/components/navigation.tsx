import { NavLink } from "react-router-dom"
import { useTranslation } from "../i18n/use-translation"
import { HOME } from "../lib/paths"
import { PAGES } from "./pages"
import { TabBar, tabClass } from "./tab-bar"

/** Medusa's sidebar has room for one entry of a plugin's settings (2.21): its pages are next to each other up here. */
export function Navigation() {
  const { t } = useTranslation()
  return (
    <TabBar
      label={t("navigation")}
      tabs={PAGES.map(({ path, label }) => ({
        key: path,
        link: (
          <NavLink to={path} end={path === HOME} className={({ isActive }) => tabClass(isActive)}>
            {t(label)}
          </NavLink>
        ),
      }))}
    />
  )
}
