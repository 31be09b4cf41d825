import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { InvitesCard } from "../invites/invites-card"

/** Below Medusa's list of users: invites that need a look. Its page of invites has no room for widgets (2.21). */
const InvitesWidget = () => {
  return <InvitesCard />
}
export default InvitesWidget

export const config = defineWidgetConfig({
  id: "user-lifecycle:invites",
  zone: "user.list.after",
})
