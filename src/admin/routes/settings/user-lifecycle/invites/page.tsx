import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { Invites } from "../../../../invites/invites"

export default function InvitesPage() {
  return (
    <LifecyclePage>
      <Invites />
    </LifecyclePage>
  )
}

export const handle = { breadcrumb: () => <Breadcrumb label="invites.title" /> }
