/** The date for the name of a file, by UTC: `2026-11-25`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
