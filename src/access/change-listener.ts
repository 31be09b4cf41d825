import { randomUUID } from "node:crypto"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { ACCESS_CHANNEL } from "../database/constraints"
import { describeDatabaseError } from "../database/transaction"
import { isUnreachable, NotificationConnection, openConnection } from "./notification-connection"
import { within } from "./within"

/** What is known of the news about changes. */
export type ListenerState =
  /** There is no connection, or it has yet to prove itself: news may be missed. */
  | "lost"
  /** What another connection announces arrives here. */
  | "listening"
  /** There is a pooler in between that does not carry notifications: no news ever arrives. */
  | "unsupported"

export type ChangeListenerOptions = {
  pg: Knex
  logger: Pick<Logger, "info" | "warn">
  /** Called with the payload of each announcement. */
  onChange: (payload: string) => void
  /** Called whenever the state changes, before anything else happens. */
  onState: (state: ListenerState) => void
}

/** How long a connection has to come up, an announcement to be made, and then to arrive, and a connection to show that it lives. */
const TIMEOUT_MS = 3_000
const HEARTBEAT_MS = 5_000
const FIRST_RETRY_MS = 100
const MAX_RETRY_MS = 10_000
/**
 * So many announcements have to get lost, one after the other, before a pooler is to blame: a machine that boots, or a database that
 * is busy, may be slow, and nothing is trusted until then.
 */
const ANNOUNCEMENTS_BEFORE_GIVING_UP = 3
/** They may all have been slow. */
const RETRY_UNSUPPORTED_MS = 60_000

const LISTEN = `LISTEN ${ACCESS_CHANNEL}`
const PROBE = "probe:"
const NOT_HEARD = "an announcement did not arrive"

/**
 * Listens for changes of access on a connection of its own, outside the application's pool, with the application's own
 * settings. It reconnects for as long as it takes.
 *
 * A connection is believed in once an announcement that *another* connection made has arrived on it: behind a pooler in
 * transaction mode `LISTEN` succeeds, and nothing ever arrives. It has to show so again every few seconds: what is in between can
 * stop carrying announcements, or forget who listens, while everything else works.
 */
export class ChangeListener {
  private connection: NotificationConnection | undefined
  private timer: NodeJS.Timeout | undefined
  private failures = 0
  private lostAnnouncements = 0
  private isUnsupported = false
  private hasListened = false
  private isStopped = false

  constructor(private readonly options: ChangeListenerOptions) {}

  /** Resolves once the first attempt has succeeded or failed; after a failure it goes on trying. */
  async start(): Promise<void> {
    this.isStopped = false
    await this.attempt()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.close()
  }

  private async attempt(): Promise<void> {
    let connection: NotificationConnection | undefined
    try {
      connection = await this.connect()
      const isHeard = connection && (await this.canBeHeard(connection))
      if (!connection || this.connection !== connection) {
        // It was lost while it had to prove itself, and the next attempt is scheduled, or under way.
        return
      }
      if (isHeard) {
        this.begin(connection)
      } else {
        await this.doubt(NOT_HEARD)
      }
    } catch (error) {
      if (this.connection !== connection) {
        return
      }
      if (isUnreachable(error)) {
        await this.close()
        this.retry(describeDatabaseError(error))
      } else {
        await this.giveUp(describeDatabaseError(error))
      }
    }
  }

  /** @returns nothing if it was stopped meanwhile */
  private async connect(): Promise<NotificationConnection | undefined> {
    const connection = await openConnection(this.options.pg, TIMEOUT_MS)
    if (this.isStopped) {
      await connection.close()
      return undefined
    }
    this.connection = connection
    connection.onEnd = (error) => this.lose(connection, error)
    return connection
  }

  /** Announces something on a connection of the pool, and waits until it arrives on this one. */
  private async canBeHeard(connection: NotificationConnection): Promise<boolean> {
    const { probe, arrival } = this.expectProbe(connection)
    await connection.query(LISTEN, TIMEOUT_MS)
    await this.announce(probe)
    return await within(TIMEOUT_MS, arrival).catch(() => false)
  }

  private expectProbe(connection: NotificationConnection): {
    probe: string
    arrival: Promise<true>
  } {
    const probe = PROBE + randomUUID()
    const arrival = new Promise<true>((resolve) => {
      connection.onNotification = (payload) => {
        if (payload === probe) {
          resolve(true)
        } else if (!payload.startsWith(PROBE)) {
          this.options.onChange(payload)
        }
      }
    })
    return { probe, arrival }
  }

  private async announce(probe: string): Promise<void> {
    const announced = this.options.pg.raw("SELECT pg_notify(?, ?)", [ACCESS_CHANNEL, probe])
    await within(TIMEOUT_MS, Promise.resolve(announced))
  }

  private begin(connection: NotificationConnection): void {
    if (this.failures > 0) {
      this.options.logger.info("user-lifecycle: news about access arrives again.")
    }
    this.failures = 0
    this.isUnsupported = false
    this.hasListened = true
    this.options.onState("listening")
    this.schedule(HEARTBEAT_MS, () => this.checkHeartbeat(connection))
  }

  private async checkHeartbeat(connection: NotificationConnection): Promise<void> {
    try {
      // Before `LISTEN`, which would hide that what is in between has forgotten who listens.
      const { probe, arrival } = this.expectProbe(connection)
      // A pool that has no connection to spare says nothing about this one.
      const isAnnounced = await this.announce(probe).then(
        () => true,
        () => false
      )
      if (isAnnounced && !(await within(TIMEOUT_MS, arrival).catch(() => false))) {
        return this.lose(connection, new Error(NOT_HEARD))
      }
      // Costs no more than any other query, and shows in `pg_stat_activity` which of the connections this is.
      await connection.query(LISTEN, TIMEOUT_MS)
    } catch (error) {
      return this.lose(connection, error)
    }
    if (this.connection === connection) {
      this.schedule(HEARTBEAT_MS, () => this.checkHeartbeat(connection))
    }
  }

  private lose(connection: NotificationConnection, error: unknown): void {
    if (this.isStopped || this.connection !== connection) {
      return
    }
    this.connection = undefined
    void connection.close()
    this.retry(describeDatabaseError(error))
  }

  private retry(problem: string): void {
    if (this.isStopped) {
      return
    }
    this.options.onState("lost")
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.failures, MAX_RETRY_MS)
    this.failures++
    if (this.failures === 1) {
      this.options.logger.warn(
        `user-lifecycle: news about access does not arrive at the moment (${problem}). Until it does, every request of ` +
          "an admin reads the database."
      )
    }
    // Not all instances at the same moment, when the database comes back.
    this.schedule(delayMs * (0.5 + Math.random() / 2), () => this.attempt())
  }

  /** The database is there, and either slow, or does not carry notifications. */
  private async doubt(problem: string): Promise<void> {
    this.lostAnnouncements++
    if (this.lostAnnouncements < ANNOUNCEMENTS_BEFORE_GIVING_UP) {
      await this.close()
      return this.retry(problem)
    }
    await this.giveUp(`${problem}, ${this.lostAnnouncements} times`)
  }

  /** The database is there, and does not carry notifications. */
  private async giveUp(problem: string): Promise<void> {
    await this.close()
    if (this.hasListened) {
      // It did before, so that this is a failure like any other.
      return this.retry(problem)
    }
    if (this.isStopped) {
      return
    }
    if (!this.isUnsupported) {
      this.options.logger.warn(
        `user-lifecycle: the database connection carries no notifications (${problem}), as behind a connection pooler in ` +
          "transaction mode, or a database that is very slow. Access that ends on one instance ends on the others within " +
          "access.cache_ttl_seconds. It is tried again every minute."
      )
    }
    this.failures++
    this.isUnsupported = true
    this.options.onState("unsupported")
    this.schedule(RETRY_UNSUPPORTED_MS, () => this.attempt())
  }

  private async close(): Promise<void> {
    const { connection } = this
    this.connection = undefined
    await connection?.close()
  }

  private schedule(delayMs: number, task: () => Promise<void>): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void task(), delayMs)
    this.timer.unref()
  }
}
