/** Letters that are written from right to left, and marks that count as such (Unicode Standard Annex 9, "R" and "AL"). */
const FROM_RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** What turns the text after it around, or ends what keeps it apart (annex 9: embeddings, overrides and isolates). */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g

/** What stands for a character that can't be shown. */
const REPLACEMENT = "\ufffd"

/** "First strong isolate", and what ends it. */
const [OPEN, CLOSE] = ["\u2068", "\u2069"]

/** What somebody has written, with a visible sign for each character that turns what comes after it around. */
export const withoutTurns = (text: string) => text.replace(TURNING, REPLACEMENT)

/**
 * Keeps what somebody has written from changing the order in which the text around it is shown: a reason must not falsify the IP
 * address behind it. What has nothing that could is left as it is.
 */
export function isolate(text: string): string {
  const legible = withoutTurns(text)
  return FROM_RIGHT_TO_LEFT.test(legible) ? `${OPEN}${legible}${CLOSE}` : legible
}
