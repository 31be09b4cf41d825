import { logger } from "@medusajs/framework/logger"
import {
  ProviderSendNotificationDTO,
  ProviderSendNotificationResultsDTO,
} from "@medusajs/framework/types"
import { AbstractNotificationProviderService, MedusaError } from "@medusajs/framework/utils"
import { createTransport } from "nodemailer"
import { ANSWER_TIMEOUT_MS, PERMANENT_FAILURE } from "../../domain/delivery"
import { describeFailure } from "./describe-failure"
import { isAddress } from "./mailbox"
import { parseSmtpOptions, SmtpOptions } from "./options"

type Transport = ReturnType<typeof openTransport>

/** A message id (RFC 5322, section 3.6.4), as one who sends an email again gives it, so that it counts as the same. */
const MESSAGE_ID = /^<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+>$/

/**
 * A notification provider of Medusa's that sends emails by SMTP (RFC 5321), with STARTTLS or TLS, and with or without a
 * login.
 *
 * It sends the `content` of a notification: subject, text and HTML. It has no templates, and sends one email to one
 * recipient at a time. It does not try again: whoever asks it to send decides that, see `domain/delivery.ts`.
 *
 * @example
 * {
 *   resolve: "medusa-plugin-user-lifecycle/providers/smtp",
 *   id: "smtp",
 *   options: { channels: ["email"], host: "smtp.example.com", port: 587, secure: false, from: "shop@example.com" },
 * }
 */
export class SmtpNotificationService extends AbstractNotificationProviderService {
  static identifier = "user-lifecycle-smtp"

  private readonly options: SmtpOptions
  private readonly transport: Transport

  /** Called by Medusa (2.21) at boot, also of its migrations. A server that does not answer stops no boot. */
  static validateOptions(options: Record<string, unknown>): void {
    const transport = openTransport(parseSmtpOptions(options))
    transport
      .verify()
      .catch((error: unknown) =>
        logger.warn(
          `user-lifecycle: the mail server ${options.host}:${options.port} can't be used at the moment: ${describeFailure(error)}`
        )
      )
      .finally(() => transport.close())
  }

  constructor(_container: Record<string, unknown>, options: Record<string, unknown>) {
    super()
    this.options = parseSmtpOptions(options)
    this.transport = openTransport(this.options)
  }

  /**
   * @throws MedusaError `invalid_data` for what no server could deliver, `unexpected_state` with what the server said.
   * Where no later attempt could succeed, the message begins with {@link PERMANENT_FAILURE}.
   */
  override async send(
    notification: ProviderSendNotificationDTO
  ): Promise<ProviderSendNotificationResultsDTO> {
    const { to, content } = notification
    if (!isAddress(to)) {
      throw undeliverable("the recipient is not one email address")
    }
    if (!content?.subject || (!content.text && !content.html)) {
      throw undeliverable("the notification has no content: this provider has no templates")
    }
    const from = notification.from?.trim() || this.options.from
    try {
      const { messageId } = await this.transport.sendMail({
        from,
        // As an object, it is taken for one address whatever is in it.
        to: { name: "", address: to },
        replyTo: this.options.reply_to,
        subject: content.subject,
        text: content.text,
        html: content.html,
        messageId: readMessageId(notification),
        // RFC 3834, section 5: vacation responders stay quiet.
        headers: { "Auto-Submitted": "auto-generated" },
        attachments: notification.attachments?.map((attachment) => ({
          filename: attachment.filename,
          content: attachment.content,
          encoding: "base64",
          contentType: attachment.content_type,
          cid: attachment.id,
        })),
        // What came with a notification never makes this process read a file or another server.
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      return { id: messageId }
    } catch (error) {
      throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, describeFailure(error))
    }
  }
}

function openTransport(options: SmtpOptions) {
  const { host, port, secure, require_tls, ignore_tls, auth, pool, timeout_ms } = options
  const settings = {
    host,
    port,
    secure,
    requireTLS: require_tls,
    ignoreTLS: ignore_tls,
    auth,
    connectionTimeout: timeout_ms,
    greetingTimeout: timeout_ms,
    socketTimeout: ANSWER_TIMEOUT_MS,
    dnsTimeout: timeout_ms,
  }
  return pool ? createTransport({ ...settings, pool: true }) : createTransport(settings)
}

function readMessageId({ provider_data }: ProviderSendNotificationDTO): string | undefined {
  const messageId = provider_data?.message_id
  return typeof messageId === "string" && MESSAGE_ID.test(messageId) ? messageId : undefined
}

function undeliverable(because: string): MedusaError {
  return new MedusaError(MedusaError.Types.INVALID_DATA, `${PERMANENT_FAILURE}: ${because}`)
}
