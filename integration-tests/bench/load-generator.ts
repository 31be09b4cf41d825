import { composeRequest, HttpConnection } from "./http-connection"
import type { Load, LoadResult, LoadRequest, LoadReply } from "./load"

/*
 * A process of its own, so that what it costs to write requests and to take times does not delay the answers that the
 * bench waits for. Started by `load.ts`, which says over the channel what to do.
 */

let tokens: string[] = []
// Where the next round of a server goes on, so that a round does not always meet the same people.
const cursors = new Map<number, number>()

process.on("message", (message: LoadRequest) => {
  if ("tokens" in message) {
    tokens = message.tokens
    return reply({ ready: true })
  }
  run(message).then(
    (result) => reply({ result }),
    (error: unknown) => reply({ error: error instanceof Error ? error.message : String(error) })
  )
})
process.on("disconnect", () => process.exit(0))

function reply(message: LoadReply): void {
  process.send?.(message)
}

/** Node.js (20) ends a connection that nothing has come over for 5 seconds. */
const KEPT_FOR_MS = 2_000

/** Those of the last round of a server, so that rounds can be short: opening a hundred takes longer than one of them. */
const kept = new Map<number, { connections: HttpConnection[]; since: number }>()

/** @returns as many connections as a round needs, of which none is about to be ended by the server */
async function takeConnections(port: number, count: number): Promise<HttpConnection[]> {
  const last = kept.get(port)
  kept.delete(port)
  const isFresh = last && performance.now() - last.since < KEPT_FOR_MS
  const usable = isFresh ? last.connections.splice(0, count) : []
  last?.connections.forEach((each) => each.close())
  return [...usable, ...(await openConnections(port, count - usable.length))]
}

/**
 * Open, and accepted: libuv (since 1.45) takes one new connection in each turn of its loop, and a turn answers what has come in
 * over all others. Were the load to begin at once, the hundredth would wait for seconds until the server first looks at it.
 */
async function openConnections(port: number, count: number): Promise<HttpConnection[]> {
  const opened: HttpConnection[] = []
  for (let index = 0; index < count; index++) {
    const connection = await HttpConnection.open(port)
    await connection.send(composeRequest("GET", "/health", ""))
    opened.push(connection)
  }
  return opened
}

/** Keeps every connection busy with one request after the other; each is with the next admin's token. */
async function run(load: Load): Promise<LoadResult> {
  const { port, path, connections, admins, duration_ms, requests: limit = Infinity } = load
  const opened = await takeConnections(port, connections)
  const latencies: number[] = []
  let cursor = cursors.get(port) ?? 0
  let sent = 0
  let refused = 0
  const startedAt = performance.now()
  const deadline = startedAt + duration_ms
  let endedAt = startedAt

  const keepBusy = async (connection: HttpConnection) => {
    for (;;) {
      const sentAt = performance.now()
      if (sentAt >= deadline || sent >= limit) {
        return
      }
      sent++
      const { status } = await connection.send(
        composeRequest("GET", path, tokens[cursor++ % admins])
      )
      endedAt = performance.now()
      latencies.push(endedAt - sentAt)
      if (status !== 200) {
        refused++
      }
    }
  }
  try {
    await Promise.all(opened.map(keepBusy))
  } catch (error) {
    opened.forEach((each) => each.close())
    throw error
  }
  kept.set(port, { connections: opened, since: performance.now() })
  cursors.set(port, cursor)
  return {
    requests: latencies.length,
    refused,
    elapsed_ms: endedAt - startedAt,
    latencies_ms: latencies,
  }
}
