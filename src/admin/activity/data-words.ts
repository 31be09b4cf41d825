/** Where the words are for what something in the data of an entry is called; the first that is there counts. */
export function keysOfName(name: string): string[] {
  // A name with a dot would be looked for further down.
  return /^\$?[a-z_]+$/.test(name)
    ? [`activity.data.${name}`, `findings.kinds.${name}.title`, `findings.severity.${name}`]
    : []
}

type KeyOf = (value: string) => string

const kept: KeyOf = (value) => `activity.values.kept.${value}`
const actorType: KeyOf = (value) => `activity.values.actor_type.${value}`

/** Data whose values are words of the backend, and not somebody's. */
const VALUES = new Map<string, KeyOf>([
  ["access", kept],
  ["action", (value) => `activity.values.action.${value}`],
  ["actor_type", actorType],
  ["cut_off", kept],
  ["decision", (value) => `access_reviews.decision.${value}`],
  ["kind", (value) => `findings.kinds.${value}.title`],
  ["login", (value) => `activity.values.login.${value}`],
  ["login_method", (value) => `people.login_methods.${value}`],
  ["person", kept],
  ["status", (value) => `people.status.${value}`],
  ["type", actorType],
])

/** Where the words are for a value that the backend has one of a few of; `undefined` for what somebody has written. */
export function keyOfValue(name: string, value: string): string | undefined {
  return /^[a-z_-]+$/.test(value) ? VALUES.get(name)?.(value) : undefined
}
