import { ServerResponse } from "node:http"
import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"

/** For each instance. Medusa's pool has ten connections by default, and everybody else, the guard first of all, needs some. */
export const MAX_TURNS_AT_ONCE = 2

/** As far as it is needed to know when a request is over. */
type Response = Pick<ServerResponse, "closed" | "once">

type Turn = {
  res: Response
  begin: () => void
  /** Its client has gone away while it waited. */
  drop: () => void
}

let underWay = 0
const waiting: Turn[] = []

/**
 * Lets a request wait while others are under way on this instance that read, or write, as much as everybody: without it, whoever
 * may look for findings at all could begin so many that the guard finds no connection, and nobody gets an answer, least of all
 * whoever would end that. Those who wait hold no connection.
 *
 * For middleware that runs after everything that may refuse the request.
 */
export function takeTurns(_: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  enqueue({ res, begin: next, drop: () => undefined })
}

/**
 * The same for a route that has something to wait for before its turn, such as a file, which its client sends as slowly as it likes.
 *
 * @throws MedusaError `unexpected_state` if the client has gone away, which nobody is told
 */
export async function takeTurn(res: Response): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const drop = () =>
      reject(new MedusaError(MedusaError.Types.UNEXPECTED_STATE, "The client has gone away."))
    enqueue({ res, begin: resolve, drop })
  })
}

function enqueue(turn: Turn): void {
  waiting.push(turn)
  beginNext()
}

function beginNext(): void {
  while (underWay < MAX_TURNS_AT_ONCE) {
    const turn = waiting.shift()
    if (!turn) {
      return
    }
    // A client that has gone away already says so no more: its place would stay taken for ever.
    if (turn.res.closed) {
      turn.drop()
      continue
    }
    underWay++
    turn.res.once("close", () => {
      underWay--
      beginNext()
    })
    turn.begin()
  }
}
