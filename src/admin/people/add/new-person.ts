import { isEmail, normalizeEmail } from "../../../domain/email"
import { explainWeakPassword } from "../../../domain/password"
import { messageOf, post, statusOf } from "../../lib/request"
import { type WayIn, WaysIn } from "./ways-in"

/** What somebody types to add a person. What the way in does not need is left alone, so that another way can have it back. */
export type NewPerson = {
  way: WayIn
  email: string
  first_name: string
  last_name: string
  password: string
  provider: string
  /** The name of the login at the provider. */
  entity_id: string
  /** Ids. */
  roles: string[]
}

export type NewPersonField = keyof NewPerson

/** A key of the words for it. */
export type Problem = "no_email" | "password_too_long"

/** What is wrong with what was typed so far; what is still missing is not wrong. */
export function findProblems(person: NewPerson): Partial<Record<NewPersonField, Problem>> {
  const { way, email, password } = person
  return {
    ...(email && !isEmail(normalizeEmail(email)) && { email: "no_email" }),
    // How short it may be is an option of the backend's, which says so where it refuses.
    ...(way === WaysIn.PASSWORD &&
      explainWeakPassword(password, { min_length: 0 }) && { password: "password_too_long" }),
  }
}

/** Whether everything is there that the way in needs. */
export function isComplete({ way, email, password, provider, entity_id }: NewPerson): boolean {
  return (
    email.trim() !== "" &&
    (way !== WaysIn.PASSWORD || password !== "") &&
    (way !== WaysIn.SINGLE_SIGN_ON || (provider !== "" && entity_id.trim() !== ""))
  )
}

/**
 * Adds them: `POST /admin/invites` for an invite, `POST /admin/users` for everything else.
 *
 * @throws FetchError with the backend's words, such as for an email that is taken
 */
export async function addPerson(person: NewPerson): Promise<void> {
  const email = normalizeEmail(person.email)
  const roles = person.roles.length ? person.roles : undefined
  if (person.way === WaysIn.INVITE) {
    await post("/admin/invites", { email, roles })
    return
  }
  await post("/admin/users", {
    email,
    roles,
    first_name: person.first_name.trim() || undefined,
    last_name: person.last_name.trim() || undefined,
    ...(person.way === WaysIn.PASSWORD && { password: person.password }),
    ...(person.way === WaysIn.SINGLE_SIGN_ON && {
      auth: { provider: person.provider, entity_id: person.entity_id.trim() },
    }),
  })
}

/**
 * Which of the fields a refusal is about. Medusa's client leaves the backend's codes out of its errors (2.21), but every message
 * names what it refuses; only a password is never named.
 *
 * @returns `undefined` where it is about none of them, such as where the permission lacks
 */
export function fieldOfRefusal(error: unknown, person: NewPerson): NewPersonField | undefined {
  const status = statusOf(error)
  if (status !== 400 && status !== 422) {
    return undefined
  }
  const message = messageOf(error)
  if (person.way === WaysIn.PASSWORD && isAboutPassword(message, person.password)) {
    return "password"
  }
  if (
    person.way === WaysIn.SINGLE_SIGN_ON &&
    message.includes(`"${person.entity_id.trim()}" at "${person.provider}"`)
  ) {
    return "entity_id"
  }
  return message.includes(normalizeEmail(person.email)) ? "email" : undefined
}

/** Whether it is what the rule for passwords says, for the length that it names. */
function isAboutPassword(message: string, password: string): boolean {
  const [length] = /\d+(?=\.$)/.exec(message) ?? []
  return explainWeakPassword(password, { min_length: Number(length) }) === message
}
