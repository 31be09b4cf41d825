import type { Query } from "../lib/request"

/** What `last_login` of the filters stands for. By the day, so that it is the same question all day. */
function lastLogin(value: unknown, now: Date): Query {
  // By the calendar, and not by the hour: a day on which the clocks change has 23 or 25 of them.
  const daysAgo = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString()
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
export function toPeopleQuery({ last_login, ...query }: Query, now: Date): Query {
  const [value] = Array.isArray(last_login) ? last_login : []
  return { ...query, ...lastLogin(value, now) }
}
