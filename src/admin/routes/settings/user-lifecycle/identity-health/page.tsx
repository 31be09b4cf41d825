import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { IdentityHealth } from "../../../../findings/identity-health"

export default function IdentityHealthPage() {
  return (
    <LifecyclePage>
      <IdentityHealth />
    </LifecyclePage>
  )
}

export const handle = { breadcrumb: () => <Breadcrumb label="findings.title" /> }
