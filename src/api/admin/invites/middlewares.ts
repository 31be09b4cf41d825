import { validateAndTransformQuery } from "@medusajs/framework"
import { MiddlewareRoute } from "@medusajs/framework/http"
import { PolicyOperation } from "@medusajs/framework/utils"
import { retrieveTransformQueryConfig } from "@medusajs/medusa/api/admin/invites/query-config"
import { AdminGetInviteParams } from "@medusajs/medusa/api/admin/invites/validators"
import { watchAdminLogin } from "../../../guard/handover"
import { refuseImpossibleId } from "../../refuse-impossible-id"
import { acceptInOneCall } from "./accept-in-one-call"

const refuseImpossibleInviteId = refuseImpossibleId("invite")

export const adminInvitesMiddlewares: MiddlewareRoute[] = [
  {
    // An expression, because Medusa sorts those before its own middleware.
    methods: ["POST"],
    matcher: /^\/admin\/invites\/accept\/?$/i,
    middlewares: [watchAdminLogin, acceptInOneCall],
  },
  {
    // Core declares the policies of this route, and of the next.
    methods: ["DELETE"],
    matcher: "/admin/invites/:id",
    middlewares: [refuseImpossibleInviteId],
  },
  {
    methods: ["POST"],
    matcher: "/admin/invites/:id/resend",
    middlewares: [refuseImpossibleInviteId],
  },
  {
    methods: ["POST"],
    matcher: "/admin/invites/:id/resent",
    middlewares: [
      refuseImpossibleInviteId,
      validateAndTransformQuery(AdminGetInviteParams, retrieveTransformQueryConfig),
    ],
    policies: [{ resource: "invite", operation: PolicyOperation.update }],
  },
]
