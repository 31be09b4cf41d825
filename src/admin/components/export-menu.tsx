import { ArrowDownTray } from "@medusajs/icons"
import { Button, DropdownMenu, toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"
import { download, messageOf, type Query } from "../lib/request"

const FORMATS = ["csv", "ndjson"] as const

type Props = {
  path: string
  query?: Query
  /** Without an ending, which the format has. */
  fileName: string
}

/** Downloads a list as a file. */
export function ExportMenu({ path, query = {}, fileName }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const save = (format: (typeof FORMATS)[number]) =>
    download(path, { ...query, format }, `${fileName}.${format}`).catch((error: unknown) =>
      toast.error(messageOf(error))
    )
  return (
    <DropdownMenu>
      <DropdownMenu.Trigger asChild>
        <Button size="small" variant="secondary">
          <ArrowDownTray />
          {t("actions.export")}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end">
        {FORMATS.map((format) => (
          <DropdownMenu.Item key={format} onSelect={() => void save(format)}>
            {t("actions.export_as", { format: format.toUpperCase() })}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  )
}
