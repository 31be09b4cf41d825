/** Something to be said in any language: which sentence it is, and what is filled in. */
export type Sentence<TKey extends string> = { key: TKey; values: Record<string, string> }

/**
 * What people have written is filled in, such as the name of a key; one sentence it stays, also on a terminal. Half a character,
 * as it is left where a text is cut off, can't be stored.
 */
export function toSentence<TKey extends string>(
  key: TKey,
  values: Record<string, string | number> = {}
): Sentence<TKey> {
  const legible = Object.entries(values).map(([name, value]) => [
    name,
    String(value).replace(/[\p{Cc}\p{Cs}]+/gu, " "),
  ])
  return { key, values: Object.fromEntries(legible) }
}

/** @param templates sentences by their keys, with `{{name}}` where a value is filled in */
export function say<TKey extends string>(
  templates: Record<TKey, string>,
  { key, values }: Sentence<TKey>
): string {
  return templates[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "")
}
