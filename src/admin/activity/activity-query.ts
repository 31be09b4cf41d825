import type { Query } from "../lib/request"
import { typesOf } from "./event-groups"

/** What the page lets through, as the address has it. */
export const ACTIVITY_FILTERS = [
  "group",
  "actor",
  "period",
  "from",
  "to",
  "user_id",
  "actor_id",
] as const

export const ACTORS = ["me", "user", "api-key", "system"] as const

export const PERIODS = { today: 0, within_7: 7, within_30: 30, within_90: 90 } as const

/** Both of them belong to the stretch. */
export const DAYS = ["from", "to"] as const

type Filters = Record<string, string[]>

/**
 * Filters of which one is chosen anew. A period ends today: with days of somebody's own, there is none. Whoever wants to see what
 * they did themself does not want to see what one other did.
 */
export function chooseFilter(filters: Filters, name: string, values: string[]): Filters {
  const isDay = DAYS.some((day) => day === name)
  return {
    ...filters,
    ...(isDay && { period: [] }),
    ...(name === "period" && { from: [], to: [] }),
    ...(isMine({ [name]: values }) && { actor_id: [] }),
    [name]: values,
  }
}

/** Only what whoever looks did themself is let through. */
export const isMine = ({ actor = [] }: Filters): boolean => actor.includes("me")

/**
 * Filters in the words of `GET /admin/user-lifecycle/events` and its export.
 *
 * @param myId the id of whoever looks; `undefined` while it is not known
 * @returns `undefined` while it can't be told, because the id is needed
 */
export function toEventFilters(
  { q, filters }: { q: string; filters: Filters },
  myId: string | undefined,
  now: Date
): Query | undefined {
  const { group, actor = [], user_id, actor_id } = filters
  if (isMine(filters) && myId === undefined) {
    return undefined
  }
  const created_at = instantsOf(filters, now)
  const types = actor.filter((each) => each !== "me")
  return {
    ...(q && { q }),
    // No type at all would be no filter.
    ...(group && { type: typesOf(group).length ? typesOf(group) : [""] }),
    ...(isMine(filters) ? { actor_id: [myId] } : actor_id ? { actor_id } : {}),
    ...(types.length > 0 && { actor_type: types }),
    ...(user_id && { user_id }),
    ...(created_at && { created_at }),
  }
}

/** From the beginning of a period, or of a day, up to the end of another one. */
function instantsOf({ period = [], from = [], to = [] }: Filters, now: Date): Query | undefined {
  const $gte = startOfDay(from[0], 0) ?? startOf(period[0], now)
  const $lt = startOfDay(to[0], 1)
  return $gte || $lt
    ? { ...($gte && { $gte: $gte.toISOString() }), ...($lt && { $lt: $lt.toISOString() }) }
    : undefined
}

/** A midnight where whoever looks is; `undefined` where the address has no day, such as the 30th of February. */
function startOfDay(day: string | undefined, later: number): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "")?.map(Number) ?? []
  const start = new Date(year, month - 1, date)
  if (start.getMonth() !== month - 1 || start.getFullYear() !== year) {
    return undefined
  }
  return new Date(year, month - 1, date + later)
}

/** When a period began: at a midnight, so that it is the same question all day. */
function startOf(period: string | undefined, now: Date): Date | undefined {
  const days = Object.entries(PERIODS).find(([name]) => name === period)?.[1]
  return days === undefined
    ? undefined
    : new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}
