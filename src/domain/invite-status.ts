/** Where an invite stands, as an admin needs to know it. */
export const InviteStatus = {
  /** Its email has yet to leave. */
  PENDING: "pending",
  /** Its email has left. */
  DELIVERED: "delivered",
  /** There is no email to wait for: the application sends none, or the invite is older than the plugin. */
  NOT_SENT: "not_sent",
  /** Its email was given up. */
  FAILED: "failed",
  /** Nobody can accept it any more. */
  EXPIRED: "expired",
} as const

export type InviteStatus = (typeof InviteStatus)[keyof typeof InviteStatus]

/** Where invites stand that can still be accepted. */
export const ACCEPTABLE_INVITES: InviteStatus[] = Object.values(InviteStatus).filter(
  (status) => status !== InviteStatus.EXPIRED
)
