import { normalizeEmail } from "../../domain/email"

/** A quoted name as mail programs write it before an address in angle brackets, in which commas separate nothing (RFC 5322). */
const QUOTED_NAME = /"(?:[^"\\\r\n]|\\[^\r\n])*"[\t ]*(?=<)/g

const ADDRESS_IN_BRACKETS = /<([^<>\r\n]*)>/g

/**
 * The addresses in a text that somebody has pasted: with commas, semicolons, spaces or new lines between them, alone or as
 * `Name <email>`. Each once, by its first spelling. A name goes; everything else that is no address stays, so that it is seen
 * to be refused instead of missing.
 */
export function parseEmails(text: string): string[] {
  const parts = text.replace(QUOTED_NAME, "").split(/[;\r\n]+/)
  const emails = new Map<string, string>()
  for (const email of parts.flatMap(addressesOf).map(withoutWrapping)) {
    const key = normalizeEmail(email)
    if (key && !emails.has(key)) {
      emails.set(key, email)
    }
  }
  return [...emails.values()]
}

/** Of a text that names end in: a comma in it separates addresses, or is part of a name, such as `Lovelace, Ada <email>`. */
function addressesOf(part: string): string[] {
  const addresses: string[] = []
  let end = 0
  for (const match of part.matchAll(ADDRESS_IN_BRACKETS)) {
    const before = part.slice(end, match.index).split(",")
    // What comes right before the brackets is the name.
    addresses.push(
      ...before
        .slice(0, -1)
        .filter((each) => each.includes("@"))
        .flatMap(words)
    )
    addresses.push(match[1])
    end = match.index + match[0].length
  }
  return [...addresses, ...words(part.slice(end))]
}

const words = (text: string): string[] => text.split(/[\s,]+/)

/** Of the link on a web page, or the cell of a spreadsheet, the address. */
function withoutWrapping(word: string): string {
  return word
    .trim()
    .replace(/^["'(<]+|["')>]+$/g, "")
    .replace(/^mailto:/i, "")
}
