/** An instant as people read it; in UTC, and saying so: nobody knows the reader's time zone. */
export function formatInstant(instant: Date): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  }).format(instant)
  return `${text} UTC`
}
