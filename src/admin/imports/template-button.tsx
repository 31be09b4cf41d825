import { ArrowDownTray } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { saveFile } from "../lib/save-file"
import { writeTemplate } from "./template"

/** A file to fill in. */
export function TemplateButton() {
  const { t, i18n } = useTranslation()
  const save = () => {
    const content = new Blob([writeTemplate(i18n.language)], { type: "text/csv;charset=utf-8" })
    saveFile(content, `${t("imports.template.file_name")}.csv`)
  }
  return (
    <Button size="small" variant="secondary" onClick={save}>
      <ArrowDownTray />
      {t("imports.template.label")}
    </Button>
  )
}
