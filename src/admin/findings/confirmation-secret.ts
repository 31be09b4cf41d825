import type { RepairResult } from "../api/types"

/** Long enough to be no reflex, and short enough to be typed. */
const ID_LETTERS = 6

/**
 * What somebody has to type before something is removed: of one, whose or what it is, since a number would be typed without
 * looking; of more, how many.
 */
export function confirmationSecret(removes: RepairResult[]): string {
  if (removes.length !== 1) {
    return String(removes.length)
  }
  const [{ id, sentence }] = removes
  const named = Object.values(sentence?.values ?? {}).flatMap(
    (value) => value.match(/[^\s,()]+@[^\s,()]+/g) ?? []
  )
  return named[0] ?? id.slice(-ID_LETTERS)
}
