import { validateAndTransformBody, validateAndTransformQuery } from "@medusajs/framework"
import { MiddlewareRoute } from "@medusajs/framework/http"
import { PolicyOperation } from "@medusajs/framework/utils"
import { createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { ErrorCodes } from "../../../domain/error-codes"
import { forgetBeforeAnswer, userOfPath } from "../../../guard/role-changes"
import { BATCH_POLICIES } from "../../../workflows/policies"
import { refuseImpossibleId } from "../../refuse-impossible-id"
import { retrieveUserQueryConfig } from "./query-config"
import {
  AdminBatchUsers,
  AdminChangeUserAccess,
  AdminChangeUserEmail,
  AdminOffboardUser,
  AdminProvisionUser,
  AdminSuspendUser,
  AdminUpdateUser,
} from "./validators"

const userPolicy = (operation: string) => [{ resource: "user", operation }]

const refuseImpossibleUserId = refuseImpossibleId("user", ErrorCodes.USER_NOT_FOUND)

export const adminUsersMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/users",
    middlewares: [
      validateAndTransformBody(AdminProvisionUser),
      validateAndTransformQuery(createSelectParams(), retrieveUserQueryConfig),
    ],
    policies: userPolicy(PolicyOperation.create),
  },
  {
    // It is static, and so comes before core's `/admin/users/:id`, which would take "batch" for an id.
    methods: ["POST"],
    matcher: "/admin/users/batch",
    bodyParser: { sizeLimit: "2mb" },
    middlewares: [validateAndTransformBody(AdminBatchUsers)],
    policies: BATCH_POLICIES,
  },
  {
    methods: ["PATCH"],
    matcher: "/admin/users/:id",
    middlewares: [
      refuseImpossibleUserId,
      validateAndTransformBody(AdminUpdateUser),
      validateAndTransformQuery(createSelectParams(), retrieveUserQueryConfig),
    ],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    // Core declares the policies of this route.
    methods: ["DELETE"],
    matcher: "/admin/users/:id",
    middlewares: [refuseImpossibleUserId],
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/offboard",
    middlewares: [refuseImpossibleUserId, validateAndTransformBody(AdminOffboardUser)],
    policies: userPolicy(PolicyOperation.delete),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/cancel-offboarding",
    middlewares: [refuseImpossibleUserId, validateAndTransformBody(AdminChangeUserAccess)],
    policies: userPolicy(PolicyOperation.delete),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/suspend",
    middlewares: [refuseImpossibleUserId, validateAndTransformBody(AdminSuspendUser)],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/reactivate",
    middlewares: [refuseImpossibleUserId, validateAndTransformBody(AdminChangeUserAccess)],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/restore",
    middlewares: [refuseImpossibleUserId, validateAndTransformBody(AdminChangeUserAccess)],
    // It makes somebody a user who is none.
    policies: userPolicy(PolicyOperation.create),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/revoke-sessions",
    middlewares: [refuseImpossibleUserId, validateAndTransformBody(AdminChangeUserAccess)],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    // Core declares the policies of this route.
    methods: ["POST"],
    matcher: "/admin/users/:id/reset-password",
    middlewares: [refuseImpossibleUserId],
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/change-email",
    middlewares: [
      refuseImpossibleUserId,
      validateAndTransformBody(AdminChangeUserEmail),
      validateAndTransformQuery(createSelectParams(), retrieveUserQueryConfig),
    ],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    methods: ["GET"],
    matcher: "/admin/users/:id/access",
    middlewares: [refuseImpossibleUserId],
    policies: userPolicy(PolicyOperation.read),
  },
  {
    // Core declares the policies of this route, and of the next.
    methods: ["POST", "DELETE"],
    matcher: "/admin/users/:id/roles",
    middlewares: [refuseImpossibleUserId, forgetBeforeAnswer(userOfPath)],
  },
  {
    methods: ["DELETE"],
    matcher: "/admin/users/:id/roles/:role_id",
    middlewares: [
      refuseImpossibleUserId,
      refuseImpossibleId("role", undefined, "role_id"),
      forgetBeforeAnswer(userOfPath),
    ],
  },
]
