import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"

/** A page's name in Medusa's breadcrumbs, which are outside of the page. */
export function Breadcrumb({ label }: { label: string }) {
  const { t } = useTranslation(NAMESPACE)
  return <>{t(label)}</>
}
