import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { Section } from "../../../../components/section"
import { NAMESPACE } from "../../../../i18n/namespace"
import { useTranslation } from "../../../../i18n/use-translation"
import { InvitedNotice } from "../../../../people/invited-notice"
import { PeopleTable } from "../../../../people/people-table"
import { PeopleToolbar } from "../../../../people/people-toolbar"

const PeoplePage = () => {
  const { t } = useTranslation(NAMESPACE)
  return (
    <LifecyclePage>
      <Section
        title={t("people.title")}
        description={t("people.description")}
        actions={<PeopleToolbar />}
      >
        <InvitedNotice />
        <PeopleTable />
      </Section>
    </LifecyclePage>
  )
}

export default PeoplePage

export const handle = { breadcrumb: () => <Breadcrumb label="people.title" /> }
