import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { LOOKUP_TIMEOUT_MS, withinOrNever } from "../access/within"
import { describeDatabaseError } from "../database/transaction"
import { AccessRefusal, accessRefusalMessages } from "../domain/access"
import { ErrorCodes } from "../domain/error-codes"
import { MAX_VOUCHED_LOGINS } from "../domain/identity"

const BARE_UNAUTHORIZED = JSON.stringify({ message: "Unauthorized" })

/** The body of a 401, in Medusa's shape, with the code that says why. */
export function refusalBody(code: AccessRefusal) {
  return { type: MedusaError.Types.UNAUTHORIZED, message: accessRefusalMessages[code], code }
}

/** The answer while the database is away: nobody can tell whether a credential is good, so nobody gets in. */
export function failClosed(req: MedusaRequest, res: MedusaResponse, error: unknown): void {
  const logger: Logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER)
  logger.error(`user-lifecycle: access could not be checked: ${describeDatabaseError(error)}`)
  res.status(503).json(accessUnknownBody())
}

/**
 * Does for a request what needs the database, or answers 503 if that does not answer in time. What is done late counts for nothing:
 * see `withinOrNever`.
 *
 * @returns `undefined` if the request has been answered
 * @throws MedusaError what `work` refuses
 */
export async function doInTime<TResult>(
  req: MedusaRequest<unknown>,
  res: MedusaResponse,
  work: (assertInTime: () => void) => Promise<TResult>
): Promise<{ result: TResult } | undefined> {
  try {
    return { result: await withinOrNever(LOOKUP_TIMEOUT_MS, work) }
  } catch (error) {
    if (MedusaError.isMedusaError(error)) {
      throw error
    }
    failClosed(req, res, error)
    return undefined
  }
}

/** The answer to an admin who has registered so many logins for others that nobody has taken: HTTP 429. */
export function answerTooManyVouchedLogins(res: MedusaResponse): void {
  res.status(429).json({
    type: MedusaError.Types.NOT_ALLOWED,
    message: `You have registered ${MAX_VOUCHED_LOGINS} logins that are nobody's yet. Make users with them, or invite people instead.`,
    code: ErrorCodes.TOO_MANY_VOUCHED_LOGINS,
  })
}

/**
 * Makes the bare 401 of Medusa's `authenticate()` (2.21) say why. A withdrawn credential is as good as none, so whether
 * a route refuses the request is the route's affair (a login, or a public page, goes on); if it does, the holder should
 * learn the reason. A 401 that has a reason of its own, such as a wrong password, stays as it is.
 */
export function explainUnauthorized(res: MedusaResponse, code: AccessRefusal): void {
  replaceBareUnauthorized(res, 401, refusalBody(code))
}

/** The same where nobody could be asked whether a credential is good, which is no reason to throw it away. */
export function explainUnknown(res: MedusaResponse): void {
  replaceBareUnauthorized(res, 503, accessUnknownBody())
}

function replaceBareUnauthorized(res: MedusaResponse, status: number, reason: object): void {
  const json = res.json.bind(res)
  res.json = (body) => {
    const isBare = res.statusCode === 401 && JSON.stringify(body) === BARE_UNAUTHORIZED
    if (isBare) {
      res.status(status)
      return json(reason)
    }
    return json(body)
  }
}

function accessUnknownBody() {
  return {
    type: MedusaError.Types.UNEXPECTED_STATE,
    message:
      "Access can't be checked at the moment, because the database does not answer. Try again shortly.",
    code: ErrorCodes.ACCESS_UNKNOWN,
  }
}
