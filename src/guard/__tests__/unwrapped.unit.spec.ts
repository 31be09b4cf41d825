import { once } from "node:events"
import { AddressInfo } from "node:net"
import express, { ErrorRequestHandler, RequestHandler } from "express"
import { unwrap } from "../unwrapped"

/** As Medusa (2.21, `wrapHandler`) does. */
function wrap(middleware: RequestHandler): RequestHandler {
  const wrapped: RequestHandler = async (req, res, next) => {
    res.append("x-wrapped", middleware.name)
    try {
      await (middleware(req, res, next) as unknown)
    } catch (error) {
      next(error)
    }
  }
  return Object.defineProperty(wrapped, "name", { value: middleware.name })
}

const answerError: ErrorRequestHandler = (error: Error, _req, res, _next) => {
  res.status(500).send(error.message)
}

type Answer = { wrapped: string | null; called: string | null; body: string }

async function ask(app: express.Express): Promise<Answer> {
  const server = app.listen(0, "127.0.0.1")
  await once(server, "listening")
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a`)
    return {
      wrapped: response.headers.get("x-wrapped"),
      called: response.headers.get("x-called"),
      body: await response.text(),
    }
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

function appWith(middleware: RequestHandler): express.Express {
  function another(_req: unknown, res: express.Response) {
    res.append("x-called", "another").send("answered")
  }
  return express().use("/", wrap(middleware)).get("/a", wrap(another)).use(answerError)
}

describe("unwrap", () => {
  it("takes the function around one middleware away, and around no other", async () => {
    function mine(_req: unknown, res: express.Response, next: express.NextFunction) {
      res.append("x-called", "mine")
      next()
    }
    const app = appWith(mine)
    expect(await ask(app)).toEqual({
      wrapped: "mine, another",
      called: "mine, another",
      body: "answered",
    })

    unwrap(app, mine as never)
    expect(await ask(app)).toEqual({
      wrapped: "another",
      called: "mine, another",
      body: "answered",
    })
  })

  it("does so in the middle of a request, which goes on", async () => {
    const app = appWith(function mine(_req, res, next) {
      res.append("x-called", "mine")
      unwrap(app, mine as never)
      next()
    })
    expect(await ask(app)).toEqual({
      wrapped: "mine, another",
      called: "mine, another",
      body: "answered",
    })
    expect(await ask(app)).toEqual({
      wrapped: "another",
      called: "mine, another",
      body: "answered",
    })
  })

  it("leaves what goes wrong in it to the application", async () => {
    function mine(): never {
      throw new Error("gone wrong")
    }
    const app = appWith(mine)
    unwrap(app, mine as never)
    expect(await ask(app)).toEqual({ wrapped: null, called: null, body: "gone wrong" })
  })

  it("leaves everything as it is where nothing has the name, or there is no such router", async () => {
    const app = appWith(function mine(_req, res, next) {
      res.append("x-called", "mine")
      next()
    })
    unwrap(app, function traced() {})
    unwrap({}, function mine() {})
    expect(await ask(app)).toEqual({
      wrapped: "mine, another",
      called: "mine, another",
      body: "answered",
    })
  })
})
