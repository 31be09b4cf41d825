import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { generateEntityId } from "@medusajs/framework/utils"
import { ScheduledOffboardingStatus } from "../domain/scheduled-offboarding"

export type ScheduledOffboardingRow = {
  id: string
  user_id: string
  offboard_at: Date
  reason: string | null
  revoke_api_keys: boolean | null
  status: ScheduledOffboardingStatus
  scheduled_by_type: string
  scheduled_by_id: string | null
  last_error: string | null
  last_error_code: string | null
  ended_at: Date | null
  created_at: Date
  updated_at: Date
}

const COLUMNS =
  "id, user_id, offboard_at, reason, revoke_api_keys, status, scheduled_by_type, scheduled_by_id, last_error, last_error_code, ended_at, created_at, updated_at"

/** Puts a person's offboarding on a date; another date replaces the one that they have. */
export async function storeScheduledOffboarding(
  knex: Knex.Transaction,
  scheduled: Pick<
    ScheduledOffboardingRow,
    | "user_id"
    | "offboard_at"
    | "reason"
    | "revoke_api_keys"
    | "scheduled_by_type"
    | "scheduled_by_id"
  >
): Promise<ScheduledOffboardingRow> {
  const { rows } = await knex.raw(
    `INSERT INTO scheduled_offboarding AS s (
       id, user_id, offboard_at, reason, revoke_api_keys, scheduled_by_type, scheduled_by_id
     )
     VALUES (:id, :user_id, :offboard_at, :reason, :revoke_api_keys, :scheduled_by_type, :scheduled_by_id)
     ON CONFLICT (user_id) WHERE status = 'pending' AND deleted_at IS NULL DO UPDATE SET
       offboard_at = excluded.offboard_at, reason = excluded.reason, revoke_api_keys = excluded.revoke_api_keys,
       scheduled_by_type = excluded.scheduled_by_type, scheduled_by_id = excluded.scheduled_by_id,
       last_error = NULL, last_error_code = NULL, updated_at = clock_timestamp()
     RETURNING ${COLUMNS}`,
    { id: generateEntityId(undefined, "usoff"), ...scheduled }
  )
  return rows[0]
}

/** The offboarding of a person that has yet to happen. */
export async function findPendingOffboarding(
  db: Knex,
  userId: string
): Promise<ScheduledOffboardingRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM scheduled_offboarding WHERE user_id = ? AND status = 'pending' AND deleted_at IS NULL`,
    [userId]
  )
  return rows[0]
}

/**
 * Those whose date has come, longest ago first, but that each who set dates has their turn: whoever sets thousands of them holds off
 * no other, such as their own.
 */
export async function listDueOffboardings(db: Knex): Promise<ScheduledOffboardingRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM scheduled_offboarding
     WHERE status = 'pending' AND offboard_at <= clock_timestamp() AND deleted_at IS NULL
     ORDER BY row_number() OVER (PARTITION BY scheduled_by_type, scheduled_by_id ORDER BY offboard_at, id), offboard_at, id`
  )
  return rows
}

/** Which offboarding it is, and the date that it was on when somebody looked. */
export type DueOffboarding = Pick<ScheduledOffboardingRow, "id" | "offboard_at">

/** Whether it is on that date still; another one can have come meanwhile, too. JavaScript knows an instant to the millisecond. */
const IS_ON_DATE =
  "id = :id AND status = 'pending' AND date_trunc('milliseconds', offboard_at) = :offboard_at AND deleted_at IS NULL"

/**
 * Keeps an offboarding from being cancelled or moved until the transaction ends, if it has yet to happen and its date has come.
 *
 * @param offboard_at the date that it has to be on, if it is not just any that has come
 * @returns whether it is so
 */
export async function lockDueOffboarding(
  knex: Knex.Transaction,
  { id, offboard_at }: Pick<DueOffboarding, "id"> & Partial<DueOffboarding>
): Promise<boolean> {
  const { rows } = await knex.raw(
    `SELECT 1 FROM scheduled_offboarding
     WHERE id = :id AND status = 'pending' AND offboard_at <= clock_timestamp() AND deleted_at IS NULL
       AND (:offboard_at::timestamptz IS NULL OR ${IS_ON_DATE})
     FOR UPDATE`,
    { id, offboard_at: offboard_at ?? null }
  )
  return rows.length > 0
}

/** Nothing keeps it from happening any more: what did before would be taken for what is. */
const ENDED =
  "ended_at = clock_timestamp(), last_error = NULL, last_error_code = NULL, updated_at = clock_timestamp()"

/** Writes down that an offboarding is done that is on that date still, and of whom nothing was left to be offboarded. */
export async function endDueOffboarding(
  db: Knex,
  { id, offboard_at }: DueOffboarding
): Promise<void> {
  await db.raw(`UPDATE scheduled_offboarding SET status = 'done', ${ENDED} WHERE ${IS_ON_DATE}`, {
    id,
    offboard_at,
  })
}

/**
 * Ends the pending offboarding of a person.
 *
 * @returns whether there was one
 */
export async function endScheduledOffboarding(
  db: Knex,
  userId: string,
  status: ScheduledOffboardingStatus
): Promise<boolean> {
  const { rowCount } = await db.raw(
    `UPDATE scheduled_offboarding SET status = ?, ${ENDED}
     WHERE user_id = ? AND status = 'pending' AND deleted_at IS NULL`,
    [status, userId]
  )
  return rowCount > 0
}

/**
 * Remembers why an offboarding could not happen that is on that date still: it says nothing of another one.
 *
 * @returns whether that is news
 */
export async function storeFailedOffboarding(
  db: Knex,
  { id, offboard_at }: DueOffboarding,
  { message, code }: { message: string; code?: string }
): Promise<boolean> {
  const { rowCount } = await db.raw(
    `UPDATE scheduled_offboarding
     SET last_error = :message, last_error_code = :code, updated_at = clock_timestamp()
     WHERE ${IS_ON_DATE} AND last_error IS DISTINCT FROM :message`,
    { id, offboard_at, message, code: code ?? null }
  )
  return rowCount > 0
}

export type ScheduledOffboardingFilters = {
  status?: ScheduledOffboardingStatus
  user_id?: string
  limit: number
  offset: number
}

/** With the email that the person has now. */
export type ScheduledOffboardingWithEmail = ScheduledOffboardingRow & { email: string | null }

/** Those that have yet to happen, the next ones first, then the others, the latest ended first. */
const NEXT_FIRST =
  "status <> 'pending', CASE WHEN status = 'pending' THEN offboard_at END, ended_at DESC, id"

/** The next ones first, and how many there are. */
export async function listScheduledOffboardings(
  db: Knex,
  { status, user_id, limit, offset }: ScheduledOffboardingFilters
): Promise<{ scheduled_offboardings: ScheduledOffboardingWithEmail[]; count: number }> {
  const matching = `FROM scheduled_offboarding o
    WHERE deleted_at IS NULL AND (:status::text IS NULL OR status = :status) AND (:user_id::text IS NULL OR user_id = :user_id)`
  const filters = { status: status ?? null, user_id: user_id ?? null }
  const { rows } = await db.raw(
    `SELECT ${COLUMNS}, (SELECT u.email FROM "user" u WHERE u.id = o.user_id) AS email
     ${matching} ORDER BY ${NEXT_FIRST} LIMIT :limit OFFSET :offset`,
    { ...filters, limit, offset }
  )
  const { rows: counts } = await db.raw(`SELECT count(*)::int AS count ${matching}`, filters)
  return { scheduled_offboardings: rows, count: counts[0].count }
}

/** The next ones that have yet to happen, and how many there are. */
export async function listNextOffboardings(
  db: Knex,
  limit: number
): Promise<{ next: ScheduledOffboardingWithEmail[]; count: number }> {
  const status = ScheduledOffboardingStatus.PENDING
  const { scheduled_offboardings: next, count } = await listScheduledOffboardings(db, {
    status,
    limit,
    offset: 0,
  })
  return { next, count }
}
