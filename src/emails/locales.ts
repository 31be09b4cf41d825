/** Whether a text is a well-formed language tag (RFC 5646, section 2.1), which `Intl` then takes. */
export function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/**
 * The tags under which something in a language is looked for, best first: `de-CH-1996`, `de-CH`, `de` (RFC 4647, section
 * 3.4). All in lower case, as tags do not tell upper from lower case.
 */
export function lookupTags(locale: string): string[] {
  const subtags = locale.toLowerCase().split("-")
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join("-"))
}
