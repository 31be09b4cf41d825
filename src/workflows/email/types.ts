import { EmailContent } from "../../emails/render"

/** An email on its way to Medusa's Notification Module. */
export type OutgoingEmail = {
  to: string
  content: EmailContent
  /** For providers with templates of their own: which one, and what goes into it. */
  template: string
  template_data: Record<string, unknown>
  /** The same key never sends a second email, however often an event is delivered. */
  idempotency_key: string
  /** The event that caused it. */
  trigger_type: string
  /** What it is about, for the ledger. */
  subject_of: { type: "invite" | "user"; id: string }
}

export type EmailOutcome = "sent" | "already_sent" | "no_provider" | "failed"
