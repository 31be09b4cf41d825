import { randomUUID } from "node:crypto"
import { setTimeout as delay } from "node:timers/promises"
import { Client } from "pg"
import { type Api, bearer, createApi, type Credential, decodeToken, login } from "../helpers/http"
import { withClient } from "../helpers/database"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"
import { findTablesHolding, findViolations, type Violation } from "./invariants"
import { createRandom, type Random } from "./random"
import { type Person, type Routes, type RunOptions, Workload } from "./workload"

const REQUEST_DEADLINE_MS = 30_000
const WAIT_DEADLINE_MS = 30_000

/** A kill comes after this many answers, and then some: at the first requests of a boot, or in the thick of it. */
const ANSWERS_BEFORE_A_KILL = { min: 0, max: 16 }
const MS_BEFORE_A_KILL = { min: 0, max: 100 }

export type Kill = {
  /** Requests that had been sent and not been answered. */
  in_flight: number
  /** Transactions that had written something, and that PostgreSQL rolled back because their server died. */
  transactions_cut: number
}

/**
 * A database, and one server at a time in a process of its own, that is killed with SIGKILL while it provisions and
 * offboards people. What the kills left behind is looked for in the database itself.
 *
 * Close it, also when a test fails.
 */
export class CrashHarness {
  readonly kills: Kill[] = []
  private server: Server | undefined
  private api: Api = createApi("")
  /** What the servers wrote, also those that are gone. */
  private output = ""
  private readonly closing = new AbortController()

  private constructor(
    readonly random: Random,
    private readonly migrated: MigratedDatabase,
    /** For looking: no server uses it. */
    readonly database: Client,
    private readonly root: Person & { id: string; password: string },
    /** Part of every password. */
    readonly secret: string,
    private readonly workload: Workload
  ) {}

  static async open(options: { routes: Routes; seed: number }): Promise<CrashHarness> {
    const random = createRandom(options.seed)
    const migrated = await createMigratedDatabase()
    const database = new Client({ connectionString: migrated.url })
    try {
      await database.connect()
      const secret = `secret-${randomUUID()}`
      const root = await seedAdmin(migrated.url, {
        email: "root@example.com",
        password: `${secret} root`,
      })
      const workload = new Workload(options.routes, database, random, secret)
      return new CrashHarness(random, migrated, database, root, secret, workload)
    } catch (error) {
      await database.end()
      await migrated.drop()
      throw error
    }
  }

  async close(): Promise<void> {
    // A start that is still under way when a test runs into its timeout ends, too.
    this.closing.abort(new Error("The harness was closed"))
    try {
      await this.server?.kill()
    } finally {
      await this.database.end()
      await this.migrated.drop()
    }
  }

  /** Provisions and offboards people on a server that nobody kills. */
  async work(answers: number): Promise<void> {
    const credential = await this.start()
    let remaining = answers
    await this.workload.run(this.api, credential, {
      isOver: () => remaining <= 0,
      onAnswer: () => remaining--,
    })
  }

  /** Lets a server work, and kills it at a random moment. */
  async crash(): Promise<Kill> {
    const credential = await this.start()
    const answers = this.random.between(ANSWERS_BEFORE_A_KILL.min, ANSWERS_BEFORE_A_KILL.max)
    const ms = this.random.between(MS_BEFORE_A_KILL.min, MS_BEFORE_A_KILL.max)
    const enough = countDown(answers)

    const kill = await this.killDuring(
      (options) => this.workload.run(this.api, credential, { ...options, onAnswer: enough.count }),
      async () => {
        await enough.reached
        await delay(ms)
      }
    )
    this.kills.push(kill)
    return kill
  }

  /**
   * Kills a server while it writes the ledger, with which a change ends, of one provision and of one offboarding: had
   * either stored anything by then, it would stay. Random moments can miss a gap of a millisecond; this one does not.
   */
  async crashAtTheLastWrite(): Promise<Kill> {
    const credential = await this.start()
    return await withClient(this.migrated.url, async (client) => {
      await client.query("BEGIN")
      await client.query("LOCK TABLE lifecycle_event IN EXCLUSIVE MODE")
      return await this.killDuring(
        (options) => this.workload.runOneOfEach(this.api, credential, options),
        () => this.waitForTwoAtTheLedger(),
        // PostgreSQL notices that the server is gone when it has the lock and wants to answer.
        () => client.end()
      )
    })
  }

  /** Ends the server as an operator would. */
  async stop(): Promise<void> {
    await this.server?.stop()
    this.forgetServer()
  }

  async findViolations(): Promise<Violation[]> {
    return await findViolations(this.database, [this.root.id])
  }

  /** Where a password of anybody lies in plain text: tables, and the servers' output. */
  async findPasswords(): Promise<string[]> {
    const places = await findTablesHolding(this.database, this.secret)
    const output = this.output + (this.server?.logs() ?? "")
    return output.includes(this.secret) ? [...places, "the output of a server"] : places
  }

  /** What was answered with 200 and is not in the database, in words. */
  async findBrokenPromises(): Promise<string[]> {
    const { rows } = await this.database.query<{ id: string; email: string; is_living: boolean }>(
      `SELECT id, email, deleted_at IS NULL AS is_living FROM "user"`
    )
    const stored = new Map(rows.map((row) => [row.id, row]))
    const isStored = ({ id = "", email }: Person, isLiving: boolean) =>
      stored.get(id)?.email === email && stored.get(id)?.is_living === isLiving
    return [
      ...this.workload.users.filter((user) => !isStored(user, true)).map(inWords("is no user")),
      ...this.workload.leavers.filter((user) => !isStored(user, false)).map(inWords("is not gone")),
    ]
  }

  /** Who can't log in and should, or can and should not, among a few of those whose change was answered last. */
  async findWrongLogins(sample = 1): Promise<string[]> {
    await this.start()
    const users = this.workload.stayers.slice(-sample)
    const leavers = this.workload.leavers.filter(({ password }) => password).slice(-sample)
    const [entered, refused] = await Promise.all([
      Promise.all(users.map((user) => this.logsIn(user))),
      Promise.all(leavers.map((leaver) => this.logsIn(leaver))),
    ])
    return [
      ...users.filter((_, index) => !entered[index]).map(inWords("can't log in")),
      ...leavers.filter((_, index) => refused[index]).map(inWords("can still log in")),
    ]
  }

  /**
   * Asks again for everything that a kill left without an answer, and tells of answers that do not fit what is in the
   * database: a change that had happened must be recognized, one that had not must happen now.
   */
  async repeatLost(): Promise<{ repeated: number; had_happened: number; surprises: string[] }> {
    const credential = await this.start()
    const { rows } = await this.database.query<{ email: string; is_gone: boolean }>(
      `SELECT email, deleted_at IS NOT NULL AS is_gone FROM "user"`
    )
    const stored = new Map(rows.map((row) => [row.email, row]))
    const result = { repeated: 0, had_happened: 0, surprises: [] as string[] }

    await this.workload.repeatLost(this.api, credential, ({ kind, person }, { status, data }) => {
      const user = stored.get(person.email)
      const hadHappened = kind === "provision" ? !!user : !!user?.is_gone
      const isExpected =
        kind === "provision"
          ? status === (hadHappened ? 422 : 200)
          : status === 200 && data.changed === !hadHappened
      result.repeated++
      result.had_happened += hadHappened ? 1 : 0
      if (!isExpected) {
        result.surprises.push(
          `${kind} ${person.email}, which ${hadHappened ? "had" : "had not"} happened: ` +
            `${status} ${JSON.stringify(data)}`
        )
      }
    })
    return result
  }

  /** One line for people: what was done, and what the kills hit. */
  summarize(): string {
    const count = (kind: string, outcome: string) =>
      this.workload.changes.filter((change) => change.kind === kind && change.outcome === outcome)
        .length
    const killsThat = (hit: (kill: Kill) => boolean) => this.kills.filter(hit).length
    return (
      `${this.kills.length} kills (seed ${this.random.seed}): ` +
      `${killsThat(({ in_flight }) => in_flight > 0)} with requests in flight, ` +
      `${killsThat(({ transactions_cut }) => transactions_cut > 0)} in the middle of a transaction that had written; ` +
      `${count("provision", "answered")} provisions and ${count("offboard", "answered")} offboardings answered, ` +
      `${count("provision", "lost")} and ${count("offboard", "lost")} lost.`
    )
  }

  private async start(): Promise<Credential> {
    if (!this.server) {
      this.server = await spawnServer({
        databaseUrl: this.migrated.url,
        signal: this.closing.signal,
      })
      this.api = createApi(this.server.url)
      this.api.defaults.timeout = REQUEST_DEADLINE_MS
    }
    return bearer(await login(this.api, this.root.email, this.root.password))
  }

  private async killDuring(
    startWork: (options: RunOptions) => Promise<void>,
    moment: () => Promise<void>,
    afterKill?: () => Promise<void>
  ): Promise<Kill> {
    const server = this.server as Server
    let isKilled = false
    const work = startWork({ isServerGone: () => isKilled })
    try {
      // Work ends by itself before it is killed only if it fails.
      await Promise.race([moment(), work])
      const writing = await this.findWritingTransactions()
      isKilled = true
      const in_flight = this.workload.inFlight
      await server.kill("SIGKILL")
      await afterKill?.()
      await work
      await this.becomeQuiet()
      return { in_flight, transactions_cut: await this.countRolledBack(writing) }
    } catch (error) {
      throw new Error(`${String(error)}\nThe server wrote:\n${server.logs()}`)
    } finally {
      isKilled = true
      await server.kill("SIGKILL")
      this.forgetServer()
    }
  }

  private async waitForTwoAtTheLedger(): Promise<void> {
    await this.waitFor(
      `SELECT 1 WHERE 2 = (
         SELECT count(*) FROM pg_locks
         WHERE relation = 'lifecycle_event'::regclass AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       )`,
      "a provision and an offboarding write the ledger"
    )
  }

  private forgetServer(): void {
    this.output += this.server?.logs() ?? ""
    this.server = undefined
  }

  private async logsIn({ id, email, password, auth }: Person): Promise<boolean> {
    const { status, data } = auth
      ? await this.api.post("/auth/user/test-sso/callback", undefined, {
          params: { sub: auth.entity_id },
        })
      : await this.api.post("/auth/user/emailpass", { email, password })
    return status === 200 && decodeToken(data.token).actor_id === id
  }

  /** The transactions of the server that have written something so far: only those have an id. */
  private async findWritingTransactions(): Promise<string[]> {
    const { rows } = await this.database.query<{ xid: string }>(
      // The activity has the lower half of an id, the snapshot the upper.
      `SELECT (((pg_snapshot_xmax(pg_current_snapshot())::text::bigint >> 32) << 32)
                + backend_xid::text::bigint)::text AS xid
       FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type = 'client backend' AND backend_xid IS NOT NULL`
    )
    return rows.map(({ xid }) => xid)
  }

  private async countRolledBack(transactions: string[]): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM unnest($1::text[]) AS t (xid)
       WHERE pg_xact_status(xid::xid8) = 'aborted'`,
      [transactions]
    )
    return rows[0].count
  }

  /** PostgreSQL notices after a moment that its client is gone; a statement that is under way is finished first. */
  private async becomeQuiet(): Promise<void> {
    await this.waitFor(
      `SELECT 1 WHERE NOT EXISTS (
         SELECT 1 FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND backend_type = 'client backend'
       )`,
      "every connection of the killed server is closed"
    )
  }

  /** Waits until a query has a row. */
  private async waitFor(query: string, condition: string): Promise<void> {
    const deadline = Date.now() + WAIT_DEADLINE_MS
    while (!(await this.database.query(query)).rows.length) {
      if (Date.now() > deadline) {
        throw new Error(`After ${WAIT_DEADLINE_MS} ms it is still not so that ${condition}`)
      }
      await delay(10)
    }
  }
}

function countDown(from: number): { reached: Promise<void>; count(): void } {
  let remaining = from
  let reach = () => {}
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  if (remaining === 0) {
    reach()
  }
  return { reached, count: () => (--remaining === 0 ? reach() : undefined) }
}

const inWords = (problem: string) => (person: Person) => `${person.email} (${person.id}) ${problem}`
