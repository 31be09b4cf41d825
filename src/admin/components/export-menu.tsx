import { ArrowDownTray, Spinner } from "@medusajs/icons"
import { Button, DropdownMenu } from "@medusajs/ui"
import { useQuickMutation } from "../api/use-backend-mutation"
import { useTranslation } from "../i18n/use-translation"
import { localDay } from "../lib/local-time"
import { download, type Query } from "../lib/request"

type Props = {
  /** The backend's route that answers with a file. */
  path: string
  /** What the table next to it shows, as its list wants it: its filters hold for the file, too. */
  query?: Query
  /** What the file is called, without a date and an ending. */
  fileName: string
}

/** The backend's formats (`RowFormat`). */
const FORMATS = [
  { format: "csv", name: "CSV" },
  { format: "ndjson", name: "NDJSON" },
] as const

type Format = (typeof FORMATS)[number]["format"]

/** Downloads a list as a file, in one of the backend's formats: everything that the filters let through, not one page of it. */
export function ExportMenu({ path, query = {}, fileName }: Props) {
  const { t } = useTranslation()
  const { mutate, isPending } = useQuickMutation(
    async (format: Format) => {
      const file = `${fileName}-${localDay(new Date())}.${format}`
      await download(path, { ...filtersOf(query), format }, file)
      return file
    },
    (_, file) => t("actions.exported", { file })
  )
  return (
    <DropdownMenu>
      <DropdownMenu.Trigger asChild>
        {/* It stays enabled while a file is on its way: a button that is disabled loses the focus of who uses a keyboard. */}
        <Button size="small" variant="secondary" aria-busy={isPending}>
          {isPending ? <Spinner className="animate-spin" /> : <ArrowDownTray />}
          {t("actions.export")}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end">
        {FORMATS.map(({ format, name }) => (
          <DropdownMenu.Item key={format} disabled={isPending} onSelect={() => mutate(format)}>
            {t("actions.export_as", { format: name })}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  )
}

/** A file has no pages, and an order of its own. */
function filtersOf(query: Query): Query {
  const { order, offset, limit, ...filters } = query
  return filters
}
