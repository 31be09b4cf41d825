import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Breadcrumb } from "../../../components/breadcrumb"
import { LifecyclePage } from "../../../components/lifecycle-page"
import { Overview } from "../../../overview/overview"

const OverviewPage = () => {
  return (
    <LifecyclePage>
      <Overview />
    </LifecyclePage>
  )
}
export default OverviewPage

export const config = defineRouteConfig({
  label: "title",
  translationNs: "userLifecycle",
})

export const handle = { breadcrumb: () => <Breadcrumb label="title" /> }
