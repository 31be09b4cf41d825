import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"
import { IdentityHealth } from "../../../../findings/identity-health"

const IdentityHealthPage = () => {
  return (
    <LifecyclePage>
      <IdentityHealth />
    </LifecyclePage>
  )
}
export default IdentityHealthPage

export const handle = { breadcrumb: () => <Breadcrumb label="findings.title" /> }
