import { randomUUID } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { readVariable } from "./variables"

/** An email as the test backend's provider got it. */
export type OutboxEmail = {
  id: string
  to: string
  from?: string | null
  channel: string
  template: string
  data?: Record<string, unknown> | null
  provider_data?: { message_id?: string } | null
  content?: { subject?: string; text?: string; html?: string } | null
}

export type Outbox = {
  file: string
  read(): OutboxEmail[]
  clear(): void
  /** Waits for emails that leave after the answer did. Throws with what is there after 10 seconds. */
  waitFor(matches: (email: OutboxEmail) => boolean, timeoutMs?: number): Promise<OutboxEmail>
}

/** An outbox for servers in processes of their own: give them its file as `OUTBOX_FILE`. */
export function createOutbox(): Outbox {
  const outbox = openOutbox(path.join(readVariable("folder"), `${randomUUID()}.outbox.jsonl`))
  outbox.clear()
  return outbox
}

/** Reads what the test backend's email provider wrote to its `OUTBOX_FILE`. */
export function openOutbox(file: string): Outbox {
  const read = () =>
    readFileSync(file, { encoding: "utf8", flag: "a+" })
      .split("\n")
      // What comes after the last line break is being written.
      .slice(0, -1)
      .map((line) => JSON.parse(line) as OutboxEmail)
  return {
    file,
    read,
    clear: () => writeFileSync(file, ""),
    waitFor: async (matches, timeoutMs = 10_000) => {
      const deadline = Date.now() + timeoutMs
      for (;;) {
        const emails = read()
        const found = emails.find(matches)
        if (found) {
          return found
        }
        if (Date.now() > deadline) {
          throw new Error(`No such email in the outbox: ${JSON.stringify(emails, null, 2)}`)
        }
        await delay(20)
      }
    },
  }
}
