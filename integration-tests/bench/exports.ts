import { readFileSync } from "node:fs"
import {
  createDatabase,
  type DatabaseConnection,
  dropDatabase,
  withClient,
} from "../helpers/database"
import { migrate, type Server, spawnServer } from "../helpers/server"
import { seedAdmins } from "./admins"
import { cpuTimeOf } from "./machine"
import { seedPeople } from "./seed-people"
import { JWT_SECRET, type Settings } from "./settings"
import { median } from "./statistics"

const FORMATS = ["csv", "ndjson"] as const

/** What it takes to download all people. */
export type Exports = {
  people: number
  formats: {
    format: (typeof FORMATS)[number]
    /** Each of the downloads. */
    seconds: number[]
    median_seconds: number
    megabytes: number
    /** Of the server's process alone, for one download; `undefined` where the system does not tell. */
    cpu_seconds: number | undefined
    /**
     * How much more memory the server's process had at any moment of the first download than before it; `undefined` where the
     * system does not tell.
     */
    extra_memory_mb: number | undefined
  }[]
}

/** Downloads people in each format, several times, from a server process each, on a database of their own. */
export async function measureExports(
  connection: DatabaseConnection,
  settings: Settings,
  signal: AbortSignal
): Promise<Exports> {
  const name = `user-lifecycle-bench-exports-${process.pid}`
  const url = await createDatabase(connection, name)
  try {
    await migrate(url, {}, signal)
    // The first server puts the triggers and indexes in place.
    await (await start(url, signal)).stop()
    const [{ token }] = await seedAdmins(url, JWT_SECRET, "exporter", 1)
    await seedPeople(url, settings.exported_people - 1)
    await withClient(url, (client) => client.query("VACUUM ANALYZE"))
    const formats: Exports["formats"] = []
    for (const format of FORMATS) {
      signal.throwIfAborted()
      formats.push(await measureFormat(await start(url, signal), format, token, settings))
    }
    return { people: settings.exported_people, formats }
  } finally {
    await dropDatabase(connection, name)
  }
}

const start = (databaseUrl: string, signal: AbortSignal) =>
  spawnServer({ databaseUrl, signal, env: { JWT_SECRET } })

async function measureFormat(
  server: Server,
  format: (typeof FORMATS)[number],
  token: string,
  settings: Settings
): Promise<Exports["formats"][number]> {
  try {
    const download = async (query: string) => {
      const headers = { authorization: `Bearer ${token}` }
      const url = `${server.url}/admin/user-lifecycle/people/export?format=${format}${query}`
      const response = await fetch(url, { headers })
      if (!response.ok || !response.body) {
        throw new Error(`No export: ${response.status} ${await response.text()}`)
      }
      let bytes = 0
      let lines = 0
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        bytes += chunk.length
        for (const byte of chunk) {
          lines += byte === LINE_FEED ? 1 : 0
        }
      }
      return { bytes, lines }
    }
    // The first request of all loads code, and is no export of many people.
    await download("&q=exporter")

    const expected = settings.exported_people + (format === "csv" ? 1 : 0)
    const seconds: number[] = []
    let megabytes = 0
    const cpuBefore = cpuTimeOf(server.pid)
    let extra_memory_mb: number | undefined
    for (let time = 0; time < settings.exports; time++) {
      const watch = watchMemory(server.pid)
      const startedAt = performance.now()
      const { bytes, lines } = await download("")
      seconds.push((performance.now() - startedAt) / 1_000)
      const extra = watch.stop()
      if (lines !== expected) {
        throw new Error(`The export has ${lines} lines, and not ${expected}`)
      }
      megabytes = bytes / 1e6
      extra_memory_mb = time === 0 ? extra : extra_memory_mb
    }
    const cpuAfter = cpuTimeOf(server.pid)
    const cpu_seconds =
      cpuBefore !== undefined && cpuAfter !== undefined
        ? (cpuAfter - cpuBefore) / 1e6 / settings.exports
        : undefined
    const median_seconds = median(seconds)
    return { format, seconds, median_seconds, megabytes, cpu_seconds, extra_memory_mb }
  } finally {
    await server.stop()
  }
}

const LINE_FEED = 10

/** The memory of a process, looked at fifty times a second: what it has at most, beyond what it has now. */
function watchMemory(pid: number): { stop(): number | undefined } {
  const before = residentMemory(pid)
  let most = before
  const look = () => {
    const now = residentMemory(pid)
    most = now !== undefined && most !== undefined ? Math.max(most, now) : undefined
  }
  const timer = setInterval(look, 20)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return most !== undefined && before !== undefined ? most - before : undefined
    },
  }
}

/** In megabytes: Linux, `proc_pid_status(5)`. */
function residentMemory(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8")
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? []
    return (Number(kibibytes) * 1_024) / 1e6
  } catch {
    return undefined
  }
}
