/**
 * A language of the dashboard as the browser knows it (BCP 47): Medusa (2.21) calls some by codes of its own, such as `enGB` and
 * `zhTW`, which the browser throws at. What is no language at all is taken for English, as the words are.
 */
export function localeOf(language: string): string {
  try {
    const [locale] = Intl.getCanonicalLocales(language.replace(/([a-z])([A-Z])/g, "$1-$2"))
    return locale
  } catch {
    return "en"
  }
}
