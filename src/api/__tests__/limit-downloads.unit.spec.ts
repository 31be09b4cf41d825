import { once } from "node:events"
import http from "node:http"
import net, { type AddressInfo } from "node:net"
import express from "express"
import { limitDownloads, MAX_DOWNLOADS_AT_ONCE } from "../limit-downloads"

/** What a request goes through before, and the download itself. */
let before: express.RequestHandler
let download: express.RequestHandler
let server: http.Server

beforeAll(async () => {
  const app = express()
  app.get(
    "/",
    (req, res, next) => before(req, res, next),
    limitDownloads as unknown as express.RequestHandler,
    (req, res, next) => download(req, res, next)
  )
  server = app.listen(0, "127.0.0.1")
  await once(server, "listening")
})

beforeEach(() => {
  before = (_req, _res, next) => next()
  download = (_req, res) => void res.end()
})

afterAll(() => server.close())

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

const begin = () => http.get(url(), { agent: false }).on("error", () => {})

const manyTimes = async (task: () => Promise<void>) => {
  for (let time = 0; time <= MAX_DOWNLOADS_AT_ONCE; time++) {
    await task()
  }
}

/** A download whose client goes away in the middle. */
const cutOff = async () => {
  const closed = new Promise<void>((resolve) => {
    download = (_req, res) => {
      res.on("close", resolve)
      res.write("begun")
    }
  })
  const request = begin()
  await once(request, "response")
  request.destroy()
  await closed
}

/** As many downloads as are allowed, none of which ends before it is told to. */
const takeAllPlaces = async () => {
  const finish: (() => void)[] = []
  download = (_req, res) => {
    finish.push(() => res.end())
    res.flushHeaders()
  }
  const answers: Response[] = []
  while (answers.length < MAX_DOWNLOADS_AT_ONCE) {
    answers.push(await fetch(url()))
  }
  return { finish, answers }
}

describe("limitDownloads", () => {
  it("refuses one more than it allows, until one is over", async () => {
    const { finish, answers } = await takeAllPlaces()
    const refused = await fetch(url())
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"])
    expect(await refused.json()).toMatchObject({ code: "user_lifecycle.too_many_downloads" })

    finish[0]()
    await answers[0].text()
    const next = await fetch(url())
    expect(next.status).toBe(200)
    finish.slice(1).forEach((each) => each())
    await Promise.all([...answers.slice(1), next].map((each) => each.text()))
  })

  it("gives the place back of a client that went away in the middle", async () => {
    await manyTimes(cutOff)
    download = (_req, res) => void res.end()
    expect((await fetch(url())).status).toBe(200)
  })

  it("gives one place back and not two, so that it goes on allowing no more than it should", async () => {
    await manyTimes(cutOff)
    const { finish, answers } = await takeAllPlaces()
    expect((await fetch(url())).status).toBe(429)
    finish.forEach((each) => each())
    await Promise.all(answers.map((each) => each.text()))
  })

  it("gives the places back of requests that came behind another one on a connection that is gone", async () => {
    let begun = 0
    download = () => void begun++
    const { port } = server.address() as AddressInfo
    const client = net.connect(port, "127.0.0.1")
    client.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".repeat(MAX_DOWNLOADS_AT_ONCE))
    while (begun < MAX_DOWNLOADS_AT_ONCE) {
      await new Promise(setImmediate)
    }
    expect((await fetch(url())).status).toBe(429)
    client.destroy()
    download = (_req, res) => void res.end()
    let status = 429
    for (const deadline = Date.now() + 5_000; status === 429 && Date.now() < deadline;) {
      status = (await fetch(url())).status
    }
    expect(status).toBe(200)
  })

  it("takes no place for a client that went away before its turn came", async () => {
    let isReached = false
    download = () => (isReached = true)
    await manyTimes(async () => {
      const begun: http.ClientRequest[] = []
      const turn = new Promise<void>((resolve) => {
        before = (_req, res, next) => {
          res.on("close", () => {
            next()
            resolve()
          })
          begun[0]?.destroy()
        }
      })
      begun.push(begin())
      await turn
    })
    expect(isReached).toBe(false)
    before = (_req, _res, next) => next()
    download = (_req, res) => void res.end()
    expect((await fetch(url())).status).toBe(200)
  })
})
