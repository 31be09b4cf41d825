import { formatCount } from "../lib/format"
import { isolate } from "../lib/isolate"

type Values = Record<string, unknown>

/**
 * What i18next is given with a sentence: each text in it set apart, and the number that the sentence is about as it is written in the
 * language. Which of its forms is right still goes by the number.
 *
 * @param language BCP 47
 */
export function optionsOf(values: Values, language: string): Values {
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? isolate(value) : value,
    ])
  )
  return typeof values.count === "number"
    ? { ...shown, replace: { ...shown, count: formatCount(values.count, language) } }
    : shown
}
