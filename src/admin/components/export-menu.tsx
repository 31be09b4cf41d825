import { ArrowDownTray } from "@medusajs/icons"
import { Button, DropdownMenu, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"
import { download, messageOf, type Query } from "../lib/request"

type Props = {
  /** The route that exports. */
  path: string
  /** Its filters. */
  query: Query
  /** Without an ending. */
  fileName: string
}

const FORMATS = ["csv", "ndjson"] as const

/** Downloads a list as a file, in one of the formats that the backend writes. */
export function ExportMenu({ path, query, fileName }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const [isPending, setIsPending] = useState(false)
  const save = async (format: (typeof FORMATS)[number]) => {
    setIsPending(true)
    try {
      await download(path, { ...query, format }, `${fileName}.${format}`)
    } catch (error) {
      toast.error(messageOf(error))
    } finally {
      setIsPending(false)
    }
  }
  return (
    <DropdownMenu>
      <DropdownMenu.Trigger asChild>
        <Button size="small" variant="secondary" isLoading={isPending}>
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
