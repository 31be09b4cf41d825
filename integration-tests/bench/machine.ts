import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { query, withClient } from "../helpers/database"

/** What the figures were measured on and with. */
export type Machine = {
  cpu: string
  cores: number
  memory_gib: number
  platform: string
  node: string
  postgres: string
  /** Whether a commit waits until it is on the disk; that of the embedded PostgreSQL does not. */
  postgres_fsync: boolean
  medusa: string
  plugin: string
  load_average: string
}

const REPOSITORY = path.join(__dirname, "..", "..")

export async function describeMachine(databaseUrl: string): Promise<Machine> {
  const [settings] = await query<{ version: string; fsync: string }>(
    databaseUrl,
    "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync"
  )
  return {
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.cpus().length,
    memory_gib: Math.round(os.totalmem() / 2 ** 30),
    platform: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    postgres: settings.version,
    postgres_fsync: settings.fsync === "on",
    medusa: versionIn(require.resolve("@medusajs/medusa/package.json")),
    plugin: versionIn(path.join(REPOSITORY, "package.json")),
    load_average: os
      .loadavg()
      .map((load) => load.toFixed(1))
      .join(", "),
  }
}

function versionIn(packageJson: string): string {
  const { version } = JSON.parse(readFileSync(packageJson, "utf8")) as { version: string }
  return version
}

/** The processor time that a process has used so far, in microseconds; `undefined` where the system does not tell. */
export function cpuTimeOf(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    // The first field is the time spent on a processor, in nanoseconds: Linux, "scheduler statistics".
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0])
    )
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1_000
  } catch {
    return undefined
  }
}

/** How much of memory a process takes now, in bytes; `undefined` where the system does not tell. */
export function memoryOf(pid: number): number | undefined {
  return readMemory(pid, "VmRSS")
}

/**
 * Begins to watch how much of memory a process takes at most.
 *
 * @returns what reads it, in bytes, from the system's own account, which misses no moment; `undefined` where there is none
 */
export function watchPeakMemory(pid: number): () => number | undefined {
  try {
    // Forgets the former peak: Linux, "proc_pid_clear_refs(5)".
    writeFileSync(`/proc/${pid}/clear_refs`, "5")
  } catch {
    return () => undefined
  }
  return () => readMemory(pid, "VmHWM")
}

function readMemory(pid: number, field: "VmRSS" | "VmHWM"): number | undefined {
  const kilobytes = /^\d+(?= kB$)/.exec(readStatus(pid, field) ?? "")
  return kilobytes ? Number(kilobytes[0]) * 1024 : undefined
}

/** What the system says of a process: Linux, "proc_pid_status(5)". */
function readStatus(pid: number, field: string): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8")
    return new RegExp(`^${field}:\\s+(.*)$`, "m").exec(status)?.[1]
  } catch {
    return undefined
  }
}

/** The process that starts PostgreSQL's others; `undefined` where it is on another machine, or the system does not tell. */
export async function findPostgres(databaseUrl: string): Promise<number | undefined> {
  return await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")
    const [{ pid }] = rows
    const parent = readStatus(pid, "PPid")
    return parent && readStatus(pid, "Name") === "postgres" ? Number(parent) : undefined
  })
}

/**
 * Keeps a process, and what it starts, on one core. Servers that are compared have a core of their own, and what puts them
 * under load has the other: which core the system happens to move whom to would be most of what is measured.
 *
 * @returns whether it could be done: with `taskset`, on a machine with several cores
 */
export function pinToCore(pid: number, core: number): boolean {
  return allowCores(pid, String(core))
}

/** Gives a process, and what it starts from now on, all cores again. */
export function unpin(pid: number): boolean {
  return allowCores(pid, `0-${os.cpus().length - 1}`)
}

function allowCores(pid: number, cores: string): boolean {
  try {
    execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores, String(pid)], {
      stdio: "ignore",
    })
    return true
  } catch {
    return false
  }
}
