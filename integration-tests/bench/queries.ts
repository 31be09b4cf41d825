import { type DatabaseConnection, databaseUrl } from "../helpers/database"
import { spawnServer } from "../helpers/server"
import type { LoadGenerator } from "./load"
import { JWT_SECRET, LIGHTEST_ROUTE, type Settings } from "./settings"
import { type Statement, StatementCounter } from "./statement-counter"

/** How many statements the server sent to the database, and what for. */
export type StatementCounts = {
  requests: number
  /** Reads of one person's access: what a request does that finds its admin not remembered. */
  reads_of_one: number
  /** Reads of several people's at once, before they expire. */
  reads_of_several: number
  /** Writes of when people were last seen, of all at once. */
  activity_writes: number
  /** What the scheduled job asks for emails that are due, every ten seconds. */
  jobs: number
  /** Of the listening connection, and the announcements that have to arrive on it: two statements each time. */
  heartbeats: number
  /** What the pool says first on a connection that it opens. */
  connection_setups: number
  others: string[]
}

export type QueryCounts = { cold: StatementCounts; warm: StatementCounts }

const ADMINS = 100

/** Counts what a server sends to the database while it answers people whom it does not, and then does, remember. */
export async function countQueries(
  connection: DatabaseConnection,
  databaseName: string,
  load: LoadGenerator,
  settings: Settings,
  signal: AbortSignal
): Promise<QueryCounts | undefined> {
  if (/ssl/i.test(connection.parameters)) {
    return undefined
  }
  const counter = await StatementCounter.start(connection)
  try {
    const through = { ...connection, host: "127.0.0.1", port: counter.port }
    const server = await spawnServer({
      databaseUrl: databaseUrl(through, databaseName),
      env: { JWT_SECRET },
      signal,
    })
    try {
      const count = async (requests: number) => {
        counter.take()
        const result = await load.run({
          port: server.port,
          path: LIGHTEST_ROUTE,
          connections: 10,
          admins: ADMINS,
          duration_ms: 30_000,
          requests,
        })
        return sort(result.requests, counter.take())
      }
      const cold = await count(ADMINS)
      return { cold, warm: await count(settings.counted_requests) }
    } finally {
      await server.stop()
    }
  } finally {
    await counter.stop()
  }
}

/**
 * What the jobs ask that look for something to do: emails to send, imports to go on with, offboardings whose date has come; with all of
 * a transaction in which one does.
 */
const JOB =
  /user_lifecycle:job:|email_delivery|user_import|scheduled_offboarding|"workflow_id" = '(job-user-lifecycle-)?(deliver-emails|run-people-imports|run-scheduled-offboardings)'/

function sort(requests: number, statements: Statement[]): StatementCounts {
  const counts: StatementCounts = {
    requests,
    reads_of_one: 0,
    reads_of_several: 0,
    activity_writes: 0,
    jobs: 0,
    heartbeats: 0,
    connection_setups: 0,
    others: [],
  }
  const ofJobs = new Set(
    statements.flatMap(({ sql, transaction }) => (JOB.test(sql) && transaction) || [])
  )
  for (const { sql, parameters, transaction } of statements) {
    if (/^LISTEN /.test(sql) || (/pg_notify/.test(sql) && parameters.includes("probe:"))) {
      counts.heartbeats++
    } else if (/^set search_path/i.test(sql)) {
      counts.connection_setups++
    } else if (/INSERT INTO user_activity/.test(sql)) {
      counts.activity_writes++
    } else if (JOB.test(sql) || (transaction && ofJobs.has(transaction))) {
      counts.jobs++
    } else if (/clock_timestamp\(\) AS read_at/.test(sql)) {
      // Of several people only the instance itself asks, about those whom it remembers; whatever else is read is a request's.
      const people = parameters.match(/user_/g)?.length ?? 0
      counts[people > 1 ? "reads_of_several" : "reads_of_one"]++
    } else {
      counts.others.push(sql.replace(/\s+/g, " ").trim())
    }
  }
  return counts
}
