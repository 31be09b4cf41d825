/** What this process does for as long as it takes, and nobody waits for; each task once at a time. */
export class Background {
  private readonly tasks = new Map<string, Promise<void>>()
  private stopping = false

  /** Tasks look now and then whether they are to come to an end. */
  get isStopping(): boolean {
    return this.stopping
  }

  /**
   * @param task must not fail
   */
  start(name: string, task: () => Promise<void>): void {
    if (this.stopping || this.tasks.has(name)) {
      return
    }
    const ended = task().finally(() => this.tasks.delete(name))
    this.tasks.set(name, ended)
  }

  /** Waits until all have come to an end. */
  async stop(): Promise<void> {
    this.stopping = true
    await Promise.allSettled(this.tasks.values())
  }
}
