import { validateAndTransformBody, validateAndTransformQuery } from "@medusajs/framework"
import { MiddlewareRoute } from "@medusajs/framework/http"
import { PolicyOperation } from "@medusajs/framework/utils"
import { createSelectParams } from "@medusajs/medusa/api/utils/validators"
import { retrieveUserQueryConfig } from "./query-config"
import { AdminOffboardUser, AdminProvisionUser, AdminUpdateUser } from "./validators"

const userPolicy = (operation: string) => [{ resource: "user", operation }]

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
      validateAndTransformBody(AdminUpdateUser),
      validateAndTransformQuery(createSelectParams(), retrieveUserQueryConfig),
    ],
    policies: userPolicy(PolicyOperation.update),
  },
  {
    methods: ["POST"],
    matcher: "/admin/users/:id/offboard",
    middlewares: [validateAndTransformBody(AdminOffboardUser)],
    policies: userPolicy(PolicyOperation.delete),
  },
]
