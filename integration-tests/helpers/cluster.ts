import type { QueryResultRow } from "pg"
import { query } from "./database"
import { type Api, bearer, createApi, type Credential, login } from "./http"
import { createMigratedDatabase } from "./migrated-database"
import { seedAdmin, type SeededAdmin } from "./seed-admin"
import { type Server, spawnServer } from "./server"

const PASSWORD = "correct horse battery staple"

/** One of several server processes. */
export type Instance = {
  /** What its database connections say they are, in `pg_stat_activity`. */
  name: string
  server: Server
  api: Api
}

export type InstanceOptions = {
  env?: NodeJS.ProcessEnv
  /** Where it finds the database, if not where the others do. */
  via?: { port: number }
}

export type Person = SeededAdmin & { credential: Credential; token: string }

/** Server processes on one database. Only usable inside hooks and tests. */
export class Cluster {
  private url: string | undefined
  private drop: () => Promise<void> = async () => undefined
  private options: InstanceOptions[] = []
  private instances: Instance[] = []
  private people = 0

  async open(options: InstanceOptions[], prepare?: (databaseUrl: string) => Promise<void>) {
    const database = await createMigratedDatabase()
    this.url = database.url
    this.drop = () => database.drop()
    await prepare?.(database.url)
    this.options = options
    await this.start()
  }

  /** Starts them again, after {@link stop}. */
  async start(): Promise<void> {
    const starts = this.options.map(async ({ env, via }, index) => {
      const name = `instance-${index + 1}`
      const url = new URL(this.databaseUrl)
      url.searchParams.set("application_name", name)
      url.port = String(via?.port ?? url.port)
      const server = await spawnServer({ databaseUrl: url.href, env })
      return { name, server, api: createApi(server.url) }
    })
    const settled = await Promise.allSettled(starts)
    // Those that started have to be stopped, also where another one did not.
    this.instances = settled.flatMap((start) => (start.status === "fulfilled" ? start.value : []))
    await Promise.all(starts)
  }

  /** Ends all of them; the database stays. */
  async stop(): Promise<void> {
    await Promise.all(this.instances.map(({ server }) => server.stop()))
    this.instances = []
  }

  async close(): Promise<void> {
    await this.stop()
    await this.drop()
  }

  get databaseUrl(): string {
    if (!this.url) {
      throw new Error("The cluster is not open yet")
    }
    return this.url
  }

  /** Where changes are made. */
  get here(): Instance {
    return this.at(0)
  }

  /** Where they have to count. */
  get there(): Instance {
    return this.at(1)
  }

  at(index: number): Instance {
    const instance = this.instances[index]
    if (!instance) {
      throw new Error(`The cluster has no instance ${index + 1} yet`)
    }
    return instance
  }

  /** Runs a statement on a connection of its own, and returns its rows. */
  async sql<Row extends QueryResultRow = Record<string, unknown>>(
    text: string,
    params?: unknown[]
  ): Promise<Row[]> {
    return await query<Row>(this.databaseUrl, text, params)
  }

  /** Makes an admin who is logged in, by SQL and a login on an instance. */
  async createPerson({ api }: Instance = this.here): Promise<Person> {
    const email = `person-${++this.people}@example.com`
    const admin = await seedAdmin(this.databaseUrl, { email, password: PASSWORD })
    const token = await login(api, email, PASSWORD)
    return { ...admin, token, credential: bearer(token) }
  }

  /** Makes several. */
  async createPeople(count: number, instance?: Instance): Promise<Person[]> {
    const people: Person[] = []
    while (people.length < count) {
      people.push(await this.createPerson(instance))
    }
    return people
  }
}

/** Starts server processes on a database of their own, for the tests that `suite` declares. */
export function useCluster(options: InstanceOptions[], suite: (cluster: Cluster) => void): void {
  const cluster = new Cluster()
  beforeAll(() => cluster.open(options))
  afterAll(() => cluster.close())
  suite(cluster)
}

/** The variables with which an instance remembers people for so long. */
export function remembersFor(cache_ttl_seconds: number): NodeJS.ProcessEnv {
  return { USER_LIFECYCLE_OPTIONS: JSON.stringify({ access: { cache_ttl_seconds } }) }
}
