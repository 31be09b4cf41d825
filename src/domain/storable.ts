/**
 * Whether PostgreSQL can store a value: `text` and `jsonb` refuse the character U+0000, and `jsonb` refuses half a
 * surrogate pair (error 22P05). Found before the write, it is the caller's mistake (400) and not ours (500).
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") {
    return !value.includes("\u0000") && !/\p{Surrogate}/u.test(value)
  }
  if (Array.isArray(value)) {
    return value.every(isStorable)
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).every(([key, entry]) => isStorable(key) && isStorable(entry))
  }
  return true
}
