/** Each word is looked for in every row, and in several places of it: more would keep the database from everybody else. */
export const MAX_SEARCH_WORDS = 8

/** What a search looks for: each of the words has to be found. */
export const searchWords = (q: string): string[] => q.split(/\s+/).filter(Boolean)

/** A word as a pattern of `LIKE` (PostgreSQL, "Pattern Matching") that stands for itself: "user_" finds no "users". */
export const escapePattern = (word: string): string => word.replace(/[\\%_]/g, "\\$&")
