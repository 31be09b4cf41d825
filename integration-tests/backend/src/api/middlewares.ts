import { authenticate, defineMiddlewares } from "@medusajs/framework/http"

export default defineMiddlewares({
  routes: [
    {
      matcher: "/custom",
      middlewares: [authenticate("user", ["bearer", "session", "api-key"])],
    },
    {
      matcher: "/store/custom",
      middlewares: [authenticate("user", ["bearer", "api-key"])],
    },
    {
      methods: ["GET"],
      matcher: "/custom/people",
      policies: [{ resource: "user", operation: "read" }],
    },
    {
      matcher: "/public",
      middlewares: [authenticate("user", ["session", "bearer"], { allowUnauthenticated: true })],
    },
  ],
})
