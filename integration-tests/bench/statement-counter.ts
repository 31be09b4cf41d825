import { once } from "node:events"
import net from "node:net"

/** A statement that was sent to the database. */
export type Statement = {
  sql: string
  /** Its parameters as they were sent, unparsed. */
  parameters: string
  /** Tells its transaction from others; `undefined` outside of any. */
  transaction: symbol | undefined
}

/**
 * A proxy in front of PostgreSQL that reads what a client sends (frontend/backend protocol 3.0): nothing reaches the
 * database without being seen here, whichever library, pool or connection sends it.
 *
 * Not for connections with TLS.
 */
export class StatementCounter {
  private statements: Statement[] = []
  private readonly sockets = new Set<net.Socket>()

  private constructor(private readonly server: net.Server) {}

  static async start(target: { host: string; port: number }): Promise<StatementCounter> {
    const server = net.createServer()
    const counter = new StatementCounter(server)
    server.on("connection", (client) => {
      const upstream = net.connect(target.port, target.host)
      const transactionOf = followTransactions()
      const read = readMessages((sent) =>
        counter.statements.push({ ...sent, transaction: transactionOf(sent.sql) })
      )
      client.on("data", read)
      client.pipe(upstream).pipe(client)
      for (const socket of [client, upstream]) {
        counter.sockets.add(socket)
        socket.on("error", () => socket.destroy())
        socket.on("close", () => {
          counter.sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
      }
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    return counter
  }

  get port(): number {
    return (this.server.address() as net.AddressInfo).port
  }

  /** What was sent since the last time. */
  take(): Statement[] {
    return this.statements.splice(0)
  }

  async stop(): Promise<void> {
    this.server.close()
    for (const socket of this.sockets) {
      socket.destroy()
    }
    await once(this.server, "close")
  }
}

/** Says of each statement on a connection, one after the other, in which transaction it is. */
function followTransactions(): (sql: string) => symbol | undefined {
  let current: symbol | undefined
  return (sql) => {
    if (/^begin\b/i.test(sql)) {
      current = Symbol()
    }
    const transaction = current
    if (/^(commit|rollback)\s*;?\s*$/i.test(sql)) {
      current = undefined
    }
    return transaction
  }
}

type Sent = Omit<Statement, "transaction">

/** Calls back for each simple query (`Q`) and each execution (`E`) of what was parsed (`P`) and bound (`B`). */
function readMessages(onStatement: (sent: Sent) => void): (chunk: Buffer) => void {
  const prepared = new Map<string, string>()
  let bound: Sent = { sql: "", parameters: "" }
  let buffer: Buffer = Buffer.alloc(0)
  let hasStarted = false

  return (chunk) => {
    buffer = Buffer.concat([buffer, chunk])
    // The first message has no type.
    for (let head = hasStarted ? 1 : 0; buffer.length >= head + 4; head = 1) {
      const end = head + buffer.readInt32BE(head)
      if (buffer.length < end) {
        return
      }
      const type = hasStarted ? String.fromCharCode(buffer[0]) : ""
      const content = buffer.subarray(head + 4, end)
      buffer = buffer.subarray(end)
      hasStarted = true
      read(type, content)
    }
  }

  function read(type: string, content: Buffer): void {
    const [first, second] = content.toString("utf8").split("\0", 2)
    switch (type) {
      case "Q":
        return onStatement({ sql: first, parameters: "" })
      case "P":
        prepared.set(first, second)
        return
      case "B":
        bound = { sql: prepared.get(second) ?? "", parameters: content.toString("utf8") }
        return
      case "E":
        return onStatement(bound)
    }
  }
}
