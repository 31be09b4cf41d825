import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ConfigModule } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, parseCorsOrigins } from "@medusajs/framework/utils"
import { ErrorCodes } from "../domain/error-codes"
import { isForeign, RequestOrigin } from "../domain/request-origin"
import { isLogout } from "./credentials"

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"])

/**
 * Where Medusa (2.21) takes an admin's session for an admin: a storefront's requests carry it along as well, and are none of them.
 * Under `/auth` whatever the actor type: `/auth/%75ser` is `/auth/user` to Medusa.
 */
const SESSION_PATH = /^\/(admin|auth|cloud)(\/|$)/i

/** Where identity providers have the browser send what they say (`form_post`). It reads no session. */
const CALLBACK = /^\/auth\/[^/]+\/[^/]+\/callback\/?$/i

/**
 * Where a session is nothing but carried along (Medusa 2.21): logging in, registering, resetting a password, and a new session
 * for a token. A storefront that `http.authCors` names does so for its customers, in the browser of an admin, too.
 */
const CARRIED_ALONG = [
  /^\/auth\/session\/?$/i,
  /^\/auth\/[^/]+\/[^/]+(\/(register|reset-password|update))?\/?$/i,
]

/** Of the same form, and what acts there is the session: it is made a token, or its second factors change. */
const ACTING = /^\/auth\/(token|mfa|verification)(\/|$)/i

/**
 * Whether a page of another origin makes an admin's browser change something with the admin's session (cross-site request
 * forgery): `SameSite` keeps the cookie from other sites, and not from other subdomains and ports of the same one. Origins of
 * `http.adminCors` may, and those of `http.authCors` where the session is nothing but carried along. A session that is thrown
 * away opens nothing to anybody.
 */
export function isForgeable(req: MedusaRequest): boolean {
  const { method, path } = req
  if (
    SAFE_METHODS.has(method) ||
    !SESSION_PATH.test(path) ||
    CALLBACK.test(path) ||
    isLogout(req)
  ) {
    return false
  }
  const isActing = ACTING.test(decoded(path))
  if (!isActing && bringsBearer(req)) {
    return false
  }
  const { adminCors, authCors } = configOf(req).projectConfig.http
  const isCarriedAlong = !isActing && CARRIED_ALONG.some((each) => each.test(path))
  return isForeign(originOf(req), parseCorsOrigins(isCarriedAlong ? authCors : adminCors))
}

/** Whether a page sent a request that may not act as an admin: a session that comes along with it vouches for nobody. */
export function isOfNoDashboard(req: MedusaRequest): boolean {
  return isForeign(originOf(req), parseCorsOrigins(configOf(req).projectConfig.http.adminCors))
}

/**
 * A request with a bearer token was allowed by CORS, or is no page's: no browser adds one by itself, as it does the name and
 * password of a page that is protected by HTTP's own authentication. Under `/auth` it is `http.authCors` that allows it, and where
 * both come Medusa (2.21) takes the session: there a token excuses nothing.
 */
const bringsBearer = ({ headers }: MedusaRequest) => /^bearer\s/i.test(headers.authorization ?? "")

/** `/auth/%74oken/refresh` is another path to Express, which compares what is spelled out undecoded; better one refusal more. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function originOf(req: MedusaRequest): RequestOrigin {
  const header = (name: string) => {
    const value = req.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
  return {
    fetch_site: header("sec-fetch-site"),
    origin: header("origin"),
    hosts: [header("host"), header("x-forwarded-host")?.split(",")[0]],
    backend_url: configOf(req).admin?.backendUrl,
  }
}

const configOf = (req: MedusaRequest): ConfigModule =>
  req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE)

export function answerForeignPage(req: MedusaRequest, res: MedusaResponse): void {
  const { origin, hosts } = originOf(req)
  const names = hosts.filter((each) => each !== undefined).join(", ")
  res.status(403).json({
    type: MedusaError.Types.FORBIDDEN,
    message:
      `A page of another origin can't use an admin's session. Its origin, ${origin ?? "which it does not say"}, is not in ` +
      `http.adminCors, and not that of the backend, which was asked as ${names}.`,
    code: ErrorCodes.FOREIGN_PAGE,
  })
}
