import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { AccessStatus } from "../domain/access"
import { describeTable } from "./table-description"

/** A person's row of `user_access` as JSON text, exact to the microsecond. */
export type AccessImage = {
  /** `null` for somebody whom the plugin had not touched. */
  before: string | null
  /** What the change made of it. */
  left: string | null
}

/** How a row is now, next to what a change left. */
export type AccessSince =
  /** It is that very row. */
  | "untouched"
  /** The decision is the same, but tokens were revoked since, by a new password for instance, or it was confirmed. */
  | "same_decision"
  | "decided_anew"

/** A person's access as it is. */
export async function captureAccess(
  knex: Knex.Transaction,
  userId: string
): Promise<string | null> {
  const { rows } = await knex.raw(
    "SELECT to_jsonb(t)::text AS image FROM user_access t WHERE t.user_id = ? AND t.deleted_at IS NULL",
    [userId]
  )
  return rows[0]?.image ?? null
}

/** Only under `lockAccess`, which keeps the answer true. */
export async function compareAccess(
  knex: Knex.Transaction,
  userId: string,
  left: string | null
): Promise<AccessSince> {
  const { rows } = await knex.raw(
    `SELECT to_jsonb(t) IS NOT DISTINCT FROM to_jsonb(l) AS is_untouched,
       coalesce(t.status, 'active') = coalesce(l.status, 'active')
         AND t.reason IS NOT DISTINCT FROM l.reason AND t.until IS NOT DISTINCT FROM l.until AS is_same_decision
     FROM (SELECT 1) one
     LEFT JOIN user_access t ON t.user_id = ? AND t.deleted_at IS NULL
     LEFT JOIN jsonb_populate_record(NULL::user_access, ?::jsonb) l ON l.id IS NOT NULL`,
    [userId, left ?? "{}"]
  )
  const { is_untouched, is_same_decision } = rows[0]
  if (is_untouched) {
    return "untouched"
  }
  return is_same_decision ? "same_decision" : "decided_anew"
}

/** Whether undoing the change takes access away that it gave. */
export function undoTakesAccess({ before, left }: AccessImage): boolean {
  return statusOf(left) === AccessStatus.ACTIVE && statusOf(before) !== AccessStatus.ACTIVE
}

/** The access before a change, all of it. Only where nobody has touched it since. */
export async function restoreAccess(
  knex: Knex.Transaction,
  userId: string,
  { before }: AccessImage
): Promise<void> {
  if (!before) {
    await knex.raw("DELETE FROM user_access WHERE user_id = ?", [userId])
    return
  }
  const { columns } = await describeTable(knex, "user_access")
  await knex.raw(
    `UPDATE user_access t SET ${columns.map(() => "?? = r.??").join(", ")}
     FROM jsonb_populate_record(NULL::user_access, ?::jsonb) r WHERE t.id = r.id`,
    [...columns.flatMap((column) => [column, column]), before]
  )
}

/** What was decided before a change; tokens that were revoked since stay dead. */
export async function restoreDecision(
  knex: Knex.Transaction,
  { before }: AccessImage
): Promise<void> {
  await knex.raw(
    `UPDATE user_access t SET status = r.status, reason = r.reason, until = r.until, updated_at = clock_timestamp()
     FROM jsonb_populate_record(NULL::user_access, ?::jsonb) r WHERE t.id = r.id`,
    [before ?? "{}"]
  )
}

function statusOf(image: string | null): AccessStatus {
  const { status }: { status?: AccessStatus } = image ? JSON.parse(image) : {}
  return status ?? AccessStatus.ACTIVE
}
