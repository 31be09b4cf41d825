import type { Query } from "../lib/request"
import { typesOf } from "./event-groups"

/** What the page lets through, as the address has it. */
export const ACTIVITY_FILTERS = ["group", "actor", "period", "user_id", "actor_id"] as const

export const ACTORS = ["me", "user", "api-key", "system"] as const

export const PERIODS = { today: 0, within_7: 7, within_30: 30, within_90: 90 } as const

type Filters = Record<string, string[]>

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
  const { group, actor = [], period = [], user_id, actor_id } = filters
  const isMine = actor.includes("me")
  if (isMine && myId === undefined) {
    return undefined
  }
  const since = startOf(period[0], now)
  const types = actor.filter((each) => each !== "me")
  return {
    ...(q && { q }),
    // No type at all would be no filter.
    ...(group && { type: typesOf(group).length ? typesOf(group) : [""] }),
    ...(isMine ? { actor_id: [myId] } : actor_id ? { actor_id } : {}),
    ...(types.length > 0 && { actor_type: types }),
    ...(user_id && { user_id }),
    ...(since && { created_at: { $gte: since.toISOString() } }),
  }
}

/** When a period began: at a midnight, so that it is the same question all day. */
function startOf(period: string | undefined, now: Date): Date | undefined {
  const days = Object.entries(PERIODS).find(([name]) => name === period)?.[1]
  return days === undefined
    ? undefined
    : new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}
