/** What the plugin asks for the time; tests give it another one. */
export type Clock = {
  /** Milliseconds since 1970, by the clock of this machine, which may be wrong. */
  now(): number
  /** Milliseconds since some instant; it never goes back, whatever happens to the clock of the machine. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}

/**
 * For so long no answer of the database moves its clock back. Not for ever: the clock of the machine may run faster than the
 * database's, or the database is another one, whose clock is behind.
 */
const TRUST_READING_MS = 60_000

/**
 * The clock of the database, as far as this instance knows it. Suspensions end by it and revocations are dated with it,
 * so that all instances agree, also where their own clocks do not.
 */
export class DatabaseClock {
  /** The instant of the reading that is trusted most, and when it was taken, on the monotonic clock. */
  private reading: { at_ms: number; taken_at_ms: number } | undefined

  constructor(private readonly clock: Clock) {}

  /**
   * Remembers what the database said the time was, if that is later than what was known: each answer is late by as long as it
   * travelled, so that of several the one that makes it latest is closest.
   */
  set(readAt: Date): void {
    const taken_at_ms = this.clock.monotonic()
    const isTrusted = this.reading && taken_at_ms - this.reading.taken_at_ms < TRUST_READING_MS
    if (!isTrusted || readAt.getTime() >= this.now_ms()) {
      this.reading = { at_ms: readAt.getTime(), taken_at_ms }
    }
  }

  /** Late by as long as the fastest of the last answers travelled; the machine's own clock before there was any answer. */
  now(): Date {
    return new Date(this.now_ms())
  }

  /** The same in milliseconds since 1970, for what is noted with every request: a number makes no object. */
  now_ms(): number {
    const { reading, clock } = this
    return reading ? reading.at_ms + (clock.monotonic() - reading.taken_at_ms) : clock.now()
  }
}
