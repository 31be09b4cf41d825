import { ServerResponse } from "node:http"
import { Socket } from "node:net"
import { ErrorCodes } from "../domain/error-codes"
import { Places } from "../places"
import { answerTooMany } from "./answer-too-many"

/** For each instance. Medusa's pool has ten connections by default, and everybody else, the guard first of all, needs some. */
export const MAX_TURNS_AT_ONCE = 2

/** More than people ask for at the same time; whoever comes after them is told to come again. */
export const MAX_WAITING = 20

type Turn = <TResult>(
  req: { socket: Pick<Socket, "destroyed"> },
  res: ServerResponse,
  work: () => Promise<TResult>
) => Promise<TResult | undefined>

function makeTurns(): Turn {
  const turns = new Places(MAX_TURNS_AT_ONCE)
  return async ({ socket }, res, work) => {
    if (turns.waiting >= MAX_WAITING) {
      answerTooBusy(res)
      return undefined
    }
    // The socket and not the response, which is never closed where its request came behind another one on the same connection.
    return await turns.work(async () => (socket.destroyed ? undefined : await work()))
  }
}

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
export const inTurn: Turn = makeTurns()

/** The same for audits, which whoever may only read can ask for: they wait for each other, and not what changes something. */
export const auditInTurn: Turn = makeTurns()

/** The same for lists, searches and figures that look at, or count, every row: they wait for each other, and not for audits or imports. */
export const searchInTurn: Turn = makeTurns()

/** HTTP 429, code `user_lifecycle.too_busy`. */
export function answerTooBusy(res: ServerResponse): void {
  const message = "Many are waiting for this already. Try again in a moment."
  answerTooMany(res, ErrorCodes.TOO_BUSY, message)
}
