import { ShieldCheck } from "@medusajs/icons"
import { Heading, Text } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"

/** Nothing is wrong. */
export function HealthyNotice() {
  const { t } = useTranslation()
  return (
    <div role="status" className="flex flex-col items-center gap-y-3 px-6 py-16 text-center">
      <span className="bg-ui-tag-green-bg text-ui-tag-green-icon border-ui-tag-green-border flex size-12 items-center justify-center rounded-full border [&_svg]:size-6">
        <ShieldCheck />
      </span>
      <Heading level="h3">{t("findings.healthy.title")}</Heading>
      <Text size="small" className="text-ui-fg-subtle max-w-prose">
        {t("findings.healthy.description")}
      </Text>
    </div>
  )
}
