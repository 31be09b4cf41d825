/** English as it is read everywhere: day before month in words, and 24 hours. */
const ENGLISH_OF_EVERYWHERE = "en-GB"

/** An instant as people read it, in their language; in UTC, and saying so: nobody knows the reader's time zone. */
export function formatInstant(instant: Date, locale: string): string {
  const text = new Intl.DateTimeFormat(locale === "en" ? ENGLISH_OF_EVERYWHERE : locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  }).format(instant)
  return `${text} UTC`
}
