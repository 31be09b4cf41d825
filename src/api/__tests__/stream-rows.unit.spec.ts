import { once } from "node:events"
import http from "node:http"
import net, { type AddressInfo } from "node:net"
import { setImmediate as nextTurn } from "node:timers/promises"
import express from "express"
import { parse } from "csv-parse/sync"
import { type Row, type RowStream, streamRows } from "../stream-rows"

const errors: string[] = []
let server: http.Server
let answer: (res: Parameters<typeof streamRows>[0]) => Promise<void>

const download = (stream: Partial<RowStream> & Pick<RowStream, "rows">) => {
  answer = (res) =>
    streamRows(res, { format: "csv", file_name: "people", columns: ["id", "name"], ...stream })
}

/** Rows as a transaction gives them: something is released at the end, whatever the end is. */
const source = (count: number, { failAt }: { failAt?: number } = {}) => {
  const state = { read: 0, released: 0 }
  async function* rows(): AsyncGenerator<Row> {
    try {
      for (let id = 0; id < count; id++) {
        if (id === failAt) {
          throw new Error("select 1 - the database is gone")
        }
        state.read++
        yield { id, name: "x".repeat(200) }
      }
    } finally {
      state.released++
    }
  }
  return { state, rows: rows() }
}

beforeAll(async () => {
  const app = express()
  app.get("/", (req, res, next) => {
    Object.assign(req, {
      scope: { resolve: () => ({ error: (message: string) => errors.push(message) }) },
    })
    answer(res).catch(next)
  })
  app.use(((error, _req, res, _next) => {
    res.status(500).json({ message: error.message })
  }) as express.ErrorRequestHandler)
  server = app.listen(0, "127.0.0.1")
  await once(server, "listening")
})

afterAll(() => server.close())
beforeEach(() => errors.splice(0))

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

/** The answer, as soon as its head is there. */
const open = async (): Promise<http.IncomingMessage> => {
  const request = http.get(url(), { agent: false })
  const [response] = (await once(request, "response")) as [http.IncomingMessage]
  return response
}

const until = async (condition: () => boolean) => {
  const deadline = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error("It did not come to pass")
    }
    await nextTurn()
  }
}

describe("streamRows", () => {
  it("writes CSV that a spreadsheet takes for text, and a parser for what it was", async () => {
    async function* rows(): AsyncGenerator<Row> {
      yield { id: 1, name: '=HYPERLINK("http://example.com")', other: "not asked for" }
      yield { id: -2, name: "a\rb\nc,d;e" }
      yield { id: null, name: ["emailpass", "google"] }
      yield { id: new Date(0), name: { a: [1, { b: 2 }] } }
      yield { id: true, name: "-1" }
      yield { id: false, name: ["=1", "b"] }
    }
    download({ rows: rows() })
    const response = await fetch(url())
    expect(response.headers.get("content-type")).toMatch(/^text\/csv; charset=utf-8/)
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="people.csv"')
    expect(response.headers.get("cache-control")).toBe("no-store")
    expect(parse(await response.text())).toEqual([
      ["id", "name"],
      ["1", `'=HYPERLINK("http://example.com")`],
      ["-2", "a\rb\nc,d;e"],
      ["", "emailpass; google"],
      ["1970-01-01T00:00:00.000Z", '{"a":[1,{"b":2}]}'],
      ["true", "'-1"],
      ["false", "'=1; b"],
    ])
  })

  it("writes NDJSON as it is", async () => {
    async function* rows(): AsyncGenerator<Row> {
      yield { id: 1, name: "=1", other: "not asked for" }
      yield { id: new Date(0), name: ["a\nb"] }
      yield { id: 3 }
    }
    download({ format: "ndjson", rows: rows() })
    const response = await fetch(url())
    expect(response.headers.get("content-type")).toMatch(/^application\/x-ndjson/)
    expect(response.headers.get("content-disposition")).toContain("people.ndjson")
    expect(
      (await response.text())
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
    ).toEqual([
      { id: 1, name: "=1" },
      { id: "1970-01-01T00:00:00.000Z", name: ["a\nb"] },
      { id: 3, name: null },
    ])
  })

  it("begins a CSV, and nothing else, with what tells spreadsheets that it is UTF-8", async () => {
    const firstBytes = async (format: RowStream["format"]) => {
      async function* rows(): AsyncGenerator<Row> {
        for (let id = 0; id < 1_000; id++) {
          yield { id, name: "Zoë 🙂" }
        }
      }
      download({ format, rows: rows() })
      const bytes = Buffer.from(await (await fetch(url())).arrayBuffer())
      const text = bytes.toString("utf8")
      expect(text).toContain("Zoë 🙂")
      expect(text.lastIndexOf("\ufeff")).toBeLessThanOrEqual(0)
      return [...bytes.subarray(0, 3)]
    }
    expect(await firstBytes("csv")).toEqual([0xef, 0xbb, 0xbf])
    expect(await firstBytes("ndjson")).toEqual([...'{"i'].map((each) => each.charCodeAt(0)))
  })

  it("answers HEAD without reading more than what it takes to know that it can", async () => {
    const { rows, state } = source(100_000)
    download({ rows })
    const response = await fetch(url(), { method: "HEAD" })
    expect(response.status).toBe(200)
    expect(response.headers.get("content-disposition")).toContain("people.csv")
    await until(() => state.released === 1)
    expect(state.read).toBeLessThan(1_000)
  })

  it("has a header, or nothing, where there are no rows", async () => {
    download({ rows: source(0).rows })
    expect(await (await fetch(url())).text()).toBe("id,name\r\n")
    download({ format: "ndjson", rows: source(0).rows })
    expect(await (await fetch(url())).text()).toBe("")
  })

  it.each([499, 500, 501, 12_345])("writes each of %i rows once", async (count) => {
    const { rows, state } = source(count)
    download({ rows })
    const lines = parse(await (await fetch(url())).text())
    expect(lines.slice(1).map(([id]: string[]) => Number(id))).toEqual([...Array(count).keys()])
    expect(state).toEqual({ read: count, released: 1 })
  })

  it("answers what fails before the first rows as any error", async () => {
    const { rows, state } = source(10, { failAt: 0 })
    download({ rows })
    const response = await fetch(url())
    expect(response.status).toBe(500)
    expect(response.headers.get("content-disposition")).toBeNull()
    expect(state.released).toBe(1)
  })

  it("breaks off where something fails later, and says why in the log", async () => {
    const { rows, state } = source(10_000, { failAt: 5_000 })
    download({ rows })
    const response = await fetch(url())
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    expect(state.released).toBe(1)
    await until(() => errors.length > 0)
    expect(errors).toEqual([expect.stringContaining("the database is gone")])
  })

  it("reads no further than the client does, and lets go when the client goes away", async () => {
    const { rows, state } = source(1_000_000)
    download({ rows })
    const response = await open()
    let before = -1
    // What the sockets hold is full when nothing more is read for a while.
    for (let still = 0; still < 200; before = state.read) {
      await nextTurn()
      still = state.read === before ? still + 1 : 0
    }
    expect(state.read).toBeLessThan(200_000)
    expect(state.released).toBe(0)
    response.destroy()
    await until(() => state.released === 1)
    expect(state.read).toBeLessThan(200_000)
    expect(errors).toEqual([])
  })

  it("gives a client up that does not read, and says so in the log", async () => {
    const { rows, state } = source(1_000_000)
    download({ rows, patience_ms: 200 })
    const socket = net.connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" })
    socket.pause()
    const closed = once(socket, "close")
    socket.write("GET / HTTP/1.1\r\nhost: example.com\r\n\r\n")
    await until(() => state.released === 1)
    expect(state.read).toBeLessThan(200_000)
    await until(() => errors.length > 0)
    expect(errors).toEqual([expect.stringContaining("the client read nothing for 200 ms")])
    let end = ""
    socket.on("data", (chunk) => (end = chunk.subarray(-5).toString()))
    socket.on("error", () => {})
    socket.resume()
    await closed
    // Without the last part of a chunked answer (RFC 9112, section 7.1), nobody takes it for whole.
    expect(end).not.toBe("0\r\n\r\n")
  })

  it("has patience with a client that reads, however long it takes in all", async () => {
    const { rows, state } = source(20_000)
    download({ rows, patience_ms: 2_000 })
    const startedAt = performance.now()
    const response = await open()
    let length = 0
    for await (const chunk of response) {
      length += chunk.length
      const nextAt = performance.now() + 50
      await until(() => performance.now() > nextAt)
    }
    expect(performance.now() - startedAt).toBeGreaterThan(2_000)
    expect(length).toBeGreaterThan(20_000 * 200)
    expect(state).toEqual({ read: 20_000, released: 1 })
    expect(errors).toEqual([])
  })

  it("lets go of rows whose client has gone away before the first of them", async () => {
    const state = { released: 0 }
    let proceed = () => {}
    const gate = new Promise<void>((resolve) => (proceed = resolve))
    let isAsked = false
    async function* rows(): AsyncGenerator<Row> {
      try {
        isAsked = true
        await gate
        for (let id = 0; id < 2_000; id++) {
          yield { id }
        }
      } finally {
        state.released++
      }
    }
    let isOver = false
    download({ rows: rows() })
    const stream = answer
    answer = async (res) => {
      const closed = once(res, "close")
      res.on("close", proceed)
      await stream(res)
      await closed
      isOver = true
    }
    const request = http.get(url(), { agent: false }).on("error", () => {})
    await until(() => isAsked)
    request.destroy()
    await until(() => isOver)
    expect(state.released).toBe(1)
    expect(errors).toEqual([])
  })
})
