import { isEmail, normalizeEmail } from "../../../domain/email"
import { ErrorCodes } from "../../../domain/error-codes"
import { explainWeakPassword, MAX_PASSWORD_LENGTH } from "../../../domain/password"
import { codeOf, messageOf, post, RequestError } from "../../lib/request"
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
export type Problem = "no_email" | "password_too_short" | "password_too_long"

/**
 * What is wrong with what was typed so far; what is still missing is not wrong.
 *
 * @param minLength of a password; 0 while it is not known
 */
export function findProblems(
  person: NewPerson,
  minLength: number
): Partial<Record<NewPersonField, Problem>> {
  const { way, email, password } = person
  return {
    ...(email && !isEmail(normalizeEmail(email)) && { email: "no_email" }),
    ...(way === WaysIn.PASSWORD &&
      password &&
      explainWeakPassword(password, { min_length: minLength }) && {
        password:
          password.length > MAX_PASSWORD_LENGTH ? "password_too_long" : "password_too_short",
      }),
  }
}

/** Whether there is anything in it that would have to be typed or chosen again. */
export function hasBeenTyped({ way, roles, ...texts }: NewPerson): boolean {
  return roles.length > 0 || Object.values(texts).some((text) => text !== "")
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
 * @throws RequestError such as for an email that is taken
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

const FIELD_OF_CODE: Partial<Record<string, NewPersonField>> = {
  [ErrorCodes.PASSWORD_TOO_WEAK]: "password",
  [ErrorCodes.EMAIL_INVALID]: "email",
  [ErrorCodes.EMAIL_MIXES_SCRIPTS]: "email",
  [ErrorCodes.EMAIL_TAKEN]: "email",
  [ErrorCodes.EMAIL_DOMAIN_NOT_ALLOWED]: "email",
}

/**
 * Which of the fields a refusal is about. Of what exists already, Medusa (2.21) gives no code, but the message names it.
 *
 * @returns `undefined` where it is about none of them, such as where the permission lacks
 */
export function fieldOfRefusal(error: unknown, person: NewPerson): NewPersonField | undefined {
  const field = FIELD_OF_CODE[codeOf(error) ?? ""]
  if (field || !(error instanceof RequestError) || ![400, 422].includes(error.status)) {
    return field
  }
  const message = messageOf(error)
  if (
    person.way === WaysIn.SINGLE_SIGN_ON &&
    message.includes(`"${person.entity_id.trim()}" at "${person.provider}"`)
  ) {
    return "entity_id"
  }
  return message.includes(normalizeEmail(person.email)) ? "email" : undefined
}
