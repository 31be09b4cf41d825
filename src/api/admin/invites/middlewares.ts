import { MiddlewareRoute } from "@medusajs/framework/http"
import { acceptInOneCall } from "./accept-in-one-call"

export const adminInvitesMiddlewares: MiddlewareRoute[] = [
  {
    // An expression, because Medusa sorts those before its own middleware.
    methods: ["POST"],
    matcher: /^\/admin\/invites\/accept\/?$/i,
    middlewares: [acceptInOneCall],
  },
]
