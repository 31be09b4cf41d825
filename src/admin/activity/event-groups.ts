import type { LifecycleEventType } from "../../domain/lifecycle-event"

/** What people look for in the ledger, in the order of the filter. */
export const EVENT_GROUPS = [
  "comings",
  "endings",
  "logins",
  "invites",
  "imports",
  "identities",
  "reviews",
  "exports",
  "emails",
] as const

export type EventGroup = (typeof EVENT_GROUPS)[number]

/** Where each type belongs; a new one does not compile without. */
const GROUPS: Record<LifecycleEventType, EventGroup> = {
  user_provisioned: "comings",
  user_provision_reverted: "comings",
  user_restored: "comings",
  user_restoration_reverted: "comings",
  user_offboarded: "endings",
  user_offboarding_scheduled: "endings",
  user_offboarding_cancelled: "endings",
  user_offboarding_failed: "endings",
  user_offboarding_reverted: "endings",
  user_suspended: "endings",
  user_suspension_reverted: "endings",
  user_reactivated: "endings",
  user_reactivation_reverted: "endings",
  user_sessions_revoked: "logins",
  user_sessions_revocation_reverted: "logins",
  user_email_changed: "logins",
  user_email_change_reverted: "logins",
  user_password_changed: "logins",
  user_password_reset_requested: "logins",
  user_login_linked: "logins",
  user_login_link_reverted: "logins",
  user_invited: "invites",
  user_invitation_reverted: "invites",
  invite_resent: "invites",
  invite_cancelled: "invites",
  invite_cancellation_reverted: "invites",
  invite_swept: "invites",
  import_confirmed: "imports",
  import_cancelled: "imports",
  import_completed: "imports",
  identities_audited: "identities",
  finding_repaired: "identities",
  access_review_opened: "reviews",
  access_review_decided: "reviews",
  access_review_closed: "reviews",
  people_exported: "exports",
  access_review_exported: "exports",
  events_exported: "exports",
  email_retried: "emails",
  email_sent: "emails",
  email_not_sent: "emails",
  email_failed: "emails",
}

/** The types of some groups. */
export function typesOf(groups: string[]): string[] {
  return Object.entries(GROUPS).flatMap(([type, group]) => (groups.includes(group) ? [type] : []))
}

/** The group of an entry; none of a type that a later version writes. */
export function groupOf(type: string): EventGroup | undefined {
  return isKnown(type) ? GROUPS[type] : undefined
}

export function isKnown(type: string): type is LifecycleEventType {
  return Object.keys(GROUPS).includes(type)
}
