import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import { Activity, storeActivity, UserActivity } from "../database/activity"
import { describeDatabaseError } from "../database/transaction"
import { Clock, DatabaseClock } from "./clock"

/** How long what happens to several people is collected, to be written at once. */
const COLLECT_MS = 5_000
/** Nobody is written about more often than this; {@link storeActivity} holds all instances to it. */
const MIN_INTERVAL_MS = 60_000
/** Bounds the memory while the database is away. */
const MAX_PEOPLE = 50_000

/** An instant that never was. Not `undefined`: a field that is always a number is changed in place, without an object. */
const NEVER = -Infinity

/**
 * What is known of a person on this instance. Instants are milliseconds since 1970 by the clock of the database, but for
 * `written_at_ms`, which is on the monotonic clock.
 */
type Note = {
  last_login_at_ms: number
  last_seen_at_ms: number
  /** When it was last on its way to the database. */
  written_at_ms: number
  /** Something has happened since. */
  is_due: boolean
}

/**
 * Remembers when people last logged in and were last seen, and writes it to the database: what happens to several people
 * in one statement, and at most once a minute for each, whichever instance does; an instance that stops writes what is left. What
 * happened since is lost if the process is killed.
 */
export class ActivityLog {
  /** Of those about whom there is something to write, or was within the last minute. */
  private readonly notes = new Map<string, Note>()
  /** What is on its way to the database. */
  private readonly underWay = new Set<[string, Note][]>()
  /** Settles when all writes have. */
  private writing: Promise<unknown> = Promise.resolve()
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
    const note = this.open(userId)
    if (note) {
      note.last_seen_at_ms = this.databaseClock.now_ms()
    }
  }

  /** Somebody logged in. */
  loggedIn(userId: string): void {
    const note = this.open(userId)
    if (note) {
      note.last_seen_at_ms = note.last_login_at_ms = this.databaseClock.now_ms()
    }
  }

  /** What is known of a person on this instance, some of which may be in the database already. */
  known(userId: string): Activity | undefined {
    const note = this.notes.get(userId)
    return note && toActivity(note)
  }

  /**
   * What this instance knows and the database may not, for whoever reads there when people were last seen. To be asked before the
   * database is: what is written in between is in both then, and not in neither. Somebody may be in it twice.
   */
  unwritten(): UserActivity[] {
    const due = [...this.notes].filter(([, { is_due }]) => is_due)
    return toActivities([...this.underWay].flat().concat(due))
  }

  /** Writes what may be written now. Never fails: a write that fails is tried again. */
  async flush({ ignoresInterval = false } = {}): Promise<void> {
    const writing = this.write({ ignoresInterval })
    this.writing = Promise.all([this.writing, writing])
    await writing
  }

  private async write({ ignoresInterval }: { ignoresInterval: boolean }): Promise<void> {
    const due = this.takeDue({ ignoresInterval })
    this.underWay.add(due)
    try {
      const everything = ignoresInterval
      const left = await storeActivity(this.pg, toActivities(due), { everything })
      this.hasFailed = false
      this.rest(due, left)
    } catch (error) {
      this.keep(due, describeDatabaseError(error))
    }
    this.underWay.delete(due)
  }

  /** Those whose turn it is, who are taken for written from now on. Lets go of those of whom nothing was heard for a minute. */
  private takeDue({ ignoresInterval }: { ignoresInterval: boolean }): [string, Note][] {
    const now_ms = this.clock.monotonic()
    const due: [string, Note][] = []
    for (const [userId, note] of this.notes) {
      const isRested = now_ms - note.written_at_ms >= MIN_INTERVAL_MS
      if (note.is_due && (isRested || ignoresInterval)) {
        note.is_due = false
        note.written_at_ms = now_ms
        due.push([userId, note])
      } else if (!note.is_due && isRested) {
        this.notes.delete(userId)
      }
    }
    return due
  }

  /** Writes what is left, and nothing from then on. */
  async close(): Promise<void> {
    this.isClosed = true
    clearTimeout(this.timer)
    // What it leaves, or could not write, is due again.
    await this.writing
    await this.flush({ ignoresInterval: true })
  }

  /** What is to be written about somebody, to be changed in place; `undefined` where nothing more is noted. */
  private open(userId: string): Note | undefined {
    let note = this.notes.get(userId)
    if (!note) {
      if (this.isClosed || this.notes.size >= MAX_PEOPLE) {
        return undefined
      }
      note = {
        last_login_at_ms: NEVER,
        last_seen_at_ms: NEVER,
        written_at_ms: NEVER,
        is_due: false,
      }
      this.notes.set(userId, note)
    }
    if (!note.is_due) {
      note.is_due = true
      this.schedule()
    }
    return note
  }

  /** @param left those about whom another instance has just written: their turn comes when the minute is over */
  private rest(asked: [string, Note][], left: Set<string>): void {
    // From the answer on, so that the database does not find the minute not over yet.
    const now_ms = this.clock.monotonic()
    for (const [userId, note] of asked) {
      note.written_at_ms = now_ms
      if (left.has(userId)) {
        this.keepDue(userId, note)
      }
    }
    if (left.size) {
      this.schedule()
    }
  }

  private keepDue(userId: string, note: Note): void {
    note.is_due = true
    // A write can take longer than somebody is remembered for.
    if (!this.notes.has(userId)) {
      this.notes.set(userId, note)
    }
  }

  private keep(failed: [string, Note][], problem: string): void {
    for (const [userId, note] of failed) {
      note.written_at_ms = NEVER
      this.keepDue(userId, note)
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
      void this.flush().then(() => this.notes.size > 0 && this.schedule())
    }, COLLECT_MS)
    this.timer.unref()
  }
}

function toActivities(notes: [string, Note][]): UserActivity[] {
  return notes.map(([user_id, note]) => ({ user_id, ...toActivity(note) }))
}

function toActivity({ last_login_at_ms, last_seen_at_ms }: Note): Activity {
  return {
    ...(last_login_at_ms === NEVER ? {} : { last_login_at: new Date(last_login_at_ms) }),
    ...(last_seen_at_ms === NEVER ? {} : { last_seen_at: new Date(last_seen_at_ms) }),
  }
}
