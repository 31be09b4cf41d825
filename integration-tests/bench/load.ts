import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import path from "node:path"

export type Load = {
  port: number
  path: string
  connections: number
  /** How many of the tokens are used, one after the other. */
  admins: number
  duration_ms: number
  /** Ends earlier, after so many. */
  requests?: number
}

export type LoadResult = {
  requests: number
  /** Those that were answered with anything but 200. */
  refused: number
  elapsed_ms: number
  /** Of each request, in no particular order. */
  latencies_ms: number[]
}

export type LoadRequest = { tokens: string[] } | Load

export type LoadReply = { ready: true } | { result: LoadResult } | { error: string }

/** For whatever goes wrong: a round is never that long. */
const GRACE_MS = 20_000

/** The process that the load comes from. */
export class LoadGenerator {
  private constructor(
    private readonly child: ChildProcess,
    private readonly signal: AbortSignal
  ) {}

  /** @param tokens those of the admins, in the order in which they are used */
  static async start(tokens: string[], signal: AbortSignal): Promise<LoadGenerator> {
    const generator = new LoadGenerator(
      fork(path.join(__dirname, "load-generator.ts"), {
        execArgv: ["--require", "ts-node/register/transpile-only"],
        env: { ...process.env, TS_NODE_PROJECT: path.join(__dirname, "..", "tsconfig.json") },
        // A process group of its own, as the servers have: Ctrl-C is for the bench, which ends it.
        detached: true,
      }),
      signal
    )
    await generator.ask({ tokens }, GRACE_MS)
    return generator
  }

  get pid(): number {
    return this.child.pid as number
  }

  /** @throws where a request was not answered with 200: a refusal is cheaper than an answer, and would be measured */
  async run(load: Load): Promise<LoadResult> {
    const reply = await this.ask(load, load.duration_ms + GRACE_MS)
    if (!("result" in reply)) {
      throw new Error("the load generator did not answer with a result")
    }
    if (reply.result.refused) {
      throw new Error(`${reply.result.refused} of ${reply.result.requests} requests were refused`)
    }
    return reply.result
  }

  async stop(): Promise<void> {
    if (this.child.connected) {
      const exited = once(this.child, "exit")
      this.child.disconnect()
      await exited
    }
  }

  private async ask(request: LoadRequest, timeoutMs: number): Promise<LoadReply> {
    const reply = await new Promise<LoadReply>((resolve) => {
      const settle = (answer: LoadReply) => {
        clearTimeout(timer)
        this.child.off("message", settle).off("exit", onExit)
        this.signal.removeEventListener("abort", onAbort)
        resolve(answer)
      }
      const onExit = (code: number | null) => settle({ error: `it stopped with code ${code}` })
      const onAbort = () => settle({ error: String(this.signal.reason) })
      const timer = setTimeout(() => settle({ error: "it did not answer in time" }), timeoutMs)
      this.child.on("message", settle).on("exit", onExit)
      this.signal.addEventListener("abort", onAbort, { once: true })
      this.child.send(request)
    })
    this.signal.throwIfAborted()
    if ("error" in reply) {
      throw new Error(`The load generator failed: ${reply.error}`)
    }
    return reply
  }
}
