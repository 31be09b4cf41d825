import { Badge } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"

/** What Medusa's own auth providers (2.21) are called; others have the name that the backend's configuration gives them. */
const NAMES: Record<string, string> = { google: "Google", github: "GitHub" }

export function useLoginMethodName(): (provider: string) => string {
  const { t } = useTranslation(NAMESPACE)
  return (provider) =>
    provider === "emailpass" ? t("people.login_methods.password") : (NAMES[provider] ?? provider)
}

/** How somebody can log in. */
export function LoginMethods({ providers }: { providers: string[] }) {
  const { t } = useTranslation(NAMESPACE)
  const nameOf = useLoginMethodName()
  if (!providers.length) {
    return <span className="text-ui-fg-subtle">{t("people.login_methods.none")}</span>
  }
  return (
    <span className="flex flex-wrap gap-1">
      {providers.map((provider) => (
        <Badge key={provider} size="2xsmall">
          {nameOf(provider)}
        </Badge>
      ))}
    </span>
  )
}
