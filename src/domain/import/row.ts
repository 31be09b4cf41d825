import { normalizeEmail, refuseEmail } from "../email"
import { ErrorCode, ErrorCodes } from "../error-codes"
import { explainWeakPassword } from "../password"
import { isStorable } from "../storable"
import { ImportColumn, ImportHeader } from "./columns"

/** How somebody becomes an admin who is imported. */
export const ImportMethod = {
  /** With a password that the file has. */
  PASSWORD: "password",
  /** With a login at another provider. */
  SSO: "sso",
  /** They are invited, and become a user when they accept. */
  INVITE: "invite",
  /** They are a user at once, and get an email to set a password. */
  SET_PASSWORD: "set_password",
} as const

export type ImportMethod = (typeof ImportMethod)[keyof typeof ImportMethod]

/** What is done with people of whom the file has neither a password nor a login. */
export type DefaultMethod = typeof ImportMethod.INVITE | typeof ImportMethod.SET_PASSWORD

/** Somebody whom a line of the file describes well. */
export type ImportPerson = {
  /** Normalized. */
  email: string
  method: ImportMethod
  first_name: string | null
  last_name: string | null
  roles: string[]
  auth: { provider: string; entity_id: string } | null
}

export type ImportProblem = { code: ErrorCode; message: string }

/** What lines are held to. */
export type ImportPolicy = {
  allowed_email_domains?: string[]
  password: { min_length: number }
  default_method: DefaultMethod
  /** The providers that admins can log in through. */
  providers: string[]
  /** The ids of the roles that exist; `undefined` where Medusa's RBAC is not enabled. */
  roles: ReadonlySet<string> | undefined
}

/** As long as Medusa's own forms let a name be. */
const MAX_LENGTH = 255

/** What decoding leaves of bytes that are not UTF-8. */
const REPLACEMENT_CHARACTER = "\ufffd"

type Cells = Partial<Record<ImportColumn, string>>

/**
 * Judges a line of the file on its own.
 *
 * @returns the person, and the password if there is one; or all that is wrong with the line
 */
export function readRow(
  header: ImportHeader,
  record: string[],
  policy: ImportPolicy
): { person: ImportPerson; password: string | undefined } | { problems: ImportProblem[] } {
  if (record.length !== header.length) {
    return {
      problems: [invalid(`The line has ${record.length} cells, and the header ${header.length}.`)],
    }
  }
  const cells: Cells = Object.fromEntries(header.map((column, index) => [column, record[index]]))
  const text = (column: ImportColumn) => cells[column]?.trim() || null
  const email = normalizeEmail(cells.email ?? "")
  const password = cells.password || undefined
  const roles = [...new Set((text("roles") ?? "").split(/[\s,;|]+/).filter(Boolean))]
  const provider = text("auth_provider")
  const entityId = text("auth_entity_id")
  const auth = provider && entityId ? { provider, entity_id: entityId } : null

  const problems = [
    ...judgeText(cells),
    ...judgeEmail(email, policy),
    ...judgeLogin({ password, provider, entityId }, policy),
    ...judgeRoles(roles, policy),
  ]
  if (problems.length) {
    return { problems }
  }
  const method = password ? ImportMethod.PASSWORD : auth ? ImportMethod.SSO : policy.default_method
  const person = {
    email,
    method,
    first_name: text("first_name"),
    last_name: text("last_name"),
    roles,
    auth,
  }
  return { person, password }
}

function judgeText(cells: Cells): ImportProblem[] {
  return Object.entries(cells).flatMap(([column, cell]) => {
    if (!isStorable(cell)) {
      return [invalid(`The ${column} has a character that can't be stored.`)]
    }
    if (cell.includes(REPLACEMENT_CHARACTER)) {
      return [invalid(`The ${column} is not in UTF-8. Save the file in UTF-8.`)]
    }
    // Emails and passwords have limits of their own, which say so better.
    const isLimited = column === "email" || column === "password" || column === "roles"
    return !isLimited && cell.trim().length > MAX_LENGTH
      ? [invalid(`The ${column} is longer than ${MAX_LENGTH} characters.`)]
      : []
  })
}

function judgeEmail(email: string, { allowed_email_domains }: ImportPolicy): ImportProblem[] {
  if (!email) {
    return [{ code: ErrorCodes.EMAIL_INVALID, message: "There is no email." }]
  }
  const refusal = refuseEmail(email.slice(0, MAX_LENGTH), allowed_email_domains)
  return refusal ? [refusal] : []
}

function judgeLogin(
  login: { password: string | undefined; provider: string | null; entityId: string | null },
  policy: ImportPolicy
): ImportProblem[] {
  const { password, provider, entityId } = login
  if (password && (provider || entityId)) {
    return [invalid("There is a password and a login at a provider: a person begins with one.")]
  }
  if (!provider !== !entityId) {
    return [invalid("A login needs both, auth_provider and auth_entity_id.")]
  }
  if (provider && !policy.providers.includes(provider)) {
    const usable = policy.providers.join(", ")
    return [
      {
        code: ErrorCodes.AUTH_PROVIDER_UNKNOWN,
        message: `Admins can't log in through the provider "${provider.slice(0, 50)}". Usable: ${usable}.`,
      },
    ]
  }
  if (provider === PASSWORD_PROVIDER) {
    return [
      invalid(`The provider "${PASSWORD_PROVIDER}" is for passwords: use the column password.`),
    ]
  }
  const weakness = password && explainWeakPassword(password, policy.password)
  return weakness ? [{ code: ErrorCodes.PASSWORD_TOO_WEAK, message: weakness }] : []
}

const PASSWORD_PROVIDER = "emailpass"

function judgeRoles(roles: string[], policy: ImportPolicy): ImportProblem[] {
  if (roles.length && !policy.roles) {
    return [
      {
        code: ErrorCodes.ROLES_UNAVAILABLE,
        message: "Roles can't be given: Medusa's RBAC is not enabled in this application.",
      },
    ]
  }
  const unknown = roles.find((role) => !policy.roles?.has(role))
  return unknown ? [invalid(`There is no role "${unknown.slice(0, 50)}".`)] : []
}

function invalid(message: string): ImportProblem {
  return { code: ErrorCodes.IMPORT_ROW_INVALID, message }
}
