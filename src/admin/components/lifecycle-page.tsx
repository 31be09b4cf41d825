import { Heading, Text } from "@medusajs/ui"
import { type PropsWithChildren, useRef } from "react"
import { useTranslation } from "../i18n/use-translation"
import { Navigation } from "./navigation"
import { useKeepFocus } from "./use-keep-focus"

/** The frame of all pages: what this is, and the way to each of the others. */
export function LifecyclePage({ children }: PropsWithChildren) {
  const { t } = useTranslation()
  const page = useRef<HTMLDivElement>(null)
  useKeepFocus(page)
  return (
    <div ref={page} className="flex flex-col gap-y-3" data-plugin="user-lifecycle">
      <header className="flex flex-col gap-y-1 px-1">
        <Heading level="h1">{t("title")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("subtitle")}
        </Text>
      </header>
      <Navigation />
      {children}
    </div>
  )
}
