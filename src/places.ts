/**
 * So many places, in each of which somebody works at a time. Those who wait hold nothing, and are served in turn; whoever is done hands
 * their place on.
 */
export class Places {
  private free: number
  private readonly queue: (() => void)[] = []

  constructor(count: number) {
    this.free = count
  }

  /** How many wait: nobody does while there is room. */
  get waiting(): number {
    return this.queue.length
  }

  /** Does something in a place, as soon as there is one; what is urgent goes before all who wait. */
  async work<TResult>(
    run: () => Promise<TResult>,
    { is_urgent = false }: { is_urgent?: boolean } = {}
  ): Promise<TResult> {
    if (this.free > 0) {
      this.free--
    } else {
      await new Promise<void>((resolve) =>
        is_urgent ? this.queue.unshift(resolve) : this.queue.push(resolve)
      )
    }
    try {
      return await run()
    } finally {
      const next = this.queue.shift()
      if (next) {
        next()
      } else {
        this.free++
      }
    }
  }
}
