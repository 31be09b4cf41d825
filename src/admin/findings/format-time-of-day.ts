/** The time of an instant with its seconds, in words of a language: what is looked at again within a minute shows a difference. */
export function formatTimeOfDay(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(new Date(instant))
}
