import { InviteStatus } from "../../domain/invite-status"
import type { Permission } from "../../domain/permission"
import type { EmailKind } from "../../emails/email-kinds"
import type { Invite } from "../api/types"
import { LIFECYCLE } from "../lib/paths"
import { post, remove } from "../lib/request"

export type InviteAction = {
  name: "retry" | "resend" | "cancel"
  /** What its route asks for. */
  needs: Permission
  isDestructive: boolean
  /** It ends a link that may be in somebody's hands: it asks before, also for one. */
  asksFirst: boolean
  /** What whoever is invited gets and waits for. */
  email?: EmailKind
  appliesTo: (invite: Invite) => boolean
  run: (invite: Invite) => Promise<unknown>
}

/** The same email can be tried again: it was given up, or waits after an attempt that failed. */
const hasFailed = ({ status, delivery }: Invite): boolean =>
  status === InviteStatus.FAILED ||
  (status === InviteStatus.PENDING && delivery !== null && delivery.attempts > 0)

/** What can be done with open invites: the backend's routes, and when there is a point in offering each. */
export const INVITE_ACTIONS: InviteAction[] = [
  {
    name: "retry",
    needs: "invite:update",
    isDestructive: false,
    asksFirst: false,
    appliesTo: hasFailed,
    run: ({ id }) => post(`${LIFECYCLE}/invites/${id}/retry`),
  },
  {
    name: "resend",
    needs: "invite:update",
    isDestructive: false,
    asksFirst: true,
    email: "invite",
    appliesTo: () => true,
    run: ({ id }) => post(`/admin/invites/${id}/resend`),
  },
  {
    name: "cancel",
    needs: "invite:delete",
    isDestructive: true,
    asksFirst: true,
    appliesTo: () => true,
    run: ({ id }) => remove(`/admin/invites/${id}`),
  },
]

/** Another email with another token: the way for an invite whose email is gone for good. */
export const RESEND = INVITE_ACTIONS.filter(({ name }) => name === "resend")[0]
