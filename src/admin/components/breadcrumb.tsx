import { useTranslation } from "../i18n/use-translation"

/** A page's name in Medusa's breadcrumbs, which are outside of the page. */
export function Breadcrumb({ label }: { label: string }) {
  const { t } = useTranslation()
  return <>{t(label)}</>
}
