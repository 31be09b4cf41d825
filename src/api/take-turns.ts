import { ServerResponse } from "node:http"
import { MedusaRequest } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { ErrorCodes } from "../domain/error-codes"

/** For each instance. Medusa's pool has ten connections by default, and everybody else, the guard first of all, needs some. */
export const MAX_TURNS_AT_ONCE = 2

/** More than people ask for at the same time; whoever comes after them is told to come again. */
export const MAX_WAITING = 20

/** As long as an audit of a hundred thousand people takes. */
const RETRY_AFTER_SECONDS = 5

let underWay = 0
const waiting: (() => void)[] = []

/**
 * Lets work wait while other work is under way on this instance that reads, or writes, as much as everybody: without it, whoever
 * may look for findings at all could begin so much that the guard finds no connection, and nobody gets an answer, least of all
 * whoever would end that. Those who wait hold no connection.
 *
 * A turn is over when the work is, and not when its client goes away: the work goes on then, with its connection.
 *
 * @returns `undefined` where there is nobody to answer any more, or where too many wait already, who are told so here: HTTP 429, code
 * `user_lifecycle.too_busy`
 */
export async function inTurn<TResult>(
  req: Pick<MedusaRequest, "socket">,
  res: ServerResponse,
  work: () => Promise<TResult>
): Promise<TResult | undefined> {
  if (underWay >= MAX_TURNS_AT_ONCE) {
    if (waiting.length >= MAX_WAITING) {
      answerTooBusy(res)
      return undefined
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    underWay++
  }
  try {
    // The socket and not the response, which is never closed where its request came behind another one on the same connection.
    return req.socket.destroyed ? undefined : await work()
  } finally {
    const next = waiting.shift()
    if (next) {
      // It takes over the place.
      next()
    } else {
      underWay--
    }
  }
}

/** HTTP 429, code `user_lifecycle.too_busy`. */
export function answerTooBusy(res: ServerResponse): void {
  // Medusa (2.21) has no type of error for this status.
  const type = MedusaError.Types.NOT_ALLOWED
  const message = "Many are waiting for this already. Try again in a moment."
  res
    .writeHead(429, {
      "content-type": "application/json; charset=utf-8",
      "retry-after": String(RETRY_AFTER_SECONDS),
    })
    .end(JSON.stringify({ type, message, code: ErrorCodes.TOO_BUSY }))
}
