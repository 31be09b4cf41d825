import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Actor, LifecycleEventType } from "../domain/lifecycle-event"
import { escapePattern, searchWords } from "../domain/search-words"

/** Whether the ledger has an entry of a type from an instant on. */
export async function hasEntrySince(
  db: Knex,
  type: LifecycleEventType,
  since: Date
): Promise<boolean> {
  const { rows } = await db.raw(
    "SELECT EXISTS (SELECT 1 FROM lifecycle_event WHERE type = ? AND created_at >= ? AND deleted_at IS NULL) AS has_one",
    [type, since]
  )
  return rows[0].has_one
}

/** How many entries of a type there are about a person within the last hour. */
export async function countEntriesOfLastHour(
  db: Knex,
  type: LifecycleEventType,
  userId: string
): Promise<number> {
  const { rows } = await db.raw(
    `SELECT count(*)::int AS count FROM lifecycle_event
     WHERE type = ? AND user_id = ? AND created_at > clock_timestamp() - interval '1 hour' AND deleted_at IS NULL`,
    [type, userId]
  )
  return rows[0].count
}

/** Whether somebody has ended the sessions of everybody within the last seconds, by the clock of the database. */
export async function hasRevokedAllWithin(
  db: Knex,
  askedBy: string,
  seconds: number
): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT EXISTS (
       SELECT 1 FROM lifecycle_event
       WHERE created_at > clock_timestamp() - make_interval(secs => ?)
         AND type = '${LifecycleEventType.USER_SESSIONS_REVOKED}' AND data->>'asked_by' = ? AND deleted_at IS NULL
     ) AS has_revoked`,
    [seconds, askedBy]
  )
  return rows[0].has_revoked
}

/** Who made an invite, as far as the ledger knows: it has not heard of those that Medusa's own workflows make. */
export async function findInviter(
  db: Knex,
  inviteId: string
): Promise<{ type: Actor["type"]; id: string | null } | undefined> {
  const { rows } = await db.raw(
    `SELECT actor_type AS type, actor_id AS id FROM lifecycle_event
     WHERE type = '${LifecycleEventType.USER_INVITED}' AND data->>'invite_id' = ? AND deleted_at IS NULL`,
    [inviteId]
  )
  return rows[0]
}

/** An entry of the ledger, as it is told. */
export type LedgerRow = {
  id: string
  /** Order of insertion. */
  sequence: number
  type: LifecycleEventType
  user_id: string | null
  email: string | null
  actor_type: string
  actor_id: string | null
  ip_address: string | null
  user_agent: string | null
  request_id: string | null
  reason: string | null
  data: Record<string, unknown> | null
  created_at: Date
}

type InstantFilter = { $eq?: Date; $ne?: Date; $gt?: Date; $gte?: Date; $lt?: Date; $lte?: Date }

export type LedgerFilters = {
  /** Words, each of which is a part of the type, an id, the email or the reason. */
  q?: string
  user_id?: string | string[]
  actor_id?: string | string[]
  actor_type?: Actor["type"][]
  type?: string | string[]
  created_at?: Date | InstantFilter
}

const ENTRY = `
  id, sequence, type, user_id, email, actor_type, actor_id, ip_address, user_agent, request_id, reason, data, created_at`

/**
 * A page of the entries that the filters let through, in the order of their sequence.
 *
 * @param after the last one of the page before
 */
export async function readLedger(
  db: Knex,
  filters: LedgerFilters,
  { after, limit }: { after: Pick<LedgerRow, "sequence" | "id"> | undefined; limit: number }
): Promise<LedgerRow[]> {
  const { condition, values } = conditionOf(filters)
  // Nothing but the database's sequence keeps two from having one number.
  const { rows } = await db.raw(
    `SELECT ${ENTRY} FROM lifecycle_event
     WHERE ${condition} ${after ? "AND (sequence, id) > (:after_sequence, :after_id)" : ""}
     ORDER BY sequence, id LIMIT :limit`,
    { ...values, limit, after_sequence: after?.sequence ?? 0, after_id: after?.id ?? "" }
  )
  return rows
}

/** How many entries the filters let through. */
export async function countLedger(db: Knex, filters: LedgerFilters): Promise<number> {
  const { condition, values } = conditionOf(filters)
  const { rows } = await db.raw(
    `SELECT count(*)::int AS count FROM lifecycle_event WHERE ${condition}`,
    values
  )
  return rows[0].count
}

/** Since when the ledger is kept; `undefined` while nothing is in it. */
export async function findBeginning(db: Knex): Promise<Date | undefined> {
  const { rows } = await db.raw(
    "SELECT created_at FROM lifecycle_event WHERE deleted_at IS NULL ORDER BY sequence LIMIT 1"
  )
  return rows[0]?.created_at
}

/** The last entry of a type. */
export async function findLastEntry(
  db: Knex,
  type: LifecycleEventType
): Promise<LedgerRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${ENTRY} FROM lifecycle_event WHERE type = ? AND deleted_at IS NULL ORDER BY sequence DESC LIMIT 1`,
    [type]
  )
  return rows[0]
}

/** What Medusa (2.21) makes of the same filters in `GET /admin/user-lifecycle/events`. */
function conditionOf({ q, created_at, ...filters }: LedgerFilters): {
  condition: string
  values: Record<string, Knex.Value>
} {
  const conditions = ["deleted_at IS NULL"]
  const values: Record<string, Knex.Value> = {}
  searchWords(q ?? "").forEach((word, index) => {
    values[`word_${index}`] = `%${escapePattern(word)}%`
    const matches = SEARCHABLE.map((column) => `${column} ILIKE :word_${index}`)
    conditions.push(`(${matches.join(" OR ")})`)
  })
  for (const column of ["user_id", "actor_id", "actor_type", "type"] as const) {
    const wanted = filters[column]
    if (wanted !== undefined) {
      values[column] = [wanted].flat()
      conditions.push(`${column} = ANY (:${column})`)
    }
  }
  const instants = created_at instanceof Date ? { $eq: created_at } : (created_at ?? {})
  for (const [operator, sql] of Object.entries(COMPARISONS)) {
    const instant = instants[operator as keyof InstantFilter]
    if (instant) {
      const name = `created_at_${operator.slice(1)}`
      values[name] = instant
      conditions.push(`created_at ${sql} :${name}`)
    }
  }
  return { condition: conditions.join(" AND "), values }
}

/** The fields of the model that are `searchable`. */
const SEARCHABLE = ["type", "user_id", "email", "actor_id", "reason"]

const COMPARISONS = { $eq: "=", $ne: "<>", $gt: ">", $gte: ">=", $lt: "<", $lte: "<=" } as const
