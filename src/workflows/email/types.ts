import { EmailData } from "../../emails/email-kinds"
import { EmailContent } from "../../emails/render"

/** What an email is to say, before it is put into words. */
export type EmailFacts = {
  data: EmailData
  /** The recipient's language, if they have said which. */
  locale: string | undefined
}

/** An email as it leaves. */
export type ComposedEmail = {
  content: EmailContent
  /** For providers that have templates of their own: what goes into it. */
  template_data: Record<string, unknown>
  /** The host that sends it, for its message id. */
  host: string
}

/** What became of an email when it was tried. */
export type EmailOutcome =
  | "sent"
  /** It did not leave, and will be tried again. */
  | "pending"
  /** It was given up. */
  | "failed"
  /** Given up, because no provider for the channel "email" is configured. */
  | "no_provider"
  /** It is not needed any more. */
  | "cancelled"
