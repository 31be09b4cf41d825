import type { DatabaseConnection } from "../helpers/database"
import { createDatabase, dropDatabase, query } from "../helpers/database"
import { type Api, bearer, createApi, type Credential } from "../helpers/http"
import { spawnServer } from "../helpers/server"
import { seedAdmins, storeAccessOf } from "./admins"
import { memoryOf, watchPeakMemory } from "./machine"
import { DRIFT_SHARE, type DriftKind, seedDrift } from "./seed-drift"
import { seedPeople } from "./seed-people"
import { JWT_SECRET, type Settings } from "./settings"
import { median } from "./statistics"

/** What it costs to look at so many people, and to repair what is wrong with two in a hundred. */
export type AuditFigures = {
  people: number
  findings: number
  /** The median of several audits. */
  audit_seconds: number
  /** The most of memory that the server took while it audited, beyond what it had before; `undefined` off Linux. */
  extra_bytes: number | undefined
  repair_seconds: number
}

const AUDITS = 3

/**
 * Measures the audit and the repair over HTTP, on a server in a process of its own and a database of its own for each
 * number of people.
 *
 * @param template a database that is migrated, and that nobody is connected to
 * @throws where an audit does not find exactly what was seeded, or a repair leaves any of it
 */
export async function measureAudits(
  connection: DatabaseConnection,
  template: string,
  settings: Settings,
  signal: AbortSignal
): Promise<AuditFigures[]> {
  const figures: AuditFigures[] = []
  for (const people of settings.audited_people) {
    const name = `${template}-${people}`
    const url = await createDatabase(connection, name, template)
    try {
      figures.push(await measureAudit(url, people, signal))
    } finally {
      await dropDatabase(connection, name)
    }
  }
  return figures
}

async function measureAudit(
  databaseUrl: string,
  people: number,
  signal: AbortSignal
): Promise<AuditFigures> {
  await seedPeople(databaseUrl, people)
  const seeded = await seedDrift(databaseUrl, people)
  const [root] = await seedAdmins(databaseUrl, JWT_SECRET, "root", 1)
  await storeAccessOf(databaseUrl, "root")
  await query(databaseUrl, "VACUUM ANALYZE")

  // No email provider: the links that a repair sends are not what is measured.
  const env = { JWT_SECRET, EMAIL_PROVIDER: "off" }
  const server = await spawnServer({ databaseUrl, env, signal })
  try {
    const api = createApi(server.url)
    const credential = bearer(root.token)
    // What a server's first requests bring with them is no audit's.
    await api.get("/admin/user-lifecycle/events", credential)

    const seconds: number[] = []
    const extra: number[] = []
    for (let audit = 0; audit < AUDITS; audit++) {
      const before = memoryOf(server.pid)
      const readPeak = watchPeakMemory(server.pid)
      seconds.push(await timeAudit(api, credential, seeded))
      const peak = readPeak()
      if (before !== undefined && peak !== undefined) {
        extra.push(peak - before)
      }
    }
    return {
      people,
      findings: DRIFT_SHARE * people,
      audit_seconds: median(seconds),
      extra_bytes: extra.length ? Math.max(...extra) : undefined,
      repair_seconds: await timeRepair(api, credential, seeded),
    }
  } finally {
    await server.stop()
  }
}

async function timeAudit(
  api: Api,
  credential: Credential,
  expected: Partial<Record<DriftKind, number>>
): Promise<number> {
  const startedAt = performance.now()
  const { status, data } = await api.get("/admin/user-lifecycle/findings", credential)
  const seconds = (performance.now() - startedAt) / 1_000
  const found = JSON.stringify(Object.entries(data.by_kind ?? {}).sort())
  if (status !== 200 || found !== JSON.stringify(Object.entries(expected).sort())) {
    throw new Error(`The audit found ${found}, and not ${JSON.stringify(expected)}: ${status}`)
  }
  return seconds
}

async function timeRepair(
  api: Api,
  credential: Credential,
  seeded: Record<DriftKind, number>
): Promise<number> {
  const startedAt = performance.now()
  const { status, data } = await api.post(
    "/admin/user-lifecycle/findings/repair",
    { kinds: Object.keys(seeded) },
    credential
  )
  const seconds = (performance.now() - startedAt) / 1_000
  const results: { status: string }[] = data.results ?? []
  const failed = results.find((result) => result.status !== "repaired")
  if (status !== 200 || failed) {
    throw new Error(`The repair answered ${status}, ${JSON.stringify(failed)}`)
  }
  await timeAudit(api, credential, {})
  return seconds
}
