import { Clock } from "./clock"

type Entry<TValue> = {
  readonly id: string
  value: TValue
  /** What tells the value from another one, if the database has said so. */
  version: string | undefined
  loaded_at_ms: number
  /** Whether anybody has asked for it since the last refresh. */
  is_asked_for: boolean
  /** When somebody last had, as far as a refresh has noticed. */
  last_asked_for_at_ms: number
  /** It is not among the entries any more, for whoever has it at hand: the queue, and a refresh that is under way. */
  is_forgotten: boolean
}

/** What is known of something that is read again. */
export type Known = { id: string; version: string | undefined }

/** A value that is not what was known. */
export type Changed<TValue> = { id: string; version: string; value: TValue }

/** A value on its way from the database. */
type Load<TValue> = { result: Promise<TValue>; is_outdated: boolean }

/** What is older than this share of its lifetime is read anew by a refresh. */
const REFRESH_FROM = 0.6

/** As many as can be read at once without holding up a request: a millisecond or two. */
const REFRESH_BATCH = 2_000

/** What nobody has asked for any more is still read again for so long: people pause. */
const KEEP_IDLE_MS = 60_000

/**
 * Remembers what the database said for a while, in this process, up to a number of entries.
 *
 * It forgets on demand, also what is still on its way: a value whose reading began before it was to be forgotten is never
 * kept. While it is not trusted it keeps nothing, and every question reads the database anew.
 */
export class ReadThroughCache<TValue> {
  private readonly entries = new Map<string, Entry<TValue>>()
  /** The entries in the order in which they were loaded, with some that are forgotten. */
  private queue: Entry<TValue>[] = []
  private readonly loads = new Map<string, Load<TValue>>()
  private isTrusted = false
  private hearsNews = false

  constructor(
    private readonly load: (id: string) => Promise<TValue>,
    private readonly options: { ttl_ms: number; max_entries: number; clock: Clock }
  ) {}

  get size(): number {
    return this.entries.size
  }

  /**
   * Takes what is remembered for true from now on, or no longer; it begins empty either way.
   *
   * @param hearsNews whether {@link forget} is called for every change; otherwise only the age of a value counts
   */
  trust({ isTrusted, hearsNews }: { isTrusted: boolean; hearsNews: boolean }): void {
    this.forgetAll()
    this.isTrusted = isTrusted
    this.hearsNews = hearsNews
  }

  /** What is remembered and still counts; no I/O. Wrapped, so that a remembered `undefined` can be told from nothing. */
  peek(id: string): { readonly value: TValue } | undefined {
    const entry = this.entries.get(id)
    if (!entry || this.ageOf(entry) >= this.options.ttl_ms) {
      return undefined
    }
    entry.is_asked_for = true
    return entry
  }

  /** What is remembered, or else what the database says; those who ask for the same at the same time share one answer. */
  async get(id: string): Promise<TValue> {
    const known = this.peek(id)
    if (known) {
      return known.value
    }
    // An answer that is on its way may be older than this question; where news comes, it would have been outdated.
    const isShared = this.isTrusted && this.hearsNews && this.options.ttl_ms > 0
    const pending = isShared ? this.loads.get(id) : undefined
    return await (pending ?? this.begin(id)).result
  }

  /**
   * Reads what is in use again before it expires, many at a time, so that no request has to wait for it; and drops what
   * has expired. Nothing lives longer for it: what can't be read in time expires as ever.
   *
   * @param readChanged reads several at once, and answers those that are not what is known of them
   */
  async refresh(readChanged: (known: Known[]) => Promise<Changed<TValue>[]>): Promise<void> {
    const due = this.takeDue()
    for (let from = 0; from < due.length; from += REFRESH_BATCH) {
      await this.reload(due.slice(from, from + REFRESH_BATCH), readChanged)
    }
  }

  forget(id: string): void {
    this.drop(id)
    this.outdate(id)
  }

  forgetAll(): void {
    for (const entry of this.entries.values()) {
      entry.is_forgotten = true
    }
    this.entries.clear()
    this.queue = []
    for (const id of [...this.loads.keys()]) {
      this.outdate(id)
    }
  }

  private begin(id: string): Load<TValue> {
    // The age counts from before the reading: what changed while it was under way is at most that old.
    const loaded_at_ms = this.options.clock.monotonic()
    const load: Load<TValue> = { result: this.load(id), is_outdated: false }
    if (!this.isTrusted) {
      return load
    }
    // One that is under way already is older: it answers who asked for it, and is not kept.
    this.outdate(id)
    this.loads.set(id, load)
    load.result.then(
      (value) =>
        this.settle(id, load, {
          id,
          value,
          version: undefined,
          loaded_at_ms,
          is_asked_for: true,
          last_asked_for_at_ms: loaded_at_ms,
          is_forgotten: false,
        }),
      () => this.settle(id, load)
    )
    return load
  }

  /** Takes those out of the queue that are to be read again, and forgets those that are not. */
  private takeDue(): Entry<TValue>[] {
    const { ttl_ms, clock } = this.options
    const now_ms = clock.monotonic()
    const youngest = this.queue.findIndex(
      ({ loaded_at_ms }) => now_ms - loaded_at_ms < ttl_ms * REFRESH_FROM
    )
    const old = this.queue.splice(0, youngest === -1 ? this.queue.length : youngest)
    return old.filter((entry) => {
      if (entry.is_forgotten) {
        return false
      }
      if (entry.is_asked_for) {
        entry.is_asked_for = false
        entry.last_asked_for_at_ms = now_ms
      }
      const isExpired = now_ms - entry.loaded_at_ms >= ttl_ms
      const isIdle = now_ms - entry.last_asked_for_at_ms >= KEEP_IDLE_MS
      if (isExpired || isIdle) {
        this.drop(entry.id)
        return false
      }
      return true
    })
  }

  /**
   * Only what is still the same entry when the answer is there: news that came meanwhile has removed it, and who had it
   * read meanwhile has replaced it.
   */
  private async reload(
    due: Entry<TValue>[],
    readChanged: (known: Known[]) => Promise<Changed<TValue>[]>
  ): Promise<void> {
    const asked = due.filter(({ is_forgotten }) => !is_forgotten)
    if (!asked.length) {
      return
    }
    const loaded_at_ms = this.options.clock.monotonic()
    try {
      const answer = await readChanged(asked.map(({ id, version }) => ({ id, version })))
      const changed = new Map(answer.map((each) => [each.id, each]))
      for (const entry of asked) {
        const change = entry.is_forgotten ? undefined : changed.get(entry.id)
        if (change) {
          entry.value = change.value
          entry.version = change.version
        }
        entry.loaded_at_ms = loaded_at_ms
      }
    } catch {
      // What could not be read expires.
    }
    // Also what has been forgotten meanwhile, for which nothing has to be looked up here.
    this.queue.push(...asked)
  }

  private settle(id: string, load: Load<TValue>, entry?: Entry<TValue>): void {
    if (load.is_outdated) {
      return
    }
    this.loads.delete(id)
    if (entry) {
      this.keep(id, entry)
    }
  }

  private keep(id: string, entry: Entry<TValue>): void {
    this.drop(id)
    if (this.entries.size >= this.options.max_entries) {
      // The one that has been here for longest, because a map keeps the order of insertion.
      const [first] = this.entries.keys()
      this.drop(first)
    }
    this.entries.set(id, entry)
    this.queue.push(entry)
    if (this.queue.length > 2 * this.options.max_entries) {
      // Nobody refreshes, or news has come faster than that.
      this.queue = [...this.entries.values()]
    }
  }

  private drop(id: string): void {
    const entry = this.entries.get(id)
    if (entry) {
      entry.is_forgotten = true
      this.entries.delete(id)
    }
  }

  private outdate(id: string): void {
    const load = this.loads.get(id)
    if (load) {
      load.is_outdated = true
      this.loads.delete(id)
    }
  }

  private ageOf({ loaded_at_ms }: Entry<TValue>): number {
    return this.options.clock.monotonic() - loaded_at_ms
  }
}
