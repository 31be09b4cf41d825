import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { InvitesCard } from "../invites/invites-card"

/** Below Medusa's list of users: invites that need a look. Its page of invites has no room for widgets (2.21). */
export default function InvitesWidget() {
  return <InvitesCard />
}

export const config = defineWidgetConfig({
  id: "user-lifecycle:invites",
  zone: "user.list.after",
})
