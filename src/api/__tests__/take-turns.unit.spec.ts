import type { ServerResponse } from "node:http"
import { inTurn, MAX_TURNS_AT_ONCE, MAX_WAITING } from "../take-turns"

/** A request, as far as it is needed here, whose work ends when it is told to. */
function ask() {
  const asked = {
    hasBegun: false,
    status: 0,
    socket: { destroyed: false },
    end: () => undefined as void,
    answer: Promise.resolve() as Promise<unknown>,
  }
  const res = {
    writeHead: (status: number) => {
      asked.status = status
      return res
    },
    end: () => res,
  }
  const { socket } = asked
  asked.answer = inTurn(
    { socket },
    res as unknown as ServerResponse,
    () =>
      new Promise<string>((resolve) => {
        asked.hasBegun = true
        asked.end = () => resolve("done")
      })
  )
  return asked
}

const settle = () => new Promise(setImmediate)

describe("inTurn", () => {
  it("lets so many go on at once, and the others in their order, as each is done", async () => {
    const requests = Array.from({ length: MAX_TURNS_AT_ONCE + 2 }, ask)
    const begun = () => requests.map(({ hasBegun }) => hasBegun)
    expect(begun()).toEqual([true, true, false, false])
    requests[1].end()
    await settle()
    expect(begun()).toEqual([true, true, true, false])
    requests[0].end()
    requests[2].end()
    await settle()
    expect(begun()).toEqual([true, true, true, true])
    requests[3].end()
    expect(await Promise.all(requests.map(({ answer }) => answer))).toEqual(
      requests.map(() => "done")
    )
  })

  it("keeps the place of work that goes on although its client has gone away", async () => {
    const requests = Array.from({ length: MAX_TURNS_AT_ONCE + 1 }, ask)
    requests[0].socket.destroyed = true
    await settle()
    expect(requests[2].hasBegun).toBe(false)
    requests.slice(0, 2).forEach(({ end }) => end())
    await settle()
    expect(requests[2].hasBegun).toBe(true)
    requests[2].end()
    await requests[2].answer
  })

  it("does nothing for a client that has gone away while it waited, and keeps no place for it", async () => {
    const requests = Array.from({ length: MAX_TURNS_AT_ONCE + 2 }, ask)
    requests[2].socket.destroyed = true
    requests[0].end()
    await settle()
    expect([requests[2].hasBegun, requests[3].hasBegun]).toEqual([false, true])
    expect(await requests[2].answer).toBeUndefined()
    requests[1].end()
    requests[3].end()
    await settle()
    const next = ask()
    expect(next.hasBegun).toBe(true)
    next.end()
    await next.answer
  })

  it("gives the place back of work that fails", async () => {
    const req = { socket: { destroyed: false } }
    const fail = () => inTurn(req, {} as ServerResponse, () => Promise.reject(new Error("broken")))
    for (let time = 0; time <= MAX_TURNS_AT_ONCE; time++) {
      await expect(fail()).rejects.toThrow("broken")
    }
  })

  it("tells those to come again before whom many are waiting", async () => {
    const requests = Array.from({ length: MAX_TURNS_AT_ONCE + MAX_WAITING }, ask)
    const refused = ask()
    expect(await refused.answer).toBeUndefined()
    expect(refused.status).toBe(429)
    for (const request of requests) {
      await settle()
      request.end()
      expect(await request.answer).toBe("done")
    }
  })
})
