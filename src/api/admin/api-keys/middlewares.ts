import { MiddlewareRoute } from "@medusajs/framework/http"
import { watchNewApiKey } from "../../../guard/new-api-keys"

export const adminApiKeysMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/api-keys",
    middlewares: [watchNewApiKey],
  },
]
