import { EmailContent } from "../../emails/render"

/** An email as it leaves. */
export type ComposedEmail = {
  content: EmailContent
  /** For providers that have templates of their own: what goes into it. */
  template_data: Record<string, unknown>
  /** The page that it leads to. */
  link: string
}

/** What became of an email when it was tried. */
export type EmailOutcome =
  | "sent"
  /** It left before, or another instance is at it. */
  | "already_sent"
  /** It did not leave, and will be tried again. */
  | "pending"
  /** It was given up. */
  | "failed"
  /** Given up, because no provider for the channel "email" is configured. */
  | "no_provider"
  /** It is not needed any more. */
  | "cancelled"
