import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { Invites } from "../../../../invites/invites"

const InvitesPage = () => {
  return (
    <LifecyclePage>
      <Invites />
    </LifecyclePage>
  )
}
export default InvitesPage

export const handle = { breadcrumb: () => <Breadcrumb label="invites.title" /> }
