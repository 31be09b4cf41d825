import { spawn } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"

const EXIT_WITH_PARENT = path.join(__dirname, "..", "helpers", "exit-with-parent.cjs")

export type CommandOptions = { cwd: string; env?: NodeJS.ProcessEnv }

/** A process that has started. */
export type Command = {
  /** Resolves with the exit code, or null where a signal ended it, once its output is complete. */
  exited: Promise<number | null>
  hasExited(): boolean
  /** What it has written to standard output and standard error so far. */
  output(): string
  /** The part of it that went to standard output. */
  stdout(): string
  /** Ends it gracefully, and by force if it takes longer than 15 seconds. */
  stop(): Promise<void>
}

/** Runs a file with Node. It ends when this process does, however that ended. */
export function startNode(args: string[], options: CommandOptions): Command {
  return start(process.execPath, ["--require", EXIT_WITH_PARENT, ...args], options)
}

/** Runs npm, which is a program for Node, too. */
export function startNpm(args: string[], { cwd, env }: CommandOptions): Command {
  const exitWithParent = `--require ${JSON.stringify(EXIT_WITH_PARENT)}`
  return start("npm", args, { cwd, env: { NODE_OPTIONS: exitWithParent, ...env } })
}

/**
 * Waits for a command that ends by itself, and returns what it printed.
 *
 * @throws with its output where it fails, or takes longer than it may
 */
export async function finish(command: Command, name: string, timeoutMs: number): Promise<string> {
  const code = await exitWithin(command, name, timeoutMs)
  if (code !== 0) {
    throw new Error(`${name} failed with code ${code}:\n${command.output()}`)
  }
  return command.output()
}

/** Waits for a command to end in whatever way, and returns its exit code. */
export async function exitWithin(
  command: Command,
  name: string,
  timeoutMs: number
): Promise<number | null> {
  const deadline = new AbortController()
  const isLate = await Promise.race([
    command.exited.then(() => false),
    delay(timeoutMs, true, { signal: deadline.signal }),
  ]).finally(() => deadline.abort())
  if (isLate) {
    await command.stop()
    throw new Error(`${name} took longer than ${timeoutMs / 1000} s:\n${command.output()}`)
  }
  return await command.exited
}

function start(program: string, args: string[], { cwd, env }: CommandOptions): Command {
  const child = spawn(program, args, {
    cwd,
    env: { ...ownEnvironment(), ...env },
    stdio: ["pipe", "pipe", "pipe"],
    // npm is a script of the shell on Windows.
    shell: program === "npm" && process.platform === "win32",
  })
  const chunks: { text: string; isStdout: boolean }[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8")
    stream.on("data", (text: string) => chunks.push({ text, isStdout: stream === child.stdout }))
  }
  const exited = once(child, "close").then(([code]) => code as number | null)
  // Whoever waits for it hears of a program that can't be started.
  exited.catch(() => undefined)
  const hasExited = () => child.exitCode !== null || child.signalCode !== null

  return {
    exited,
    hasExited,
    output: () => chunks.map(({ text }) => text).join(""),
    stdout: () =>
      chunks
        .filter(({ isStdout }) => isStdout)
        .map(({ text }) => text)
        .join(""),
    stop: async () => {
      if (!hasExited()) {
        child.kill("SIGTERM")
        const deadline = new AbortController()
        const isLate = await Promise.race([
          exited.then(() => false),
          delay(15_000, true, { signal: deadline.signal }),
        ]).finally(() => deadline.abort())
        if (isLate) {
          child.kill("SIGKILL")
          // A process that it has started watches its standard input as well, and may hold its output open.
          for (const stream of [child.stdin, child.stdout, child.stderr]) {
            stream.destroy()
          }
        }
      }
      await exited
    },
  }
}

/** This process's environment without what jest and the npm that started it have put there for themselves. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(local_)?prefix$|INIT_CWD$|NODE_(ENV|OPTIONS|PATH)$|JEST_|DB_|PORT$|HOST$|MEDUSA_|LOG_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}
