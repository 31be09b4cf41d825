import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { Section } from "../../../../components/section"
import { useTranslation } from "../../../../i18n/use-translation"
import { EmailsTable } from "../../../../emails/emails-table"

const EmailsPage = () => {
  const { t } = useTranslation()
  return (
    <LifecyclePage>
      <Section title={t("emails.title")} description={t("emails.description")}>
        <EmailsTable />
      </Section>
    </LifecyclePage>
  )
}
export default EmailsPage

export const handle = { breadcrumb: () => <Breadcrumb label="emails.title" /> }
