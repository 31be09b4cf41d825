/** Tells the story on the terminal, with times, and remembers whether all of it went as it should. */
export class Narrator {
  private readonly startedAt = Date.now()
  private failures = 0
  private steps = 0
  private held: string[] | undefined

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

  /** Lines below a step; said during one, they wait for its heading. */
  say(text: string): void {
    const lines = text.split("\n").map((line) => `      ${line}`.trimEnd())
    if (this.held) {
      this.held.push(...lines)
    } else {
      console.log(lines.join("\n"))
    }
  }

  /** Does something, and says how long it took. A failure is told, counted, and thrown on. */
  async step<Result>(title: string, act: () => Promise<Result>): Promise<Result> {
    const startedAt = Date.now()
    this.steps += 1
    this.held = []
    let mark = "✓"
    try {
      return await act()
    } catch (error) {
      this.failures += 1
      mark = "✗"
      this.say(error instanceof Error ? error.message : String(error))
      throw error
    } finally {
      console.log([`  ${mark} ${title} ${faint(elapsed(startedAt))}`, ...this.held].join("\n"))
      this.held = undefined
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
