import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { Section } from "../../../../components/section"
import { useTranslation } from "../../../../i18n/use-translation"
import { ScheduledOffboardingsTable } from "../../../../scheduled-offboardings/scheduled-offboardings-table"

const ScheduledOffboardingsPage = () => {
  const { t } = useTranslation()
  return (
    <LifecyclePage>
      <Section
        title={t("scheduled_offboardings.title")}
        description={t("scheduled_offboardings.description")}
      >
        <ScheduledOffboardingsTable />
      </Section>
    </LifecyclePage>
  )
}
export default ScheduledOffboardingsPage

export const handle = { breadcrumb: () => <Breadcrumb label="scheduled_offboardings.title" /> }
