import { Code, Text } from "@medusajs/ui"
import { IMPORT_COLUMNS } from "../../domain/import/columns"
import { useTranslation } from "../i18n/use-translation"

/** What a file of people can have. */
export function ColumnHelp() {
  const { t } = useTranslation()
  return (
    <section
      aria-label={t("imports.columns.title")}
      className="bg-ui-bg-subtle h-fit rounded-lg border"
    >
      <div className="border-b px-4 py-3">
        <Text size="small" leading="compact" weight="plus">
          {t("imports.columns.title")}
        </Text>
        <Text size="small" className="text-ui-fg-subtle">
          {t("imports.columns.hint")}
        </Text>
      </div>
      <dl className="flex flex-col gap-y-2 px-4 py-3">
        {IMPORT_COLUMNS.map((column) => (
          <div key={column} className="flex gap-x-4">
            <dt className="w-[120px] shrink-0">
              <Code>{column}</Code>
            </dt>
            <dd className="txt-small text-ui-fg-subtle min-w-0 flex-1">
              {t(`imports.columns.${column}`)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
