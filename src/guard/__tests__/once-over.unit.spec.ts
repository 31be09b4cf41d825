import { once } from "node:events"
import http from "node:http"
import net from "node:net"
import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { onceOver } from "../once-over"

describe("onceOver", () => {
  let server: http.Server
  let handle: (req: http.IncomingMessage, res: http.ServerResponse) => void

  beforeEach(async () => {
    server = http.createServer((req, res) => handle(req, res)).listen(0, "localhost")
    await once(server, "listening")
  })
  afterEach(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, "close")
  })

  const connect = async () => {
    const client = net.connect((server.address() as net.AddressInfo).port, "localhost")
    // The server hangs up on it in the end.
    client.on("error", () => undefined)
    await once(client, "connect")
    return client
  }
  const REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

  /** Whatever error comes before it. */
  const closing = (emitter: NodeJS.EventEmitter) =>
    new Promise<void>((resolve) => emitter.once("close", () => resolve()))

  /** The next request that arrives, with what says whether its end was told. */
  const arrival = () =>
    new Promise<{ req: http.IncomingMessage; res: http.ServerResponse }>((resolve) => {
      handle = (req, res) => resolve({ req, res })
    })
  const watch = (req: http.IncomingMessage, res: http.ServerResponse) => {
    const told = { isWatched: false, times: 0, over: Promise.resolve() }
    told.over = new Promise((resolve) => {
      const done = () => {
        told.times++
        resolve()
      }
      told.isWatched = onceOver(req as MedusaRequest, res as MedusaResponse, done)
    })
    return told
  }

  it("tells of an answer that is over, once", async () => {
    const next = arrival()
    const client = await connect()
    client.write(REQUEST)
    const { req, res } = await next
    const told = watch(req, res)
    expect(told).toMatchObject({ isWatched: true, times: 0 })
    res.end("ok")
    await told.over
    client.destroy()
    await closing(req.socket)
    expect(told.times).toBe(1)
  })

  it("tells of a client that hangs up, once", async () => {
    const next = arrival()
    const client = await connect()
    client.write(REQUEST)
    const { req, res } = await next
    const told = watch(req, res)
    const closed = closing(req.socket)
    client.destroy()
    await Promise.all([told.over, closed])
    expect(told.times).toBe(1)
  })

  it("says that nothing will be told of a client that has gone already", async () => {
    const next = arrival()
    const client = await connect()
    client.write(REQUEST)
    const { req, res } = await next
    const closed = closing(res)
    client.destroy()
    await closed
    const told = watch(req, res)
    expect(told).toMatchObject({ isWatched: false, times: 0 })
    expect(res.listenerCount("close")).toBe(0)
  })

  it("tells of a request whose turn to be answered never comes", async () => {
    const waiting: ReturnType<typeof watch>[] = []
    const both = new Promise<void>((resolve) => {
      handle = (req, res) => {
        waiting.push(watch(req, res))
        if (waiting.length === 2) {
          resolve()
        }
      }
    })
    const client = await connect()
    client.write(REQUEST + REQUEST)
    await both
    client.destroy()
    await Promise.all(waiting.map(({ over }) => over))
    expect(waiting.map(({ times }) => times)).toEqual([1, 1])
  })
})
