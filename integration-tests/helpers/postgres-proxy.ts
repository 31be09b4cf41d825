import { once } from "node:events"
import net from "node:net"

/** PostgreSQL's name for a message that brings a notification (protocol 3.0, NotificationResponse). */
const NOTIFICATION = "A".charCodeAt(0)
/** The kind and the length, which counts itself and not the kind. */
const HEADER_BYTES = 5

/**
 * Stands between an application and PostgreSQL, on a port of its own, and misbehaves on demand. It reads what the server
 * says message by message, so the connection must not be encrypted.
 */
export class PostgresProxy {
  /** Swallows every notification, as a connection pooler in transaction mode does. */
  dropsNotifications = false
  private isCut = false
  private isSilent = false
  private readonly pairs = new Set<[net.Socket, net.Socket]>()

  private constructor(
    private readonly server: net.Server,
    readonly port: number
  ) {}

  static async open(target: { host: string; port: number }): Promise<PostgresProxy> {
    const server = net.createServer().listen(0, "localhost")
    await once(server, "listening")
    const proxy = new PostgresProxy(server, (server.address() as net.AddressInfo).port)
    server.on("connection", (client) => proxy.connect(client, target))
    return proxy
  }

  /** Ends all connections, and every new one at once. */
  cut(): void {
    this.isCut = true
    this.closeConnections()
  }

  /** Lets no byte through any more, also on new connections; nobody is told. */
  silence(): void {
    this.isSilent = true
    this.pairs.forEach((pair) => pair.forEach((socket) => socket.pause()))
  }

  /** Ends all connections; new ones work again. */
  restore(): void {
    this.isCut = false
    this.isSilent = false
    this.closeConnections()
  }

  async close(): Promise<void> {
    this.closeConnections()
    this.server.close()
    await once(this.server, "close")
  }

  private closeConnections(): void {
    this.pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()))
  }

  private connect(client: net.Socket, target: { host: string; port: number }): void {
    if (this.isCut) {
      client.destroy()
      return
    }
    const server = net.connect(target)
    const pair: [net.Socket, net.Socket] = [client, server]
    this.pairs.add(pair)
    for (const socket of pair) {
      socket.setNoDelay(true)
      // An error is followed by the end, which is what the other side has to learn.
      socket.on("error", () => undefined)
      socket.on("close", () => {
        this.pairs.delete(pair)
        pair.forEach((other) => other.destroy())
      })
    }
    const messages = new MessageReader((message) => {
      if (!(this.dropsNotifications && message[0] === NOTIFICATION)) {
        client.write(message)
      }
    })
    client.on("data", (chunk) => server.write(chunk))
    server.on("data", (chunk) => messages.read(chunk))
    if (this.isSilent) {
      pair.forEach((socket) => socket.pause())
    }
  }
}

/** Cuts a stream of bytes into the messages of PostgreSQL's protocol. */
class MessageReader {
  private rest = Buffer.alloc(0)

  constructor(private readonly onMessage: (message: Buffer) => void) {}

  read(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk])
    while (this.rest.length >= HEADER_BYTES) {
      const bytes = 1 + this.rest.readUInt32BE(1)
      if (this.rest.length < bytes) {
        return
      }
      this.onMessage(this.rest.subarray(0, bytes))
      this.rest = this.rest.subarray(bytes)
    }
  }
}
