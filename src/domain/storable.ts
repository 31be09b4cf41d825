/** Deeper than any metadata that people write; far from where recursion, here or in Medusa, runs out of stack. */
const MAX_DEPTH = 50

/**
 * Whether PostgreSQL can store a value: `text` and `jsonb` refuse the character U+0000, and `jsonb` refuses half a
 * surrogate pair (error 22P05) and what is nested too deeply. Found before the write, it is the caller's mistake (400)
 * and not ours (500).
 */
export function isStorable(value: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    if (typeof value === "string" && !isStorableText(value)) {
      return false
    }
    if (typeof value === "object" && value !== null) {
      if (depth >= MAX_DEPTH || !Object.keys(value).every(isStorableText)) {
        return false
      }
      open.push(...Object.values(value).map((entry) => ({ value: entry, depth: depth + 1 })))
    }
  }
  return true
}

function isStorableText(text: string): boolean {
  return !text.includes("\u0000") && !/\p{Surrogate}/u.test(text)
}
