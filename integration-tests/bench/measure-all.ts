import { createDatabase, dropDatabase, startDatabase } from "../helpers/database"
import { buildPlugin, migrate, type Server, spawnServer } from "../helpers/server"
import { seedAdmins, storeAccessOf } from "./admins"
import { type AuditFigures, measureAudits } from "./audit"
import { type Bundle, measureBundle } from "./bundle"
import { type Exports, measureExports } from "./exports"
import { type GuardAlone, measureGuardAlone } from "./guard-alone"
import { type Imports, measureImports } from "./imports"
import { type InProcess, measureInProcess } from "./in-process"
import { LoadGenerator } from "./load"
import { describeMachine, type Machine } from "./machine"
import { measurePeoplePage, type PeoplePage } from "./people-page"
import { measurePropagation, type Propagation } from "./propagation"
import { countQueries, type QueryCounts } from "./queries"
import { measureRemovals, type Removals } from "./removals"
import { JWT_SECRET, type Settings } from "./settings"
import { type Comparison, compareThroughput } from "./throughput"

export type Results = {
  settings: Settings
  measured_at: Date
  took_seconds: number
  machine: Machine
  comparisons: Comparison[]
  guard_alone: GuardAlone[]
  /** `undefined` where the connection to the database can't be read. */
  queries: QueryCounts | undefined
  in_process: InProcess
  removals: Removals
  propagation: Propagation
  exports: Exports
  audits: AuditFigures[]
  imports: Imports
  bundle: Bundle
  /** `undefined` where there is no browser. */
  people_page: PeoplePage | undefined
}

/** Measures everything, on a database of its own that goes afterwards. */
export async function measureAll(settings: Settings, signal: AbortSignal): Promise<Results> {
  const startedAt = Date.now()
  const say = (line: string) => {
    console.log(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${line}`)
  }
  const undo: (() => Promise<void>)[] = []
  try {
    say("Building the plugin")
    await buildPlugin(signal)
    say("Setting up a database")
    const database = await startDatabase()
    undo.push(() => database.stop())
    const name = `user-lifecycle-bench-${process.pid}`
    const url = await createDatabase(database.connection, name)
    undo.push(() => dropDatabase(database.connection, name))
    await migrate(url, {}, signal)
    const machine = await describeMachine(url)

    say("How long it takes to audit many people, and to repair what is wrong")
    const audits = await measureAudits(database.connection, name, settings, signal)

    say("How long ending somebody's access takes, and how soon another instance knows")
    const { removals, propagation } = await measureChanges(url, settings, signal)

    const admins = await seedAdmins(url, JWT_SECRET, "active", settings.many_admins)
    const load = await LoadGenerator.start(
      admins.map(({ token }) => token),
      signal
    )
    undo.push(() => load.stop())
    say("Throughput with the plugin, as a share of that without it")
    const comparisons = await compareThroughput(url, load, settings, { say, signal })

    say("Throughput with the guard, as a share of that of the same process without it")
    const guard_alone = await measureGuardAlone(url, load, settings, signal)

    say("Counting what is asked of the database")
    const queries = await countQueries(database.connection, name, load, settings, signal)
    await load.stop()

    say("The decision alone, and memory")
    await seedAdmins(url, JWT_SECRET, "remembered", settings.remembered_people)
    await storeAccessOf(url, "remembered")
    const in_process = await measureInProcess(url, settings, signal)

    say(`Exporting ${settings.exported_people.toLocaleString("en")} people`)
    const exports = await measureExports(database.connection, settings, signal)

    say("Importing people")
    const imports = await measureImports(database.connection, settings, signal)

    say("What the pages add to the dashboard")
    const bundle = await measureBundle(signal)

    say("How long the list of people takes to open")
    const people_page = await measurePeoplePage(database.connection, settings, signal)

    const took_seconds = Math.round((Date.now() - startedAt) / 1000)
    const measured_at = new Date(startedAt)
    const measured = {
      comparisons,
      guard_alone,
      queries,
      in_process,
      removals,
      propagation,
      exports,
      audits,
      imports,
      bundle,
      people_page,
    }
    return { settings, measured_at, took_seconds, machine, ...measured }
  } finally {
    for (const act of undo.reverse()) {
      await act()
    }
  }
}

async function measureChanges(
  databaseUrl: string,
  settings: Settings,
  signal: AbortSignal
): Promise<Pick<Results, "removals" | "propagation">> {
  const seed = (name: string, count: number) => seedAdmins(databaseUrl, JWT_SECRET, name, count)
  const [root] = await seed("root", 1)
  const people = {
    offboard: await seed("offboarded", settings.removals),
    suspend: await seed("suspended", settings.removals),
    delete_without_plugin: await seed("deleted", settings.removals),
  }
  const followed = await seed("followed", settings.propagation_trials)

  const servers: Server[] = []
  const start = async (plugin: "on" | "off") => {
    const env = { JWT_SECRET, USER_LIFECYCLE: plugin }
    const server = await spawnServer({ databaseUrl, env, signal })
    servers.push(server)
    return server
  }
  try {
    const [here, there, without] = [await start("on"), await start("on"), await start("off")]
    const removals = await measureRemovals({ with: here, without }, root, people)
    const propagation = await measurePropagation({ here, there }, root, followed)
    return { removals, propagation }
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
