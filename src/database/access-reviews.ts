import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { AccessStatus } from "../domain/access"
import {
  AccessReviewCounts,
  AccessReviewDecision,
  AccessReviewStatus,
  UNDECIDED,
} from "../domain/access-review"
import { Actor } from "../domain/lifecycle-event"
import { UserActivity } from "./activity"
import {
  comparisonsOf,
  ERASED_KEY_OWNERS,
  NO_LOGIN,
  PeopleFilters,
  peopleQuery,
  PersonRow,
} from "./people"

export type AccessReviewRow = {
  id: string
  title: string
  status: AccessReviewStatus
  due_at: Date | null
  opened_by_type: Actor["type"]
  opened_by_id: string | null
  /** The email that whoever it was had then; of an API key, its title. */
  opened_by_name: string | null
  closed_by_type: Actor["type"] | null
  closed_by_id: string | null
  closed_by_name: string | null
  closed_at: Date | null
  /** The instant that the list is of. */
  created_at: Date
}

export type AccessReviewWithCounts = AccessReviewRow & { counts: AccessReviewCounts }

/** Somebody on the list of a review. */
export type AccessReviewItemRow = {
  id: string
  review_id: string
  user_id: string
  /** As it was when the review was opened. */
  email: string
  /** What was known of the person then, with instants in ISO 8601. */
  snapshot: {
    [Fact in keyof PersonRow]: Date extends PersonRow[Fact] ? string | null : PersonRow[Fact]
  }
  /** `null`: undecided. */
  decision: AccessReviewDecision | null
  note: string | null
  decided_by_type: Actor["type"] | null
  decided_by_id: string | null
  decided_by_name: string | null
  decided_at: Date | null
}

/**
 * Whether a person `p` has access: everybody who is a user, also while they are suspended, and whoever left API keys behind that
 * work.
 */
const HAS_ACCESS = `p.status <> '${AccessStatus.OFFBOARDED}' OR p.api_keys > 0`

/** SQL for what somebody is called, by the id `:actorId`. Of the system, and of whoever is erased, there is none. */
const NAME_OF_ACTOR = `coalesce(
  (SELECT email FROM "user" WHERE id = :actorId), (SELECT title FROM api_key WHERE id = :actorId)
)`

/**
 * Opens a review, of nobody yet: see {@link freezePeople}.
 *
 * @param review.title by default, the day
 */
export async function insertReview(
  knex: Knex.Transaction,
  review: { title: string | null; due_at: Date | null; actor: Actor }
): Promise<string> {
  const { title, due_at, actor } = review
  const { rows } = await knex.raw(
    `INSERT INTO access_review (id, title, due_at, opened_by_type, opened_by_id, opened_by_name, created_at)
     VALUES (
       user_lifecycle_id('urev'),
       coalesce(:title, 'Access review of ' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD')),
       :due_at, :type, :actorId, ${NAME_OF_ACTOR}, clock_timestamp()
     )
     RETURNING id`,
    { title, due_at, type: actor.type, actorId: actor.id ?? null }
  )
  return rows[0].id
}

/**
 * Makes the list of a review: a line for everybody who has access. It is one statement, which sees the database as it is at
 * one instant, and brings nobody into memory. No line can be added afterwards.
 *
 * @param unwritten what is known of people beside the database: see `ActivityLog.unwritten`
 */
export async function freezePeople(
  knex: Knex.Transaction,
  reviewId: string,
  unwritten: UserActivity[]
): Promise<void> {
  const { sql, values } = await peopleQuery(knex, unwritten, undefined, {})
  // Instants in the snapshot are in the time zone of the session.
  await knex.raw("SET LOCAL TIME ZONE 'UTC'")
  const { rowCount } = await knex.raw(
    `INSERT INTO access_review_item (id, review_id, user_id, email, snapshot)
     SELECT user_lifecycle_id('urevi'), :reviewId, p.user_id, p.email, to_jsonb(p) FROM (${sql}) p WHERE ${HAS_ACCESS}
     UNION ALL
     SELECT user_lifecycle_id('urevi'), :reviewId, p.user_id, p.email, to_jsonb(p) FROM (${ERASED_KEY_OWNERS}) p`,
    { ...values, reviewId }
  )
  await knex.raw("UPDATE access_review SET item_count = ? WHERE id = ?", [rowCount, reviewId])
}

/** Where no name was kept, those that they have now. */
const REVIEWS = `
  SELECT r.id, r.title, r.status, r.due_at,
    r.opened_by_type, r.opened_by_id, coalesce(r.opened_by_name, opener.email, opener_key.title) AS opened_by_name,
    r.closed_by_type, r.closed_by_id, coalesce(r.closed_by_name, closer.email, closer_key.title) AS closed_by_name,
    r.closed_at, r.created_at, r.item_count, counted.keep, counted.remove
  FROM access_review r
  LEFT JOIN "user" opener ON opener.id = r.opened_by_id
  LEFT JOIN api_key opener_key ON opener_key.id = r.opened_by_id
  LEFT JOIN "user" closer ON closer.id = r.closed_by_id
  LEFT JOIN api_key closer_key ON closer_key.id = r.closed_by_id
  CROSS JOIN LATERAL (
    SELECT
      count(*) FILTER (WHERE i.decision = 'keep')::int AS keep,
      count(*) FILTER (WHERE i.decision = 'remove')::int AS remove
    FROM access_review_item i
    WHERE i.review_id = r.id AND i.decision IS NOT NULL AND i.deleted_at IS NULL
  ) counted`

type CountedRow = AccessReviewRow & { item_count: number; keep: number; remove: number }

function withCounts({ item_count, keep, remove, ...review }: CountedRow): AccessReviewWithCounts {
  const counts = { total: item_count, keep, remove, undecided: item_count - keep - remove }
  return { ...review, counts }
}

export async function findReview(
  db: Knex,
  reviewId: string
): Promise<AccessReviewWithCounts | undefined> {
  const { rows } = await db.raw(`${REVIEWS} WHERE r.id = ? AND r.deleted_at IS NULL`, [reviewId])
  return rows.map(withCounts)[0]
}

/** The order of a list of reviews, as the route has it. */
export const ReviewOrder = {
  NEWEST_FIRST: "-created_at",
  /** Those that are open, then the others; the youngest of each first. */
  OPEN_FIRST: "-status",
} as const

export type ReviewOrder = (typeof ReviewOrder)[keyof typeof ReviewOrder]

export type AccessReviewFilters = {
  status?: AccessReviewStatus
  /** Default: the youngest first. */
  order?: ReviewOrder
  limit: number
  offset: number
}

/** The reviews in an order, and how many there are. */
export async function listReviews(
  db: Knex,
  { status, order = ReviewOrder.NEWEST_FIRST, limit, offset }: AccessReviewFilters
): Promise<{ access_reviews: AccessReviewWithCounts[]; count: number }> {
  const condition = "r.deleted_at IS NULL AND (:status::text IS NULL OR r.status = :status)"
  const first = order === ReviewOrder.OPEN_FIRST ? "r.status = 'open' DESC, " : ""
  const { rows } = await db.raw(
    `${REVIEWS} WHERE ${condition} ORDER BY ${first}r.created_at DESC, r.id DESC LIMIT :limit OFFSET :offset`,
    { status: status ?? null, limit, offset }
  )
  const { rows: counts } = await db.raw(
    `SELECT count(*)::int AS count FROM access_review r WHERE ${condition}`,
    { status: status ?? null }
  )
  return { access_reviews: rows.map(withCounts), count: counts[0].count }
}

/** The status of a review, which `lockReviewShared` keeps. */
export async function findReviewStatus(
  db: Knex,
  reviewId: string
): Promise<AccessReviewStatus | undefined> {
  const { rows } = await db.raw(
    "SELECT status FROM access_review WHERE id = ? AND deleted_at IS NULL",
    [reviewId]
  )
  return rows[0]?.status
}

export async function storeClosing(
  knex: Knex.Transaction,
  reviewId: string,
  actor: Actor
): Promise<void> {
  await knex.raw(
    `UPDATE access_review SET
       status = 'closed', closed_by_type = :type, closed_by_id = :actorId, closed_by_name = ${NAME_OF_ACTOR},
       closed_at = clock_timestamp(), updated_at = clock_timestamp()
     WHERE id = :reviewId`,
    { type: actor.type, actorId: actor.id ?? null, reviewId }
  )
}

/** A line of a review, about which nobody else decides until the transaction ends. */
export async function lockReviewItem(
  knex: Knex.Transaction,
  reviewId: string,
  itemId: string
): Promise<Pick<AccessReviewItemRow, "id" | "user_id" | "decision"> | undefined> {
  const { rows } = await knex.raw(
    `SELECT id, user_id, decision FROM access_review_item
     WHERE id = ? AND review_id = ? AND deleted_at IS NULL FOR UPDATE`,
    [itemId, reviewId]
  )
  return rows[0]
}

export async function storeDecision(
  knex: Knex.Transaction,
  itemId: string,
  { decision, note, actor }: { decision: AccessReviewDecision; note: string | null; actor: Actor }
): Promise<void> {
  await knex.raw(
    `UPDATE access_review_item SET
       decision = :decision, note = :note, decided_by_type = :type, decided_by_id = :actorId,
       decided_by_name = ${NAME_OF_ACTOR}, decided_at = clock_timestamp(), updated_at = clock_timestamp()
     WHERE id = :itemId`,
    { decision, note, type: actor.type, actorId: actor.id ?? null, itemId }
  )
}

/** What a list of lines can be ordered by: the email, or something that was known of the person when the review was opened. */
const ITEM_ORDERS = {
  email: (item: string) => `${item}.email`,
  last_login_at: (item: string) => `(${item}.snapshot->>'last_login_at')::timestamptz`,
  created_at: (item: string) => `(${item}.snapshot->>'created_at')::timestamptz`,
  api_keys: (item: string) => `(${item}.snapshot->>'api_keys')::int`,
} as const

export type AccessReviewItemOrder = { by: keyof typeof ITEM_ORDERS; descending: boolean }

const BY_EMAIL: AccessReviewItemOrder = { by: "email", descending: false }

/** Whoever never logged in comes first where those come first who have not done so for longest, as in the list of people. */
const orderOf =
  ({ by, descending }: AccessReviewItemOrder) =>
  (item: string) =>
    by === "email" && !descending
      ? // As the index has it.
        `${item}.email, ${item}.id`
      : `${ITEM_ORDERS[by](item)} ${descending ? "DESC NULLS LAST" : "ASC NULLS FIRST"}, ${item}.email, ${item}.id`

/**
 * Lines with the names that those had who decided about them; where none was kept, those that they have now.
 *
 * @param selected SQL for which lines `item`
 * @param limited SQL for how many
 */
const items = (selected: string, limited: string, order = BY_EMAIL) => `
  SELECT i.id, i.review_id, i.user_id, i.email, i.snapshot, i.decision, i.note,
    i.decided_by_type, i.decided_by_id, coalesce(i.decided_by_name, u.email, k.title) AS decided_by_name, i.decided_at
  FROM (
    SELECT * FROM access_review_item item WHERE review_id = :reviewId AND deleted_at IS NULL AND ${selected}
    ORDER BY ${orderOf(order)("item")} ${limited}
  ) i
  LEFT JOIN "user" u ON u.id = i.decided_by_id
  LEFT JOIN api_key k ON k.id = i.decided_by_id
  ORDER BY ${orderOf(order)("i")}`

/** Those of people, but for what was known when the review was opened. */
export type AccessReviewItemFilters = Omit<PeopleFilters, "roles"> & {
  decision?: AccessReviewDecision | typeof UNDECIDED
  has_api_keys?: boolean
  /** Default: by email. */
  order?: AccessReviewItemOrder
  limit: number
  offset: number
}

/** Lines of a review in an order, and how many there are. */
export async function listReviewItems(
  db: Knex,
  reviewId: string,
  { order, limit, offset, ...filters }: AccessReviewItemFilters
): Promise<{ items: AccessReviewItemRow[]; count: number }> {
  const { condition, values } = itemCondition(filters)
  const { rows } = await db.raw(items(condition, "LIMIT :limit OFFSET :offset", order), {
    ...values,
    reviewId,
    limit,
    offset,
  })
  const { rows: counts } = await db.raw(
    `SELECT count(*)::int AS count FROM access_review_item
     WHERE review_id = :reviewId AND deleted_at IS NULL AND ${condition}`,
    { ...values, reviewId }
  )
  return { items: rows, count: counts[0].count }
}

function itemCondition(filters: Omit<AccessReviewItemFilters, "order" | "limit" | "offset">): {
  condition: string
  values: Record<string, Knex.Value>
} {
  const { decision, q, statuses, login_methods } = filters
  const { last_login_at = {}, never_logged_in, has_api_keys } = filters
  const values: Record<string, Knex.Value> = {}
  const conditions = ["true"]
  if (decision) {
    values.decision = decision
    conditions.push(`coalesce(decision, '${UNDECIDED}') = :decision`)
  }
  if (q) {
    values.q = q
    conditions.push(`position(
      lower(:q) IN lower(concat_ws(' ', email, snapshot->>'first_name', snapshot->>'last_name'))
    ) > 0`)
  }
  if (statuses) {
    values.statuses = statuses
    conditions.push("snapshot->>'status' = ANY (:statuses)")
  }
  if (login_methods) {
    values.login_methods = login_methods
    conditions.push(`(
      jsonb_exists_any(snapshot->'login_methods', :login_methods)
      OR ('${NO_LOGIN}' = ANY (:login_methods) AND snapshot->'login_methods' = '[]')
    )`)
  }
  for (const { operator, sql, instant } of comparisonsOf(last_login_at)) {
    values[operator] = instant
    conditions.push(`(snapshot->>'last_login_at')::timestamptz ${sql} :${operator}`)
  }
  if (never_logged_in !== undefined) {
    conditions.push(`snapshot->>'last_login_at' IS ${never_logged_in ? "NULL" : "NOT NULL"}`)
  }
  if (has_api_keys !== undefined) {
    conditions.push(`(snapshot->>'api_keys')::int ${has_api_keys ? ">" : "="} 0`)
  }
  return { condition: conditions.join(" AND "), values }
}

/** So many lines are in memory at a time. */
const ITEMS_PER_PAGE = 1_000

/**
 * All lines of a review, in the order of emails. Each page is a query of its own, so that somebody who reads slowly holds no
 * connection. Of a review that is open, a line is as it is when its page is read.
 */
export async function* streamReviewItems(
  db: Knex,
  reviewId: string
): AsyncGenerator<AccessReviewItemRow> {
  let after: Pick<AccessReviewItemRow, "email" | "id"> = { email: "", id: "" }
  for (;;) {
    const { rows }: { rows: AccessReviewItemRow[] } = await db.raw(
      items("(email, id) > (:email, :id)", "LIMIT :limit"),
      { reviewId, email: after.email, id: after.id, limit: ITEMS_PER_PAGE }
    )
    yield* rows
    const last = rows[ITEMS_PER_PAGE - 1]
    if (!last) {
      return
    }
    after = last
  }
}
