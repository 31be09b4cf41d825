import { readFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { query } from "../helpers/database"

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
    // The name of the program, in parentheses, may hold spaces. See proc(5): utime and stime are fields 14 and 15.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")
    return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK
  } catch {
    return undefined
  }
}

/** USER_HZ is 100 on every platform that Node.js runs on. */
const MICROSECONDS_PER_TICK = 10_000
