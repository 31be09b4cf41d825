import net from "node:net"
import { once } from "node:events"

const HEAD_END = "\r\n\r\n"

export type Answer = { status: number; body: string }

/**
 * One kept-alive HTTP/1.1 connection to 127.0.0.1, one request at a time, with as little as possible between the socket
 * and the clock: the load shares the machine's cores with the server, so what a client library costs would be taken from
 * what is measured.
 *
 * It reads answers with a `Content-Length`, which all of Medusa's have.
 */
export class HttpConnection {
  private received = ""
  private settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined

  private constructor(private readonly socket: net.Socket) {
    socket.setNoDelay(true)
    socket.setEncoding("latin1")
    socket.on("data", (chunk: string) => this.receive(chunk))
    socket.on("error", (error) => this.settle?.reject(error))
    socket.on("close", () => this.settle?.reject(new Error("the server closed the connection")))
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = net.connect(port, "127.0.0.1")
    await once(socket, "connect")
    return new HttpConnection(socket)
  }

  async send(request: string): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
      this.socket.write(request, "latin1")
    })
  }

  close(): void {
    this.settle = undefined
    this.socket.destroy()
  }

  private receive(chunk: string): void {
    this.received += chunk
    const headEnd = this.received.indexOf(HEAD_END)
    if (headEnd < 0) {
      return
    }
    const head = this.received.slice(0, headEnd)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    if (length === undefined) {
      return this.settle?.reject(new Error(`an answer without Content-Length: ${head}`))
    }
    const end = headEnd + HEAD_END.length + Number(length)
    if (this.received.length < end) {
      return
    }
    const answer = {
      status: Number(head.slice(9, 12)),
      body: this.received.slice(headEnd + HEAD_END.length, end),
    }
    this.received = ""
    this.settle?.resolve(answer)
  }
}

/** A request, ready to be sent. */
export function composeRequest(
  method: "GET" | "DELETE" | "POST",
  path: string,
  token: string,
  body?: Record<string, unknown>
): string {
  const content = body ? JSON.stringify(body) : ""
  const head = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    `Authorization: Bearer ${token}`,
    ...(body ? ["Content-Type: application/json", `Content-Length: ${content.length}`] : []),
  ]
  return head.join("\r\n") + HEAD_END + content
}
