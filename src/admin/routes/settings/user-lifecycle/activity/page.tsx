import { Activity } from "../../../../activity/activity"
import { Breadcrumb } from "../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../components/lifecycle-page"

export default function ActivityPage() {
  return (
    <LifecyclePage>
      <Activity />
    </LifecyclePage>
  )
}

export const handle = { breadcrumb: () => <Breadcrumb label="activity.title" /> }
