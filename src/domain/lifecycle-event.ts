/** What can happen to a person, as the ledger calls it (`lifecycle_event.type`). */
export const LifecycleEventType = {
  USER_PROVISIONED: "user_provisioned",
  /** A larger workflow failed after a provision, and undid it. */
  USER_PROVISION_REVERTED: "user_provision_reverted",
  USER_OFFBOARDED: "user_offboarded",
  /** An offboarding was put on a date; or, where there was one, on another. */
  USER_OFFBOARDING_SCHEDULED: "user_offboarding_scheduled",
  USER_OFFBOARDING_CANCELLED: "user_offboarding_cancelled",
  /** Its date has come, and it could not happen; it is tried again. */
  USER_OFFBOARDING_FAILED: "user_offboarding_failed",
  /** A larger workflow failed after an offboarding, and undid it. */
  USER_OFFBOARDING_REVERTED: "user_offboarding_reverted",
  USER_SUSPENDED: "user_suspended",
  USER_SUSPENSION_REVERTED: "user_suspension_reverted",
  USER_REACTIVATED: "user_reactivated",
  USER_REACTIVATION_REVERTED: "user_reactivation_reverted",
  USER_RESTORED: "user_restored",
  USER_RESTORATION_REVERTED: "user_restoration_reverted",
  /** All tokens and sessions of the person died; nothing else changed. */
  USER_SESSIONS_REVOKED: "user_sessions_revoked",
  USER_SESSIONS_REVOCATION_REVERTED: "user_sessions_revocation_reverted",
  USER_EMAIL_CHANGED: "user_email_changed",
  USER_EMAIL_CHANGE_REVERTED: "user_email_change_reverted",
  /** Written by the database itself, on every path on which the password of an admin's login changes. */
  USER_PASSWORD_CHANGED: "user_password_changed",
  /** An admin asked for the token with which a person sets another password. */
  USER_PASSWORD_RESET_REQUESTED: "user_password_reset_requested",
  /** Another login, which the identity provider vouches for, became the person's. */
  USER_LOGIN_LINKED: "user_login_linked",
  USER_LOGIN_LINK_REVERTED: "user_login_link_reverted",
  /** An admin invited somebody, who is no user yet. */
  USER_INVITED: "user_invited",
  USER_INVITATION_REVERTED: "user_invitation_reverted",
  /** An admin sent an invite again, with another token. */
  INVITE_RESENT: "invite_resent",
  /** An admin deleted an invite. */
  INVITE_CANCELLED: "invite_cancelled",
  INVITE_CANCELLATION_REVERTED: "invite_cancellation_reverted",
  /** An invite that nobody accepted was removed, some time after it expired. */
  INVITE_SWEPT: "invite_swept",
  /** An admin had the people of a file made admins. */
  IMPORT_CONFIRMED: "import_confirmed",
  IMPORT_CANCELLED: "import_cancelled",
  /** All lines of the file are done that could be. */
  IMPORT_COMPLETED: "import_completed",
  /** The scheduled audit of people and their logins; how much it found. */
  IDENTITIES_AUDITED: "identities_audited",
  /** Something that an audit had found was repaired. */
  FINDING_REPAIRED: "finding_repaired",
  /** An admin began to download the list of people. */
  PEOPLE_EXPORTED: "people_exported",
  /** An admin began to download the ledger. */
  EVENTS_EXPORTED: "events_exported",
  /** A list of who has access was frozen, for somebody to decide about each. */
  ACCESS_REVIEW_OPENED: "access_review_opened",
  /** Whether somebody on the list keeps their access was decided. */
  ACCESS_REVIEW_DECIDED: "access_review_decided",
  ACCESS_REVIEW_CLOSED: "access_review_closed",
  /** An admin began to download an access review. */
  ACCESS_REVIEW_EXPORTED: "access_review_exported",
  /** An admin had an email tried again that was given up, or waited. */
  EMAIL_RETRIED: "email_retried",
  EMAIL_SENT: "email_sent",
  /** Nothing was attempted: no email provider is configured. */
  EMAIL_NOT_SENT: "email_not_sent",
  /** The email provider refused or failed. */
  EMAIL_FAILED: "email_failed",
} as const

export type LifecycleEventType = (typeof LifecycleEventType)[keyof typeof LifecycleEventType]

/** Why a change was undone, as the `reason` of the entry that ends in `_reverted`. Stored as it stands here. */
export const UNDO_REASON = "A later step of the same workflow failed."

/** Entries whose `email` is where a message went: that may be an address which the person no longer has. */
export const EMAIL_EVENT_TYPES = [
  LifecycleEventType.EMAIL_RETRIED,
  LifecycleEventType.EMAIL_SENT,
  LifecycleEventType.EMAIL_NOT_SENT,
  LifecycleEventType.EMAIL_FAILED,
] as const

/** The name under which the event bus carries a ledger entry of this type. */
export function busEventName(type: LifecycleEventType): `user_lifecycle.${LifecycleEventType}` {
  return `user_lifecycle.${type}`
}

/** Who does something. The system is a job, a subscriber or code that called a workflow without naming anybody. */
export type Actor =
  | {
      type: "user" | "api-key"
      id: string
      /**
       * Of a user: the `iat` claim of the token or session with which they act, in seconds since 1970; 0 for one that has none. With
       * it, they are refused where that credential has been revoked; without it, only where they may not act at all.
       */
      token_issued_at_seconds?: number
    }
  | { type: "system"; id?: undefined }

export const ACTOR_TYPES = ["user", "api-key", "system"] as const satisfies Actor["type"][]

export const SYSTEM_ACTOR: Actor = { type: "system" }

/** Where a request came from, as far as it is known. */
export type Source = {
  ip_address?: string | null
  user_agent?: string | null
  request_id?: string | null
}
