import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import net from "node:net"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"

/** The root of the backend that the demo and the tests run. */
export const BACKEND_DIRECTORY = path.join(__dirname, "..", "backend")

const REPOSITORY = path.join(__dirname, "..", "..")

const MEDUSA_CLI = path.join(path.dirname(require.resolve("@medusajs/cli/package.json")), "cli.js")
const EXIT_WITH_PARENT = path.join(__dirname, "exit-with-parent.cjs")

// Instances on one database take each other's tokens and sessions, as they do in a real deployment.
const secrets = {
  JWT_SECRET: randomBytes(32).toString("hex"),
  COOKIE_SECRET: randomBytes(32).toString("hex"),
}

export type ServerOptions = {
  databaseUrl: string
  /** Merged into the environment; `undefined` takes a variable out of it. */
  env?: NodeJS.ProcessEnv
  /** A free one by default. */
  port?: number
  /** Until `/health` answers. 60 seconds by default. */
  startTimeoutMs?: number
  /** Ends a start, or a command, that is under way; a server that has started stays. */
  signal?: AbortSignal
}

type CommandOptions = Pick<ServerOptions, "databaseUrl" | "env" | "signal">

export type Server = {
  url: string
  port: number
  pid: number
  /** Sends a signal to the server itself; there is no process around it. Resolves once it has exited. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Ends it gracefully, and by force if it takes longer than 15 seconds. */
  stop(): Promise<void>
  /** Resolves with the exit code, or null where a signal ended it. */
  exited: Promise<number | null>
  /** What it has written to standard output and standard error. */
  logs(): string
}

/**
 * Starts the backend as `medusa start` does, in a process of its own, and waits until it answers.
 *
 * @throws with the server's output where it stops, or does not answer in time.
 */
export async function spawnServer(options: ServerOptions): Promise<Server> {
  const port = options.port ?? (await freePort())
  const child = spawnMedusa(["start", "--host", "127.0.0.1", "--port", String(port)], options)
  const output = collectOutput(child)
  const exited = once(child, "exit").then(([code]) => code as number | null)
  const server: Server = {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid as number,
    exited,
    logs: output,
    kill: async (signal = "SIGKILL") => {
      child.kill(signal)
      await exited
    },
    stop: async () => {
      child.kill("SIGTERM")
      const graceful = await Promise.race([
        exited.then(() => true),
        delay(15_000, false, { ref: false }),
      ])
      if (!graceful) {
        child.kill("SIGKILL")
        await exited
      }
    },
  }

  const deadline = Date.now() + (options.startTimeoutMs ?? 60_000)
  while (!(await isHealthy(server.url))) {
    if (options.signal?.aborted) {
      await server.kill()
      throw options.signal.reason
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The server stopped while it started:\n${output()}`)
    }
    if (Date.now() > deadline) {
      await server.kill()
      throw new Error(`The server did not answer in time:\n${output()}`)
    }
    await delay(50)
  }
  return server
}

/** Runs a `medusa` command in the backend's folder, and returns what it printed. */
export async function runMedusa(args: string[], options: CommandOptions): Promise<string> {
  return await runToEnd(`medusa ${args[0]}`, spawnMedusa(args, options), options.signal)
}

/** Migrates a database as `medusa db:migrate` does. */
export async function migrate(
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
  signal?: AbortSignal
): Promise<void> {
  // The migration scripts only move data of earlier Medusa versions: a fresh database has none.
  await runMedusa(["db:migrate", "--skip-scripts", "--execute-safe-links"], {
    databaseUrl,
    env,
    signal,
  })
}

/** Builds the plugin: the backend loads it from its build. */
export async function buildPlugin(signal?: AbortSignal): Promise<void> {
  const child = spawnNode([MEDUSA_CLI, "plugin:build"], { NODE_ENV: undefined }, REPOSITORY)
  await runToEnd("medusa plugin:build", child, signal)
}

/** Runs one of this repository's TypeScript files in the backend's folder, in a process of its own. */
export async function runScript(
  file: string,
  args: string[],
  options: Pick<CommandOptions, "env" | "signal"> = {}
): Promise<string> {
  const child = spawnNode(["--require", "ts-node/register", file, ...args], options.env)
  return await runToEnd(path.basename(file), child, options.signal)
}

function spawnMedusa(args: string[], { databaseUrl, env }: CommandOptions) {
  return spawnNode([MEDUSA_CLI, ...args], { DATABASE_URL: databaseUrl, ...env })
}

function spawnNode(args: string[], env: NodeJS.ProcessEnv = {}, cwd = BACKEND_DIRECTORY) {
  return spawn(process.execPath, ["--require", EXIT_WITH_PARENT, ...args], {
    cwd,
    env: {
      ...process.env,
      ...secrets,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      MEDUSA_ADMIN: "off",
      MEDUSA_DISABLE_TELEMETRY: "true",
      // A test runner's own settings are not the server's.
      NODE_OPTIONS: undefined,
      JEST_WORKER_ID: undefined,
      PORT: undefined,
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
    // A process group of its own: Ctrl-C in a terminal is for the program that runs this.
    detached: true,
  })
}

async function runToEnd(name: string, child: ChildProcess, signal?: AbortSignal): Promise<string> {
  const output = collectOutput(child)
  // Not a signal: the commands start processes of their own, and all of them watch their standard input.
  const abort = () => child.stdin?.destroy()
  signal?.addEventListener("abort", abort, { once: true })
  const [code] = await once(child, "exit")
  signal?.removeEventListener("abort", abort)
  signal?.throwIfAborted()
  if (code !== 0) {
    throw new Error(`${name} failed with code ${code}:\n${output()}`)
  }
  return output()
}

function collectOutput(child: ChildProcess): () => string {
  let output = ""
  const append = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout?.on("data", append)
  child.stderr?.on("data", append)
  return () => output
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  return await listenOnce(0)
}

export async function isFreePort(port: number): Promise<boolean> {
  try {
    await listenOnce(port)
    return true
  } catch {
    return false
  }
}

async function listenOnce(wanted: number): Promise<number> {
  const probe = net.createServer().listen(wanted, "127.0.0.1")
  await once(probe, "listening")
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  await once(probe, "close")
  return port
}
