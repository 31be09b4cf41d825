import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { Activity, storeActivity } from "../database/activity"
import { describeDatabaseError } from "../database/transaction"
import { Clock, DatabaseClock } from "./clock"

/** How long what happens to several people is collected, to be written at once. */
const COLLECT_MS = 1_000
/** Nobody is written about more often than this. */
const MIN_INTERVAL_MS = 60_000
/** Bounds the memory while the database is away. */
const MAX_PENDING = 50_000

/**
 * Remembers when people last logged in and were last seen, and writes it to the database: what happens to several people
 * in one statement, and at most once a minute for each. What happened since is lost if the process is killed.
 */
export class ActivityLog {
  /** What has yet to be written. */
  private readonly pending = new Map<string, Activity>()
  /** What is being written. */
  private readonly writing = new Map<string, Activity>()
  /** Writes that are under way. */
  private readonly writes = new Set<Promise<void>>()
  /** When each was last written about, on the monotonic clock; those of the last minute only. */
  private readonly writtenAt = new Map<string, number>()
  private timer: NodeJS.Timeout | undefined
  private isClosed = false
  private hasFailed = false

  constructor(
    private readonly pg: Knex,
    private readonly logger: Pick<Logger, "warn">,
    private readonly clock: Clock,
    private readonly databaseClock: DatabaseClock
  ) {}

  /** Somebody made a request. Cheap enough for every one. */
  seen(userId: string): void {
    this.note(userId).last_seen_at = this.databaseClock.now()
  }

  /** Somebody logged in. */
  loggedIn(userId: string): void {
    const now = this.databaseClock.now()
    Object.assign(this.note(userId), { last_login_at: now, last_seen_at: now })
  }

  /** What is known of a person on this instance and not in the database yet. */
  unwritten(userId: string): Activity | undefined {
    const writing = this.writing.get(userId)
    const pending = this.pending.get(userId)
    return writing || pending ? { ...writing, ...pending } : undefined
  }

  /**
   * Writes all that is known at this moment, also about people who were written about a moment ago, so that what is read next
   * from the database has it. Never fails, as {@link flush} does not: what could not be written is missing then.
   */
  async settle(): Promise<void> {
    void this.flush({ ignoresInterval: true })
    await Promise.all(this.writes)
  }

  /** Writes what may be written now. Never fails: a write that fails is tried again. */
  async flush({ ignoresInterval = false } = {}): Promise<void> {
    const write = this.write({ ignoresInterval })
    this.writes.add(write)
    await write
    this.writes.delete(write)
  }

  private async write({ ignoresInterval }: { ignoresInterval: boolean }): Promise<void> {
    const now = this.clock.monotonic()
    for (const [userId, writtenAt] of this.writtenAt) {
      if (now - writtenAt >= MIN_INTERVAL_MS) {
        this.writtenAt.delete(userId)
      }
    }
    const due = [...this.pending].filter(
      ([userId]) => ignoresInterval || !this.writtenAt.has(userId)
    )
    for (const [userId, activity] of due) {
      this.pending.delete(userId)
      this.writing.set(userId, activity)
      this.writtenAt.set(userId, now)
    }
    try {
      await storeActivity(this.pg, new Map(due))
      this.hasFailed = false
    } catch (error) {
      this.keep(due, describeDatabaseError(error))
    }
    for (const [userId, activity] of due) {
      if (this.writing.get(userId) === activity) {
        this.writing.delete(userId)
      }
    }
  }

  /** Writes what is left, and nothing from then on. */
  async close(): Promise<void> {
    this.isClosed = true
    clearTimeout(this.timer)
    await this.flush({ ignoresInterval: true })
  }

  /** What is to be written about somebody, to be changed in place. */
  private note(userId: string): Activity {
    let activity = this.pending.get(userId)
    if (!activity) {
      activity = {}
      if (!this.isClosed && this.pending.size < MAX_PENDING) {
        this.pending.set(userId, activity)
        this.schedule()
      }
    }
    return activity
  }

  /** Of what could not be written, only what nothing newer has replaced meanwhile. */
  private keep(failed: [string, Activity][], problem: string): void {
    for (const [userId, activity] of failed) {
      this.pending.set(userId, { ...activity, ...this.pending.get(userId) })
    }
    if (!this.hasFailed) {
      this.logger.warn(`user-lifecycle: when people were last seen can't be written: ${problem}`)
    }
    this.hasFailed = true
    this.schedule()
  }

  private schedule(): void {
    if (this.timer || this.isClosed) {
      return
    }
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.flush().then(() => this.pending.size > 0 && this.schedule())
    }, COLLECT_MS)
    this.timer.unref()
  }
}
