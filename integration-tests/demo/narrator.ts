/** Tells the story on the terminal, with times, and remembers whether all of it went as it should. */
export class Narrator {
  private readonly startedAt = Date.now()
  private failures = 0
  private steps = 0

  get allIsWell(): boolean {
    return this.failures === 0
  }

  /** The steps so far, in words. */
  get summary(): string {
    const seconds = ((Date.now() - this.startedAt) / 1000).toFixed(1)
    return this.allIsWell
      ? `${this.steps} steps, all as they should be, in ${seconds} s`
      : `${this.failures} of ${this.steps} steps went wrong, in ${seconds} s`
  }

  chapter(title: string): void {
    console.log(`\n${title}\n${"─".repeat(title.length)}`)
  }

  /** A line below a step. */
  say(text: string): void {
    for (const line of text.split("\n")) {
      console.log(`      ${line}`)
    }
  }

  /** Does something, and says how long it took. A failure is told, counted, and thrown on. */
  async step<Result>(title: string, act: () => Promise<Result>): Promise<Result> {
    const startedAt = Date.now()
    this.steps += 1
    try {
      const result = await act()
      console.log(`  ✓ ${title} ${faint(elapsed(startedAt))}`)
      return result
    } catch (error) {
      this.failures += 1
      console.log(`  ✗ ${title} ${faint(elapsed(startedAt))}`)
      this.say(error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  /** Like `step`, but the story goes on when it fails. */
  async check(title: string, act: () => Promise<void>): Promise<void> {
    await this.step(title, act).catch(() => undefined)
  }
}

function elapsed(since: number): string {
  const milliseconds = Date.now() - since
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

function faint(text: string): string {
  return process.stdout.isTTY ? `\u001b[2m${text}\u001b[0m` : `(${text})`
}
