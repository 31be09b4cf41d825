import {
  ArrowDownTray,
  ArrowUpTray,
  Envelope,
  History,
  Key,
  ListCheckbox,
  LockClosedSolid,
  LockOpenSolid,
  PaperPlane,
  ShieldCheck,
  User,
} from "@medusajs/icons"
import { IconBadge } from "@medusajs/ui"
import type { ComponentType } from "react"
import { type EventGroup, groupOf } from "./event-groups"

type Look = { icon: ComponentType; color: "green" | "red" | "orange" | "blue" | "purple" | "grey" }

const LOOKS: Record<EventGroup, Look> = {
  comings: { icon: User, color: "green" },
  endings: { icon: LockClosedSolid, color: "red" },
  logins: { icon: Key, color: "blue" },
  invites: { icon: PaperPlane, color: "purple" },
  imports: { icon: ArrowUpTray, color: "blue" },
  identities: { icon: ShieldCheck, color: "orange" },
  reviews: { icon: ListCheckbox, color: "purple" },
  exports: { icon: ArrowDownTray, color: "orange" },
  emails: { icon: Envelope, color: "grey" },
}

/** What gives access back, or is a failure, unlike the rest of its group. */
const EXCEPTIONS: Record<string, Look> = {
  user_suspended: { icon: LockClosedSolid, color: "orange" },
  user_reactivated: { icon: LockOpenSolid, color: "green" },
  user_offboarding_scheduled: { icon: LockClosedSolid, color: "orange" },
  user_offboarding_cancelled: { icon: LockOpenSolid, color: "green" },
  email_failed: { icon: Envelope, color: "red" },
}

/** Of what kind something was, to be seen at a glance. The sentence beside it says the same. */
export function EventIcon({ type }: { type: string }) {
  const group = groupOf(type)
  const look: Look =
    EXCEPTIONS[type] ?? (group ? LOOKS[group] : { icon: History, color: "grey" as const })
  const Icon = look.icon
  return (
    <IconBadge color={look.color} aria-hidden className="shrink-0">
      <Icon />
    </IconBadge>
  )
}
