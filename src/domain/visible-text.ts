/** What nobody sees: white space, marks of formatting, and what fonts draw nothing for (Unicode, "default ignorable"). */
const INVISIBLE = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u

/**
 * A text without white space around it; empty if there is nothing to be seen in it. Somebody whose name is a zero-width space, or
 * a review with such a title, could not be told from what has none.
 */
export function withoutBlanks(text: string): string {
  return INVISIBLE.test(text) ? "" : text.trim()
}
