import { AccessStatus } from "../../domain/access"
import type { Person } from "../api/types"
import { post } from "../lib/request"
import { PASSWORD } from "./login-methods"

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
  fields: ActionField[]
  /** It takes something away that a later action does not give back. */
  isDestructive: boolean
  /** It begins with what is so now: what is left as it is, stays. */
  isChange?: boolean
  /** Whether several people can be chosen for it. */
  isForMany: boolean
  /** The backend refuses it about oneself. */
  isForOthers?: boolean
  /** Done with oneself, it ends one's own session: nothing that comes after it could be done. */
  endsSession?: boolean
  appliesTo: (subject: Subject) => boolean
  run: (subject: Subject, input: ActionInput) => Promise<unknown>
}

export const ACTION_NAMES = [
  "suspend",
  "change_suspension",
  "reactivate",
  "revoke_sessions",
  "send_password_link",
  "send_reset_link",
  "change_email",
  "offboard",
  "cancel_offboarding",
  "restore",
] as const

export type ActionName = (typeof ACTION_NAMES)[number]

const isActive = ({ status }: Subject) => status === AccessStatus.ACTIVE
const isSuspended = ({ status }: Subject) => status === AccessStatus.SUSPENDED
const isOffboarded = ({ status }: Subject) => status === AccessStatus.OFFBOARDED

/** Runs one of the routes below `/admin/users/:id`, which says why, where it refuses. */
const route =
  (name: string) =>
  ({ user_id }: Subject, input: ActionInput): Promise<unknown> =>
    post(`/admin/users/${user_id}/${name}`, input)

/** What can be done with people: the backend's routes, and when there is a point in offering each. */
export const PERSON_ACTIONS: PersonAction[] = [
  {
    name: "suspend",
    fields: ["reason", "until"],
    isDestructive: false,
    isForMany: true,
    isForOthers: true,
    appliesTo: isActive,
    run: route("suspend"),
  },
  {
    name: "change_suspension",
    fields: ["reason", "until"],
    isDestructive: false,
    isChange: true,
    isForMany: false,
    isForOthers: true,
    appliesTo: isSuspended,
    run: route("suspend"),
  },
  {
    name: "reactivate",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    appliesTo: isSuspended,
    run: route("reactivate"),
  },
  {
    name: "revoke_sessions",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    endsSession: true,
    appliesTo: (subject) => !isOffboarded(subject),
    run: route("revoke-sessions"),
  },
  {
    name: "send_password_link",
    fields: [],
    isDestructive: false,
    isForMany: true,
    // Whoever is suspended is sent nothing.
    appliesTo: (subject) => isActive(subject) && subject.awaits_password,
    run: route("reset-password"),
  },
  {
    name: "send_reset_link",
    fields: [],
    isDestructive: false,
    isForMany: true,
    appliesTo: (subject) =>
      isActive(subject) && !subject.awaits_password && subject.login_methods.includes(PASSWORD),
    run: route("reset-password"),
  },
  {
    name: "change_email",
    fields: ["email", "reason"],
    isDestructive: false,
    isForMany: false,
    endsSession: true,
    appliesTo: (subject) => !isOffboarded(subject),
    run: route("change-email"),
  },
  {
    name: "offboard",
    fields: ["reason", "at", "revoke_api_keys"],
    isDestructive: true,
    isForMany: true,
    isForOthers: true,
    appliesTo: (subject) => !isOffboarded(subject),
    run: route("offboard"),
  },
  {
    name: "cancel_offboarding",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    isForOthers: true,
    appliesTo: (subject) => !isOffboarded(subject) && subject.offboarding_at !== null,
    run: route("cancel-offboarding"),
  },
  {
    name: "restore",
    fields: ["reason"],
    isDestructive: false,
    isForMany: true,
    appliesTo: isOffboarded,
    run: route("restore"),
  },
]

/**
 * Whether there is a point in offering an action about somebody.
 *
 * @param me the id of whoever looks; while it is not known, the backend has the last word
 */
export const isOffered = (
  { appliesTo, isForOthers }: Pick<PersonAction, "appliesTo" | "isForOthers">,
  subject: Subject,
  me: string | undefined
): boolean => appliesTo(subject) && !(isForOthers && subject.user_id === me)

/** Those to whom an action is offered, in the order in which it is done: oneself comes last, since it can end one's own session. */
export function subjectsOf<TSubject extends Subject>(
  action: PersonAction,
  people: TSubject[],
  me: string | undefined
): TSubject[] {
  const offered = people.filter((person) => isOffered(action, person, me))
  const isMe = ({ user_id }: TSubject) => user_id === me
  return [...offered.filter((person) => !isMe(person)), ...offered.filter(isMe)]
}
