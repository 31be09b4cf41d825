import { defineMiddlewares } from "@medusajs/framework/http"
import { userLifecycleGuard } from "../guard/guard"
import { adminApiKeysMiddlewares } from "./admin/api-keys/middlewares"
import { adminInvitesMiddlewares } from "./admin/invites/middlewares"
import { adminRbacMiddlewares } from "./admin/rbac/middlewares"
import { adminAccessReviewsMiddlewares } from "./admin/user-lifecycle/access-reviews/middlewares"
import { adminUserLifecycleMiddlewares } from "./admin/user-lifecycle/middlewares"
import { adminUsersMiddlewares } from "./admin/users/middlewares"
import { adminWorkflowsExecutionsMiddlewares } from "./admin/workflows-executions/middlewares"
import { authMiddlewares } from "./auth/middlewares"

export default defineMiddlewares({
  routes: [
    // Without a method, so that it runs before every middleware and route that has one: Medusa's, the application's,
    // and those of other plugins.
    { matcher: "/", middlewares: [userLifecycleGuard] },
    ...authMiddlewares,
    ...adminApiKeysMiddlewares,
    ...adminInvitesMiddlewares,
    ...adminUsersMiddlewares,
    ...adminRbacMiddlewares,
    ...adminUserLifecycleMiddlewares,
    ...adminAccessReviewsMiddlewares,
    ...adminWorkflowsExecutionsMiddlewares,
  ],
})
