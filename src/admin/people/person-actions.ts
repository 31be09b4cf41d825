import { AccessStatus } from "../../domain/access"
import type { Permission } from "../../domain/permission"
import { PASSWORD_PROVIDER } from "../../domain/password"
import type { EmailKind } from "../../emails/email-kinds"
import type { Person } from "../api/types"
import type { Can } from "../api/use-permissions"
import { post } from "../lib/request"

/** What has to be known of somebody to know what can be done with them. */
export type Subject = Pick<
  Person,
  "user_id" | "email" | "status" | "offboarding_at" | "login_methods" | "awaits_password"
> &
  Partial<Pick<Person, "reason" | "until">>

/** What somebody fills in before an action; which of it there is depends on the action. */
export type ActionInput = {
  reason?: string
  /** ISO 8601. */
  until?: string
  at?: string
  email?: string
  revoke_api_keys?: boolean
}

export type ActionField = keyof ActionInput

export type PersonAction = {
  name: ActionName
  /** What its route asks for. */
  needs: Permission
  fields: ActionField[]
  /** It takes something away that a later action does not give back. */
  isDestructive: boolean
  /** It begins with what is so now: what is left as it is, stays. */
  isChange?: boolean
  /** Whether several people can be chosen for it. */
  isForMany: boolean
  /** The backend refuses it about oneself. */
  isForOthers?: boolean
  /** What the person gets and waits for, or is told by. */
  email?: EmailKind
  /** Whoever it is done with is no user any more, unless it is to be so on a date. */
  removesUser?: boolean
  /** The email is for a password to be set: in a shop that has no passwords, there is none. */
  setsPassword?: boolean
  /** Whoever has yet to set a password has no link for that afterwards: there are words for it (`awaits_password`). */
  leavesWithoutLink?: (subject: Subject) => boolean
  /** Done with oneself, it ends one's own session: nothing that comes after it could be done. */
  endsSession?: boolean
  appliesTo: (subject: Subject) => boolean
  run: (subject: Subject, input: ActionInput) => Promise<unknown>
}

export type ActionName =
  | "suspend"
  | "change_suspension"
  | "reactivate"
  | "revoke_sessions"
  | "send_password_link"
  | "send_reset_link"
  | "change_email"
  | "offboard"
  | "change_offboarding"
  | "cancel_offboarding"
  | "restore"

const isActive = ({ status }: Subject) => status === AccessStatus.ACTIVE
const isSuspended = ({ status }: Subject) => status === AccessStatus.SUSPENDED
const isOffboarded = ({ status }: Subject) => status === AccessStatus.OFFBOARDED
const isScheduled = (subject: Subject) => !isOffboarded(subject) && subject.offboarding_at !== null

/**
 * Runs one of the routes below `/admin/users/:id`, which says why, where it refuses.
 *
 * @param condition what has to be so still, by the backend's own look
 */
const route =
  (name: string, condition: object = {}) =>
  ({ user_id }: Subject, input: ActionInput): Promise<unknown> =>
    post(`/admin/users/${user_id}/${name}`, { ...input, ...condition })

/** What can be done with people: the backend's routes, and when there is a point in offering each. */
export const PERSON_ACTIONS: PersonAction[] = [
  {
    name: "suspend",
    needs: "user:update",
    fields: ["reason", "until"],
    isDestructive: false,
    isForMany: true,
    isForOthers: true,
    email: "account_suspended",
    leavesWithoutLink: ({ awaits_password }) => awaits_password,
    appliesTo: isActive,
    run: route("suspend"),
  },
  {
    name: "change_suspension",
    needs: "user:update",
    fields: ["reason", "until"],
    isDestructive: false,
    isChange: true,
    isForMany: false,
    isForOthers: true,
    email: "account_suspended",
    appliesTo: isSuspended,
    run: route("suspend", { only_if_suspended: true }),
  },
  {
    name: "reactivate",
    needs: "user:update",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    email: "access_restored",
    leavesWithoutLink: ({ awaits_password }) => awaits_password,
    appliesTo: isSuspended,
    run: route("reactivate"),
  },
  {
    name: "revoke_sessions",
    needs: "user:update",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    endsSession: true,
    leavesWithoutLink: (subject) => isActive(subject) && subject.awaits_password,
    appliesTo: (subject) => !isOffboarded(subject),
    run: route("revoke-sessions"),
  },
  {
    name: "send_password_link",
    needs: "user:update",
    fields: [],
    isDestructive: false,
    isForMany: true,
    email: "set_password",
    // Whoever is suspended is sent nothing.
    appliesTo: (subject) => isActive(subject) && subject.awaits_password,
    run: route("reset-password"),
  },
  {
    name: "send_reset_link",
    needs: "user:update",
    fields: [],
    isDestructive: false,
    isForMany: true,
    email: "reset_password",
    appliesTo: (subject) =>
      isActive(subject) &&
      !subject.awaits_password &&
      subject.login_methods.includes(PASSWORD_PROVIDER),
    run: route("reset-password"),
  },
  {
    name: "change_email",
    needs: "user:update",
    fields: ["email", "reason"],
    isDestructive: false,
    isForMany: false,
    email: "email_changed",
    endsSession: true,
    appliesTo: (subject) => !isOffboarded(subject),
    run: route("change-email"),
  },
  {
    name: "offboard",
    needs: "user:delete",
    fields: ["reason", "at", "revoke_api_keys"],
    isDestructive: true,
    removesUser: true,
    isForMany: true,
    isForOthers: true,
    appliesTo: (subject) => !isOffboarded(subject),
    run: route("offboard"),
  },
  {
    name: "change_offboarding",
    needs: "user:delete",
    fields: ["at", "revoke_api_keys", "reason"],
    isDestructive: false,
    isChange: true,
    isForMany: false,
    isForOthers: true,
    appliesTo: isScheduled,
    run: route("offboard", { only_if_scheduled: true }),
  },
  {
    name: "cancel_offboarding",
    needs: "user:delete",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    isForOthers: true,
    appliesTo: isScheduled,
    run: route("cancel-offboarding"),
  },
  {
    name: "restore",
    needs: "user:create",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    email: "set_password",
    setsPassword: true,
    appliesTo: isOffboarded,
    run: route("restore"),
  },
]

/** Who looks, and what they may do. While neither is known, everything is offered, and the backend has the last word. */
export type Viewer = { id: string | undefined; can: Can }

/** Whether there is a point in offering an action about somebody. */
export const isOffered = (
  { appliesTo, isForOthers, needs }: PersonAction,
  subject: Subject,
  viewer: Viewer
): boolean =>
  appliesTo(subject) && !(isForOthers && subject.user_id === viewer.id) && viewer.can(needs)

/** Those to whom an action is offered, in the order in which it is done: oneself comes last, since it can end one's own session. */
export function subjectsOf<TSubject extends Subject>(
  action: PersonAction,
  people: TSubject[],
  viewer: Viewer
): TSubject[] {
  const offered = people.filter((person) => isOffered(action, person, viewer))
  const isMe = ({ user_id }: TSubject) => user_id === viewer.id
  return [...offered.filter((person) => !isMe(person)), ...offered.filter(isMe)]
}
