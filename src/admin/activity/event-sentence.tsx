import type { ReactNode } from "react"
import type { LifecycleEvent } from "../api/types"
import { Instant } from "../components/instant"
import { Written } from "../components/written"
import { useTemplateName } from "../emails/use-template-name"
import { useTranslation } from "../i18n/use-translation"
import { useLoginMethodName } from "../people/login-methods"
import { fillIn } from "./fill-in"
import { useNames } from "./names"
import { sentenceOf } from "./sentence-of"

/** What happened to whom, by whom, in a sentence. */
export function EventSentence({ event }: { event: LifecycleEvent }) {
  const { t } = useTranslation()
  const { nameOfActor, nameOfPerson } = useNames()
  const nameOfTemplate = useTemplateName()
  const nameOfMethod = useLoginMethodName()
  const { key, count } = sentenceOf(event)
  const text = (name: string): string | undefined => {
    const value = event.data?.[name]
    return typeof value === "string" && value !== "" ? value : undefined
  }
  const [at, kind, template, provider] = [
    text("until") ?? text("offboard_at"),
    text("kind"),
    text("template"),
    text("provider"),
  ]
  return (
    <span className="txt-compact-small text-ui-fg-subtle min-w-0 break-words">
      {fillIn((values) => t(`activity.${key}`, { ...values, count }), {
        actor: <Name>{nameOfActor(event)}</Name>,
        person: <Name>{nameOfPerson(event)}</Name>,
        former: <Name>{text("former_email") ?? "–"}</Name>,
        file: <Name>{text("file_name") ?? "–"}</Name>,
        title: <Name>{text("title") ?? t("activity.unnamed")}</Name>,
        at: (
          <Name>
            <Instant at={at ?? null} />
          </Name>
        ),
        kind: <Name>{kind ? t(`findings.kinds.${kind}.title`, { defaultValue: kind }) : "–"}</Name>,
        template: <Name>{template ? nameOfTemplate(template) : "–"}</Name>,
        provider: <Name>{provider ? nameOfMethod(provider) : "–"}</Name>,
        type: <Name>{event.type}</Name>,
      })}
    </span>
  )
}

function Name({ children }: { children: ReactNode }) {
  return (
    <span className="txt-compact-small-plus text-ui-fg-base">
      <Written>{children}</Written>
    </span>
  )
}
