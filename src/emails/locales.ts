/**
 * A language tag, well-formed as in RFC 5646, section 2.1, as far as a list of subtags goes.
 */
export const LANGUAGE_TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/

/**
 * The tags under which something in a language is looked for, best first: `de-CH-1996`, `de-CH`, `de` (RFC 4647, section
 * 3.4). All in lower case, as tags do not tell upper from lower case.
 */
export function lookupTags(locale: string): string[] {
  const subtags = locale.toLowerCase().split("-")
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join("-"))
}
