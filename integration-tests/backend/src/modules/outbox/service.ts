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
 * `bounce.example.com` is refused, so that a failing mail server can be tested.
 */
export class OutboxNotificationService extends AbstractNotificationProviderService {
  static identifier = "outbox"

  private readonly file: string | undefined

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
        `The outbox refuses ${notification.to}`
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
