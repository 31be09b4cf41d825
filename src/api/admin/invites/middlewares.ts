import { validateAndTransformQuery } from "@medusajs/framework"
import { MiddlewareRoute } from "@medusajs/framework/http"
import { PolicyOperation } from "@medusajs/framework/utils"
import { retrieveTransformQueryConfig } from "@medusajs/medusa/api/admin/invites/query-config"
import { AdminGetInviteParams } from "@medusajs/medusa/api/admin/invites/validators"
import { watchAdminLogin } from "../../../guard/handover"
import { acceptInOneCall } from "./accept-in-one-call"

export const adminInvitesMiddlewares: MiddlewareRoute[] = [
  {
    // An expression, because Medusa sorts those before its own middleware.
    methods: ["POST"],
    matcher: /^\/admin\/invites\/accept\/?$/i,
    middlewares: [watchAdminLogin, acceptInOneCall],
  },
  {
    methods: ["POST"],
    matcher: "/admin/invites/:id/resent",
    middlewares: [validateAndTransformQuery(AdminGetInviteParams, retrieveTransformQueryConfig)],
    policies: [{ resource: "invite", operation: PolicyOperation.update }],
  },
]
