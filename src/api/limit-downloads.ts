import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ErrorCodes } from "../domain/error-codes"
import { onceOver } from "../guard/once-over"
import { answerTooMany } from "./answer-too-many"

/** For each instance. Medusa's pool has ten connections by default, and everybody else needs some. */
export const MAX_DOWNLOADS_AT_ONCE = 3

let underWay = 0

/**
 * Refuses a download while several are under way on this instance. Each holds a database connection for as long as its client
 * takes: without a limit, whoever may read at all could begin so many, and read so slowly, that nobody else gets an answer.
 *
 * For middleware that runs after everything that may refuse the request.
 */
export function limitDownloads(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (underWay >= MAX_DOWNLOADS_AT_ONCE) {
    const message = `${MAX_DOWNLOADS_AT_ONCE} downloads are under way. Try again when one of them is over.`
    return answerTooMany(res, ErrorCodes.TOO_MANY_DOWNLOADS, message)
  }
  // The place of a client that has gone already would stay taken for ever.
  if (onceOver(req, res, () => underWay--)) {
    underWay++
    next()
  }
}
