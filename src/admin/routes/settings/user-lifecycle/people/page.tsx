import { useSearchParams } from "react-router-dom"
import { useCan } from "../../../../api/use-permissions"
import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { Section } from "../../../../components/section"
import { useTranslation } from "../../../../i18n/use-translation"
import { InvitesTable } from "../../../../invites/invites-table"
import { INVITED_VIEW, VIEW_PARAM } from "../../../../lib/paths"
import { PeopleTable } from "../../../../people/people-table"
import { PeopleToolbar } from "../../../../people/people-toolbar"
import { PeopleViews } from "../../../../people/people-views"

const PeoplePage = () => {
  const { t } = useTranslation()
  const can = useCan()
  const [params] = useSearchParams()
  const mayReadInvites = can("invite:read")
  const isInvited = mayReadInvites && params.get(VIEW_PARAM) === INVITED_VIEW
  return (
    <LifecyclePage>
      <Section
        title={t("people.title")}
        description={t("people.description")}
        actions={<PeopleToolbar isInvited={isInvited} />}
      >
        {mayReadInvites && <PeopleViews isInvited={isInvited} />}
        {isInvited ? <InvitesTable /> : <PeopleTable />}
      </Section>
    </LifecyclePage>
  )
}

export default PeoplePage

export const handle = { breadcrumb: () => <Breadcrumb label="people.title" /> }
