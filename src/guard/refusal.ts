import { MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { AccessRefusal, accessRefusalMessages } from "../domain/access"
import { ErrorCodes } from "../domain/error-codes"

const BARE_UNAUTHORIZED = JSON.stringify({ message: "Unauthorized" })

/** The body of a 401, in Medusa's shape, with the code that says why. */
export function refusalBody(code: AccessRefusal) {
  return { type: MedusaError.Types.UNAUTHORIZED, message: accessRefusalMessages[code], code }
}

/** The answer while the database is away: nobody can tell whether a credential is good, so nobody gets in. */
export function answerAccessUnknown(res: MedusaResponse): void {
  res.status(503).json({
    type: MedusaError.Types.UNEXPECTED_STATE,
    message:
      "Access can't be checked at the moment, because the database does not answer. Try again shortly.",
    code: ErrorCodes.ACCESS_UNKNOWN,
  })
}

/**
 * Makes the bare 401 of Medusa's `authenticate()` (2.21) say why. A withdrawn credential is as good as none, so whether
 * a route refuses the request is the route's affair (a login, or a public page, goes on); if it does, the holder should
 * learn the reason. A 401 that has a reason of its own, such as a wrong password, stays as it is.
 */
export function explainUnauthorized(res: MedusaResponse, code: AccessRefusal): void {
  const json = res.json.bind(res)
  res.json = (body) => {
    const isBare = res.statusCode === 401 && JSON.stringify(body) === BARE_UNAUTHORIZED
    return json(isBare ? refusalBody(code) : body)
  }
}
