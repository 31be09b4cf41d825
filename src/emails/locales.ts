/** No tag of a language that anybody speaks is nearly as long; one can be, and each of its parts is looked up. */
const MAX_TAG_LENGTH = 100

/** Whether a text is a well-formed language tag (RFC 5646, section 2.1), which `Intl` then takes. */
export function isLanguageTag(text: string): boolean {
  try {
    return text.length <= MAX_TAG_LENGTH && Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/**
 * The tags under which something in a language is looked for, best first: `de-CH-1996`, `de-CH`, `de` (RFC 4647, section
 * 3.4). All in lower case, as tags do not tell upper from lower case. None for what is no tag: an admin may have written anything.
 */
export function lookupTags(locale: string): string[] {
  if (!isLanguageTag(locale)) {
    return []
  }
  const subtags = locale.toLowerCase().split("-")
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join("-"))
}
