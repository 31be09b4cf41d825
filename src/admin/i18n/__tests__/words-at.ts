import resources from "../index"
import { NAMESPACE } from "../namespace"

/** The text under a key, as a page would find it; `undefined` where there is none. */
export function wordsAt(language: keyof typeof resources, key: string): string | undefined {
  const found = key
    .split(".")
    .reduce<unknown>(
      (texts, part) => (texts as Record<string, unknown> | undefined)?.[part],
      resources[language][NAMESPACE]
    )
  return typeof found === "string" ? found : undefined
}
