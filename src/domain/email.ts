import { ErrorCode, ErrorCodes } from "./error-codes"

/** The longest address that SMTP can carry: RFC 5321, section 4.5.3.1.3, less the two angle brackets. */
export const MAX_EMAIL_LENGTH = 254

/** The longest part before the "@": RFC 5321, section 4.5.3.1.1. */
const MAX_LOCAL_PART_LENGTH = 64

/**
 * Printable characters without spaces, quotes, brackets or separators: the "dot-atom" of RFC 5322, section 3.2.3,
 * with letters of any script (RFC 6531). Quoted local parts and address literals are refused on purpose: no mail
 * provider hands them to staff, and they are a classic way to smuggle text into headers.
 */
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN =
  /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u

/**
 * The one form in which the plugin stores and compares an email: trimmed, with A to Z in lower case.
 *
 * RFC 5321 lets a mail server tell `Bob` from `bob`; in practice none does, and two accounts for one person are worse.
 * Letters beyond ASCII stay as they are: how they fold depends on the language and on the library, and the one that
 * takes `İ` for `i` takes somebody else's domain for yours.
 */
export function normalizeEmail(email: string): string {
  return email.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Whether a normalized address is one that mail can be delivered to, as far as its shape can tell. */
export function isEmail(normalizedEmail: string): boolean {
  // Other ways to write the same letters (Unicode Standard Annex 15), capitals beyond A to Z among them, reach the same mailbox:
  // mail servers fold them.
  if (
    normalizedEmail.length > MAX_EMAIL_LENGTH ||
    normalizedEmail.normalize("NFKC") !== normalizedEmail ||
    normalizedEmail.toLowerCase() !== normalizedEmail
  ) {
    return false
  }
  const at = normalizedEmail.lastIndexOf("@")
  const localPart = normalizedEmail.slice(0, at)
  return (
    at > 0 &&
    localPart.length <= MAX_LOCAL_PART_LENGTH &&
    LOCAL_PART.test(localPart) &&
    DOMAIN.test(normalizedEmail.slice(at + 1))
  )
}

/** Scripts with letters that look the same, such as the "a" of each. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]

/**
 * Whether a part of an address mixes letters of Latin, Cyrillic and Greek, which no word does: it can look like an address that is
 * somebody else's (Unicode Technical Standard 39, section 5.1, "mixed-script"). A part that is of one script only can look like
 * another one as well, and is not found.
 */
export function mixesScripts(normalizedEmail: string): boolean {
  return normalizedEmail
    .split(/[.@_+-]/)
    .some((part) => ALIKE.filter((script) => script.test(part)).length > 1)
}

/** Why an address can't be an admin's; `undefined` if it can. */
export function refuseEmail(
  normalizedEmail: string,
  allowedDomains?: string[]
): { code: ErrorCode; message: string } | undefined {
  if (!isEmail(normalizedEmail)) {
    return {
      code: ErrorCodes.EMAIL_INVALID,
      message: `"${normalizedEmail}" is not an email address.`,
    }
  }
  if (mixesScripts(normalizedEmail)) {
    return {
      code: ErrorCodes.EMAIL_MIXES_SCRIPTS,
      message:
        `"${normalizedEmail}" mixes letters of Latin, Cyrillic or Greek within a word: ` +
        "it can look like an email that is somebody else's.",
    }
  }
  return refuseEmailDomain(normalizedEmail, allowedDomains)
}

/** The same for its domain alone. */
export function refuseEmailDomain(
  normalizedEmail: string,
  allowedDomains?: string[]
): { code: ErrorCode; message: string } | undefined {
  if (isAllowedEmailDomain(normalizedEmail, allowedDomains)) {
    return undefined
  }
  return {
    code: ErrorCodes.EMAIL_DOMAIN_NOT_ALLOWED,
    message:
      `${normalizedEmail} can't become a user: its domain is not among ${allowedDomains?.join(", ")} ` +
      "(option provisioning.allowed_email_domains).",
  }
}

/** Whether the address may be used, given the domains that are allowed; no list means that all are. */
export function isAllowedEmailDomain(normalizedEmail: string, allowedDomains?: string[]): boolean {
  if (!allowedDomains) {
    return true
  }
  const domain = normalizedEmail.slice(normalizedEmail.lastIndexOf("@") + 1)
  return allowedDomains.some((allowed) => normalizeEmail(allowed) === domain)
}
