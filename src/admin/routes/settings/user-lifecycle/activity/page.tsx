import { Activity } from "../../../../activity/activity"
import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"

const ActivityPage = () => {
  return (
    <LifecyclePage>
      <Activity />
    </LifecyclePage>
  )
}
export default ActivityPage

export const handle = { breadcrumb: () => <Breadcrumb label="activity.title" /> }
