import { EventEmitter } from "node:events"
import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MAX_TURNS_AT_ONCE, takeTurn, takeTurns } from "../take-turns"

/** A request, as far as it is needed here: a response that can be over, and whether the request goes on. */
function ask() {
  const res = Object.assign(new EventEmitter(), { closed: false })
  const asked = {
    hasBegun: false,
    end: () => {
      res.closed = true
      res.emit("close")
    },
  }
  takeTurns({} as MedusaRequest, res as unknown as MedusaResponse, () => {
    asked.hasBegun = true
  })
  return asked
}

describe("takeTurns", () => {
  it("lets so many go on at once, and the others in their order, as each is over", () => {
    const requests = Array.from({ length: MAX_TURNS_AT_ONCE + 2 }, ask)
    const begun = () => requests.map(({ hasBegun }) => hasBegun)
    expect(begun()).toEqual([true, true, false, false])
    requests[1].end()
    expect(begun()).toEqual([true, true, true, false])
    requests[0].end()
    requests[2].end()
    expect(begun()).toEqual([true, true, true, true])
    requests[3].end()
  })

  it("gives no turn to a client that has gone away, and keeps none of it", () => {
    const requests = Array.from({ length: MAX_TURNS_AT_ONCE + 2 }, ask)
    requests[2].end()
    requests[0].end()
    expect(requests[2].hasBegun).toBe(false)
    expect(requests[3].hasBegun).toBe(true)
    requests[1].end()
    requests[3].end()
    const next = ask()
    expect(next.hasBegun).toBe(true)
    next.end()
  })

  it("tells a route whose client has gone away, so that it can tidy up", async () => {
    const gone = Object.assign(new EventEmitter(), { closed: true })
    await expect(takeTurn(gone as unknown as MedusaResponse)).rejects.toThrow("has gone away")
    const next = ask()
    expect(next.hasBegun).toBe(true)
    next.end()
  })
})
