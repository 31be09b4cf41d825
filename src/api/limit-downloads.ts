import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ErrorCodes } from "../domain/error-codes"
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
  { socket }: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  if (underWay >= MAX_DOWNLOADS_AT_ONCE) {
    const message = `${MAX_DOWNLOADS_AT_ONCE} downloads are under way. Try again when one of them is over.`
    return answerTooMany(res, ErrorCodes.TOO_MANY_DOWNLOADS, message)
  }
  // A client that has gone away already says so no more: its place would stay taken for ever.
  if (res.closed || socket.destroyed) {
    return
  }
  underWay++
  // Whichever comes first: the response to a request that came behind another one on the same connection is never closed where the
  // connection is before its turn.
  let isReleased = false
  const release = () => {
    res.off("close", release)
    socket.off("close", release)
    if (!isReleased) {
      // One of the two is told in the middle of the other, which goes on with a list of listeners from before.
      isReleased = true
      underWay--
    }
  }
  res.on("close", release)
  socket.on("close", release)
  next()
}
