import type { Query } from "../lib/request"

const DAY_MS = 24 * 60 * 60 * 1_000

/** What `last_login` of the filters stands for. By the day, so that it is the same question all day. */
function lastLogin(value: unknown): Query {
  const midnight = new Date()
  midnight.setHours(0, 0, 0, 0)
  const daysAgo = (days: number) => new Date(midnight.getTime() - days * DAY_MS).toISOString()
  switch (value) {
    case "never":
      return { never_logged_in: true }
    case "within_7":
      return { last_login_at: { $gte: daysAgo(7) } }
    case "within_30":
      return { last_login_at: { $gte: daysAgo(30) } }
    case "before_90":
      return { last_login_at: { $lt: daysAgo(90) } }
    default:
      return {}
  }
}

/** A table's query in the words of `GET /admin/user-lifecycle/people`. */
export function toPeopleQuery({ last_login, ...query }: Query): Query {
  const [value] = Array.isArray(last_login) ? last_login : []
  return { ...query, ...lastLogin(value) }
}
