import { appendFile } from "node:fs/promises"
import { randomUUID } from "node:crypto"
import type {
  ProviderSendNotificationDTO,
  ProviderSendNotificationResultsDTO,
} from "@medusajs/framework/types"
import { AbstractNotificationProviderService, MedusaError } from "@medusajs/framework/utils"

type OutboxOptions = { file?: string }

/**
 * An email provider that sends nothing: it appends each email to a file as one line of JSON. A recipient at
 * `bounce.example.com` is refused for good, and `fails-2-…@busy.example.com` twice before it is taken, so that a failing mail
 * server can be tested.
 */
export class OutboxNotificationService extends AbstractNotificationProviderService {
  static identifier = "outbox"

  private readonly file: string | undefined
  private readonly attempts = new Map<string, number>()

  constructor(_container: Record<string, unknown>, options: OutboxOptions) {
    super()
    this.file = options.file
  }

  override async send(
    notification: ProviderSendNotificationDTO
  ): Promise<ProviderSendNotificationResultsDTO> {
    if (notification.to.toLowerCase().endsWith("@bounce.example.com")) {
      throw new MedusaError(
        MedusaError.Types.UNEXPECTED_STATE,
        `permanent failure: the outbox refuses ${notification.to}`
      )
    }
    const failures = Number(/^fails-(\d+)\S*@busy\.example\.com$/.exec(notification.to)?.[1] ?? 0)
    const attempts = (this.attempts.get(notification.to) ?? 0) + 1
    this.attempts.set(notification.to, attempts)
    if (attempts <= failures) {
      throw new MedusaError(
        MedusaError.Types.UNEXPECTED_STATE,
        `attempt ${attempts}: busy, as ${notification.content?.text} says`
      )
    }
    const id = randomUUID()
    if (this.file) {
      // One write of one line: two processes may share the file without mixing their lines.
      await appendFile(this.file, JSON.stringify({ id, ...notification }) + "\n")
    }
    return { id }
  }
}
