import { Badge } from "@medusajs/ui"
import { PASSWORD_PROVIDER } from "../../domain/password"
import { useTranslation } from "../i18n/use-translation"

/** What Medusa's own auth providers (2.21) are called; others have the name that the backend's configuration gives them. */
const NAMES: Record<string, string> = { google: "Google", github: "GitHub" }

export function useLoginMethodName(): (provider: string) => string {
  const { t } = useTranslation()
  return (provider) =>
    provider === PASSWORD_PROVIDER
      ? t("people.login_methods.password")
      : (NAMES[provider] ?? provider)
}

type Props = {
  providers: string[]
  /** There is a password login without a password. */
  awaitsPassword?: boolean
}

/** How somebody can log in, and whether they could not yet. */
export function LoginMethods({ providers, awaitsPassword = false }: Props) {
  const { t } = useTranslation()
  const nameOf = useLoginMethodName()
  if (!providers.length) {
    return <span className="text-ui-fg-subtle">{t("people.login_methods.none")}</span>
  }
  return (
    <span className="flex flex-wrap gap-1">
      {providers.map((provider) =>
        provider === PASSWORD_PROVIDER && awaitsPassword ? (
          <Badge key={provider} size="2xsmall" color="orange">
            {t("people.login_methods.password_not_set")}
          </Badge>
        ) : (
          <Badge key={provider} size="2xsmall">
            {nameOf(provider)}
          </Badge>
        )
      )}
    </span>
  )
}
