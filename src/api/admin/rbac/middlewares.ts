import { MiddlewareRoute } from "@medusajs/framework/http"
import { forgetBeforeAnswer, usersOfBody } from "../../../guard/role-changes"

/** Core declares the policies of its routes. They are there only where Medusa's RBAC is enabled. */
export const adminRbacMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST", "DELETE"],
    matcher: "/admin/rbac/roles/:id/users",
    middlewares: [forgetBeforeAnswer(usersOfBody)],
  },
]
