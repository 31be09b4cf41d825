import { isAllowedEmailDomain, isEmail, mixesScripts, normalizeEmail } from "../email"
import { ErrorCode, ErrorCodes } from "../error-codes"
import { lengthOfPassword, MAX_PASSWORD_LENGTH, PASSWORD_PROVIDER } from "../password"
import { isStorable } from "../storable"
import { withoutBlanks } from "../visible-text"
import { ImportColumn, ImportHeader } from "./columns"
import { importSentence, ImportSentence } from "./sentences"

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

export type ImportProblem = { code: ErrorCode; sentence: ImportSentence }

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

/** As many as `POST /admin/users` takes. */
const MAX_ROLES = 100

/** As long as Medusa's own forms let a name be. */
const MAX_LENGTH = 255

/** What decoding leaves of bytes that are not UTF-8. */
const REPLACEMENT_CHARACTER = "\ufffd"

type Cells = Partial<Record<ImportColumn, string>>

/** A line with which something is wrong, and its email, if it has one where that belongs. */
export type WrongRow = { problems: ImportProblem[]; email?: string }

type RowPolicy = ImportPolicy & {
  /**
   * Whether sentences repeat what is in a cell. Not where there are passwords: a comma without quotes around it puts a part of
   * one into a cell of another column.
   */
  quotes_cells: boolean
}

/**
 * Judges a line of the file on its own.
 *
 * @returns the person, and the password if there is one; or all that is wrong with the line. Of a file with passwords, that
 * repeats no cell but one of the column `email` that is an email address.
 */
export function readRow(
  header: ImportHeader,
  record: string[],
  importPolicy: ImportPolicy
): { person: ImportPerson; password: string | undefined } | WrongRow {
  if (record.length !== header.length) {
    return {
      problems: [
        invalid("wrong_number_of_cells", { cells: record.length, columns: header.length }),
      ],
    }
  }
  const policy = { ...importPolicy, quotes_cells: !header.includes("password") }
  const cells: Cells = Object.fromEntries(header.map((column, index) => [column, record[index]]))
  const text = (column: ImportColumn) => withoutBlanks(cells[column] ?? "") || null
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
    return { problems, email: isEmail(email) ? email : undefined }
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
      return [invalid("not_storable", { column })]
    }
    if (cell.includes(REPLACEMENT_CHARACTER)) {
      return [invalid("not_utf8", { column })]
    }
    // Emails and passwords have limits of their own, which say so better.
    const isLimited = column === "email" || column === "password" || column === "roles"
    return !isLimited && cell.trim().length > MAX_LENGTH
      ? [invalid("text_too_long", { column, max: MAX_LENGTH })]
      : []
  })
}

function judgeEmail(
  email: string,
  { allowed_email_domains, quotes_cells }: RowPolicy
): ImportProblem[] {
  if (!email) {
    return [{ code: ErrorCodes.EMAIL_INVALID, sentence: importSentence("no_email") }]
  }
  const told = email.slice(0, MAX_LENGTH)
  if (!isEmail(told)) {
    return [
      {
        code: ErrorCodes.EMAIL_INVALID,
        sentence: quotes_cells
          ? importSentence("email_invalid", { email: told })
          : importSentence("email_cell_invalid"),
      },
    ]
  }
  if (mixesScripts(told)) {
    return [
      {
        code: ErrorCodes.EMAIL_MIXES_SCRIPTS,
        sentence: importSentence("email_mixes_scripts", { email: told }),
      },
    ]
  }
  if (!isAllowedEmailDomain(told, allowed_email_domains)) {
    const values = { email: told, domains: allowed_email_domains?.join(", ") ?? "" }
    return [
      {
        code: ErrorCodes.EMAIL_DOMAIN_NOT_ALLOWED,
        sentence: importSentence("email_domain_not_allowed", values),
      },
    ]
  }
  return []
}

function judgeLogin(
  login: { password: string | undefined; provider: string | null; entityId: string | null },
  policy: RowPolicy
): ImportProblem[] {
  const { password, provider, entityId } = login
  if (password && (provider || entityId)) {
    return [invalid("two_logins")]
  }
  if (!provider !== !entityId) {
    return [invalid("half_a_login")]
  }
  // An invited person begins as they like.
  const isInvited = !provider && !password && policy.default_method === ImportMethod.INVITE
  const used = provider ?? PASSWORD_PROVIDER
  if (!isInvited && !policy.providers.includes(used)) {
    const providers = policy.providers.join(", ")
    return [
      {
        code: ErrorCodes.AUTH_PROVIDER_UNKNOWN,
        // Without a cell, it is the provider of passwords that can't be used.
        sentence:
          policy.quotes_cells || !provider
            ? importSentence("provider_unknown", { provider: used.slice(0, 50), providers })
            : importSentence("provider_cell_unknown", { providers }),
      },
    ]
  }
  if (provider === PASSWORD_PROVIDER) {
    return [invalid("provider_of_passwords", { provider })]
  }
  return password ? judgePassword(password, policy.password) : []
}

function judgePassword(
  password: string,
  { min_length }: ImportPolicy["password"]
): ImportProblem[] {
  const code = ErrorCodes.PASSWORD_TOO_WEAK
  const length = lengthOfPassword(password)
  if (length < min_length) {
    return [{ code, sentence: importSentence("password_too_short", { length, min: min_length }) }]
  }
  return length > MAX_PASSWORD_LENGTH
    ? [
        {
          code,
          sentence: importSentence("password_too_long", { length, max: MAX_PASSWORD_LENGTH }),
        },
      ]
    : []
}

function judgeRoles(roles: string[], policy: RowPolicy): ImportProblem[] {
  if (roles.length && !policy.roles) {
    return [{ code: ErrorCodes.ROLES_UNAVAILABLE, sentence: importSentence("roles_unavailable") }]
  }
  if (roles.length > MAX_ROLES) {
    return [invalid("too_many_roles", { max: MAX_ROLES })]
  }
  const unknown = roles.find((role) => !policy.roles?.has(role))
  if (!unknown) {
    return []
  }
  return policy.quotes_cells
    ? [invalid("role_unknown", { role: unknown.slice(0, 50) })]
    : [invalid("role_cell_unknown")]
}

function invalid(
  key: ImportSentence["key"],
  values?: Record<string, string | number>
): ImportProblem {
  return { code: ErrorCodes.IMPORT_ROW_INVALID, sentence: importSentence(key, values) }
}
