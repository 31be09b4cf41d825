/** What can happen to a person, as the ledger calls it (`lifecycle_event.type`). */
export const LifecycleEventType = {
  USER_PROVISIONED: "user_provisioned",
  /** A larger workflow failed after a provision, and undid it. */
  USER_PROVISION_REVERTED: "user_provision_reverted",
  USER_OFFBOARDED: "user_offboarded",
  /** A larger workflow failed after an offboarding, and undid it. */
  USER_OFFBOARDING_REVERTED: "user_offboarding_reverted",
  EMAIL_SENT: "email_sent",
  /** Nothing was attempted: no email provider is configured. */
  EMAIL_NOT_SENT: "email_not_sent",
  /** The email provider refused or failed. */
  EMAIL_FAILED: "email_failed",
} as const

export type LifecycleEventType = (typeof LifecycleEventType)[keyof typeof LifecycleEventType]

/** The name under which the event bus carries a ledger entry of this type. */
export function busEventName(type: LifecycleEventType): `user_lifecycle.${LifecycleEventType}` {
  return `user_lifecycle.${type}`
}

/** Who does something. The system is a job, a subscriber or code that called a workflow without naming anybody. */
export type Actor = { type: "user" | "api-key"; id: string } | { type: "system"; id?: undefined }

export const SYSTEM_ACTOR: Actor = { type: "system" }

/** Where a request came from, as far as it is known. */
export type Source = {
  ip_address?: string | null
  user_agent?: string | null
  request_id?: string | null
}
