import { type EmailKind, kindOfTemplate } from "../../emails/email-kinds"
import { useTranslation } from "../i18n/use-translation"

/** What an email is for. Templates of a later version have no name here. */
export function useTemplateName(): (template: string) => string {
  const { t } = useTranslation()
  return (template) => {
    const kind: EmailKind | undefined = kindOfTemplate(template)
    return kind ? t(`emails.templates.${kind}`) : template
  }
}
