import { deliveryProblemOf } from "../../domain/delivery"
import { UNDO_REASON } from "../../domain/lifecycle-event"

/**
 * Where the words are for a sentence that the backend has stored in English, if it is one of the plugin's own; `undefined` for what a
 * mail server or a person says, which stays as it is.
 */
export function keyOfOwnSentence(text: string): string | undefined {
  const problem = deliveryProblemOf(text)
  if (problem) {
    return `emails.problems.${problem}`
  }
  return text === UNDO_REASON ? "activity.undone" : undefined
}
