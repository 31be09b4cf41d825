import { MiddlewareRoute } from "@medusajs/framework/http"
import { useAuthForUsers } from "../../guard/auth-for-users"
import { watchExchange, watchLogin } from "../../guard/handover"
import { refuseWeakRegistration } from "../../guard/password-policy"
import { admitPasswordReset, judgePasswordReset } from "../../guard/password-reset"
import { recognizeAdmin, restrictRegistration } from "../../guard/registration"

/*
 * The matchers have parameters, as core's do, and the parameters are compared: `/auth/%75ser/emailpass` is the same
 * route to Medusa, and would be another one to a matcher that spells "user" out.
 */
export const authMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET", "POST"],
    matcher: "/auth/:actor_type/:auth_provider",
    middlewares: [watchLogin, useAuthForUsers],
  },
  {
    methods: ["GET", "POST"],
    matcher: "/auth/:actor_type/:auth_provider/callback",
    middlewares: [watchLogin, useAuthForUsers],
  },
  {
    methods: ["POST"],
    matcher: "/auth/token/refresh",
    middlewares: [watchExchange],
  },
  {
    methods: ["POST"],
    matcher: "/auth/mfa/challenges/:id/verify",
    middlewares: [watchExchange],
  },
  {
    methods: ["POST"],
    matcher: "/auth/:actor_type/:auth_provider/register",
    // A provider may answer with the token of a login that was there.
    middlewares: [recognizeAdmin, refuseWeakRegistration, restrictRegistration, watchLogin],
  },
  {
    // An expression, because Medusa sorts those before its own middleware, which uses the token up.
    methods: ["POST"],
    matcher: /^\/auth\/([^/]+)\/([^/]+)\/update\/?$/i,
    middlewares: [judgePasswordReset],
  },
  {
    methods: ["POST"],
    matcher: "/auth/:actor_type/:auth_provider/reset-password",
    middlewares: [admitPasswordReset],
  },
]
