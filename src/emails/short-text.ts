import { singleLine } from "./escape-html"

/** What turns the direction of the text that follows: with it, a name can make a sentence read otherwise (CVE-2021-42574). */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const LOOKS_LIKE_A_LINK = /:\/\/|www\./i

/** Mail programs make links of domains, too. Initials and abbreviations have a space behind the dot, or one letter. */
const LOOKS_LIKE_A_DOMAIN = /[\p{L}\p{N}]\.\p{L}{2,}/u

/**
 * Text that somebody has chosen, such as a name, as it may stand in an email: one line of some length.
 *
 * @returns `undefined` where there is nothing left, or where mail programs would make a link of it: a name is no way to send
 * somebody elsewhere
 */
export function shortText(text: string | null | undefined, maxLength: number): string | undefined {
  const line = singleLine((text ?? "").replace(BIDI_CONTROLS, ""))
  const short = [...line].slice(0, maxLength).join("")
  return short && !LOOKS_LIKE_A_LINK.test(short) ? short : undefined
}

/** The same for the name of a person, which has no domain in it; that of a shop may. */
export function shortName(name: string, maxLength: number): string | undefined {
  const short = shortText(name, maxLength)
  return short && !LOOKS_LIKE_A_DOMAIN.test(short) ? short : undefined
}
