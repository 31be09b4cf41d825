import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/** For each instance. Medusa's pool has ten connections by default, and everybody else, the guard first of all, needs some. */
export const MAX_TURNS_AT_ONCE = 2

type Turn = { res: MedusaResponse; next: MedusaNextFunction }

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
  waiting.push({ res, next })
  beginNext()
}

function beginNext(): void {
  while (underWay < MAX_TURNS_AT_ONCE) {
    const turn = waiting.shift()
    if (!turn) {
      return
    }
    // A client that has gone away while it waited says so no more, and needs no answer.
    if (!turn.res.closed) {
      underWay++
      turn.res.once("close", () => {
        underWay--
        beginNext()
      })
      turn.next()
    }
  }
}
