import { validateAndTransformBody, validateAndTransformQuery } from "@medusajs/framework"
import {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { MedusaError, PolicyOperation } from "@medusajs/framework/utils"
import { createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { ErrorCodes } from "../../../domain/error-codes"
import { isStorable } from "../../../domain/storable"
import { retrieveUserQueryConfig } from "./query-config"
import {
  AdminChangeUserAccess,
  AdminChangeUserEmail,
  AdminOffboardUser,
  AdminProvisionUser,
  AdminSuspendUser,
  AdminUpdateUser,
} from "./validators"

const userPolicy = (operation: string) => [{ resource: "user", operation }]

/** Far longer than any id of Medusa's, and short enough to be looked up and quoted. */
const MAX_ID_LENGTH = 255

/** An id that can't be stored can't be anybody's; the database would make it an error of ours. */
function refuseImpossibleId(req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction): void {
  const { id } = req.params
  if (id.length > MAX_ID_LENGTH || !isStorable(id)) {
    throw new MedusaError(
      MedusaError.Types.NOT_FOUND,
      `User with id: ${JSON.stringify(id.slice(0, MAX_ID_LENGTH))} was not found`,
      ErrorCodes.USER_NOT_FOUND
    )
  }
  next()
}

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
    methods: ["PATCH"],
    matcher: "/admin/users/:id",
    middlewares: [
      refuseImpossibleId,
      validateAndTransformBody(AdminUpdateUser),
      validateAndTransformQuery(createSelectParams(), retrieveUserQueryConfig),
    ],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    // Core declares the policies of this route.
    methods: ["DELETE"],
    matcher: "/admin/users/:id",
    middlewares: [refuseImpossibleId],
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/offboard",
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminOffboardUser)],
    policies: userPolicy(PolicyOperation.delete),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/cancel-offboarding",
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminChangeUserAccess)],
    policies: userPolicy(PolicyOperation.delete),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/suspend",
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminSuspendUser)],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/reactivate",
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminChangeUserAccess)],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/restore",
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminChangeUserAccess)],
    // It makes somebody a user who is none.
    policies: userPolicy(PolicyOperation.create),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/revoke-sessions",
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminChangeUserAccess)],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    // Core declares the policies of this route.
    methods: ["POST"],
    matcher: "/admin/users/:id/reset-password",
    middlewares: [refuseImpossibleId],
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/change-email",
    middlewares: [
      refuseImpossibleId,
      validateAndTransformBody(AdminChangeUserEmail),
      validateAndTransformQuery(createSelectParams(), retrieveUserQueryConfig),
    ],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    methods: ["GET"],
    matcher: "/admin/users/:id/access",
    middlewares: [refuseImpossibleId],
    policies: userPolicy(PolicyOperation.read),
  },
]
