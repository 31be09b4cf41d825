import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ErrorCodes } from "../domain/error-codes"
import { DefaultMethod, ImportMethod, ImportPerson } from "../domain/import/row"
import { ImportSentence, importSentenceInEnglish } from "../domain/import/sentences"
import { ImportRowStatus, ImportStatus } from "../domain/import/status"
import { Actor } from "../domain/lifecycle-event"
import { IS_HELD } from "./deliveries"
import { goneBefore, isHeardOf } from "./history"
import { IS_USABLE } from "./identities"

/** How many lines of an import have which status. */
export type ImportCounts = Record<ImportRowStatus, number> & { total: number }

export type ImportRow = {
  id: string
  file_name: string
  default_method: DefaultMethod
  /** People who were offboarded may come back by it. */
  allow_returning: boolean
  status: ImportStatus
  /** Where, and why, the file could not be read any further. */
  file_problem: { line: number; message: string; sentences: ImportSentence[] } | null
  created_by_type: Actor["type"]
  created_by_id: string | null
  confirmed_by_type: Actor["type"] | null
  confirmed_by_id: string | null
  confirmed_at: Date | null
  ended_at: Date | null
  /** Why it does not go on; it is tried again. */
  last_error: string | null
  created_at: Date
}

/** A line as an admin sees it. Never the password. */
export type ImportLine = {
  line: number
  status: ImportRowStatus
  method: ImportMethod | null
  email: string | null
  code: string | null
  /** What there is to say of the line, in English. */
  message: string | null
  /** The same for other languages; empty where there is no sentence for it. */
  sentences: ImportSentence[]
  user_id: string | null
  invite_id: string | null
  /** The ids of the roles that the person gets. */
  roles: string[]
  /** The login at a provider, if that is how the person begins. */
  auth: { provider: string; entity_id: string } | null
}

/** A line that has yet to be done. */
export type ImportTask = { id: string; line: number; email: string; method: ImportMethod } & {
  person: Pick<ImportPerson, "first_name" | "last_name" | "roles" | "auth">
  sealed_password: string | null
}

/** What is written about a line before anything is done. */
export type NewImportLine = Pick<ImportLine, "line" | "status"> &
  Partial<Pick<ImportLine, "method" | "email" | "code" | "sentences">> & {
    person?: ImportTask["person"]
    sealed_password?: string
  }

const COLUMNS = `
  id, file_name, default_method, allow_returning, status, file_problem, created_by_type, created_by_id, confirmed_by_type, confirmed_by_id,
  confirmed_at, ended_at, last_error, created_at`

const LINE_COLUMNS = `
  line, status, method, email, code, message, coalesce(sentences, '[]') AS sentences, user_id, invite_id,
  coalesce(person->'roles', '[]') AS roles, nullif(person->'auth', 'null') AS auth`

export async function insertImport(
  knex: Knex.Transaction,
  {
    file_name,
    default_method,
    allow_returning,
    actor,
  }: Pick<ImportRow, "file_name" | "default_method" | "allow_returning"> & { actor: Actor }
): Promise<string> {
  const { rows } = await knex.raw(
    `INSERT INTO user_import (id, file_name, default_method, allow_returning, created_by_type, created_by_id)
     VALUES (user_lifecycle_id('uimp'), ?, ?, ?, ?, ?) RETURNING id`,
    [file_name, default_method, allow_returning, actor.type, actor.id ?? null]
  )
  return rows[0].id
}

export async function insertImportLines(
  knex: Knex.Transaction,
  importId: string,
  lines: NewImportLine[]
): Promise<void> {
  await knex.raw(
    `INSERT INTO user_import_row (id, import_id, line, status, method, email, person, sealed_password, code, sentences)
     SELECT user_lifecycle_id('uimpr'), :importId, l.line, l.status, l.method, l.email, l.person, l.sealed_password, l.code, l.sentences
     FROM jsonb_to_recordset(:lines::jsonb) AS l (
       line int, status text, method text, email text, person jsonb, sealed_password text, code text, sentences jsonb
     )`,
    { importId, lines: JSON.stringify(lines) }
  )
}

/** Remembers where, and why, a file could not be read any further. */
export async function storeFileProblem(
  knex: Knex.Transaction,
  importId: string,
  problem: NonNullable<ImportRow["file_problem"]>
): Promise<void> {
  await knex.raw("UPDATE user_import SET file_problem = ?::jsonb WHERE id = ?", [
    JSON.stringify(problem),
    importId,
  ])
}

/** The SQL of what is said of a line. @param values SQL expressions */
function sentenceOf(key: ImportSentence["key"], values: Record<string, string> = {}): string {
  const pairs = Object.entries(values).map(([name, sql]) => `'${name}', (${sql})::text`)
  return `jsonb_build_array(jsonb_build_object('key', '${key}', 'values', jsonb_build_object(${pairs.join(", ")})))`
}

/** Finds lines that have the email, or the login, of an earlier one, whatever else is wrong with that. */
export async function markRepeatedLines(knex: Knex.Transaction, importId: string): Promise<void> {
  const mark = async (key: string, said: ImportSentence["key"]) => {
    const { rows } = await knex.raw(
      `SELECT id, first_line AS value FROM (
         SELECT id, status, line, min(line) OVER (PARTITION BY ${key}) AS first_line FROM user_import_row
         WHERE import_id = :importId AND ${key} IS NOT NULL
       ) l
       WHERE status = 'ready' AND line > first_line`,
      { importId }
    )
    await markInvalid(knex, rows, {
      code: ErrorCodes.IMPORT_ROW_REPEATED,
      sentences: (value) => sentenceOf(said, { line: value }),
    })
  }
  await mark("user_lifecycle_normalize_email(email)", "email_repeated")
  await mark(
    "person->'auth'->>'provider' || ' ' || (person->'auth'->>'entity_id')",
    "login_repeated"
  )
}

/**
 * Marks lines that were found, each with a value of its own in what is said of it. Not found and marked in one statement: PostgreSQL
 * may have looked at the table before the lines of this transaction were there for it, takes them for none at all then, and would
 * join each of them with all others.
 *
 * @param sentences SQL of what is said, with the SQL of the value
 */
async function markInvalid(
  knex: Knex.Transaction,
  found: { id: string; value: string | number }[],
  { code, sentences }: { code: string; sentences: (value: string) => string }
): Promise<void> {
  const values = Object.fromEntries(found.map(({ id, value }) => [id, value]))
  await knex.raw(
    `UPDATE user_import_row r SET
       status = 'invalid', sealed_password = NULL, code = '${code}',
       sentences = ${sentences("(SELECT :values::jsonb) ->> r.id")}
     WHERE r.id = ANY (:ids)`,
    { ids: Object.keys(values), values: JSON.stringify(values) }
  )
}

/** Finds lines whose person is a user already, or is invited where the line would invite them. */
export async function markExistingPeople(knex: Knex.Transaction, importId: string): Promise<void> {
  await knex.raw(
    `UPDATE user_import_row r SET
       status = 'exists', sealed_password = NULL, user_id = u.id, sentences = ${sentenceOf("user_exists")}
     FROM "user" u
     WHERE r.import_id = :importId AND r.status = 'ready'
       AND user_lifecycle_normalize_email(u.email) = r.email AND u.deleted_at IS NULL`,
    { importId }
  )
  await knex.raw(
    `UPDATE user_import_row r SET status = 'exists', invite_id = i.id, sentences = ${sentenceOf("invite_exists")}
     FROM invite i
     WHERE r.import_id = :importId AND r.status = 'ready' AND r.method = 'invite'
       AND user_lifecycle_normalize_email(i.email) = r.email
       AND i.deleted_at IS NULL AND NOT i.accepted AND i.expires_at > clock_timestamp()`,
    { importId }
  )
}

/** Finds lines of people who were offboarded, or deleted: a file of before would bring them back. */
export async function markReturningPeople(knex: Knex.Transaction, importId: string): Promise<void> {
  const { rows } = await knex.raw(
    `WITH known AS MATERIALIZED (
       SELECT l.id, l.email, l.person->'auth' AS auth FROM user_import_row l
       WHERE l.import_id = :importId AND l.status = 'ready' AND (${isHeardOf("l.email", "l.person->'auth'")})
     )
     SELECT known.id, ${dayOf("before.gone_at")} AS value
     FROM known CROSS JOIN LATERAL (${goneBefore("known.email", "known.auth")}) before`,
    { importId }
  )
  await markInvalid(knex, rows, {
    code: ErrorCodes.IMPORT_ROW_RETURNING,
    sentences: (value) => sentenceOf("returning", { day: value }),
  })
}

const dayOf = (instant: string) => `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`

/** Finds lines with a login that is a living user's: of passwords in any case, of other providers exactly. */
export async function markTakenLogins(knex: Knex.Transaction, importId: string): Promise<void> {
  const taken = (condition: string) => `
    UPDATE user_import_row r SET
      status = 'invalid', sealed_password = NULL, code = '${ErrorCodes.IMPORT_ROW_INVALID}',
      sentences = ${sentenceOf("login_taken", { provider: "p.provider", user: "u.id" })}
    FROM provider_identity p
    JOIN auth_identity i ON i.id = p.auth_identity_id
    JOIN "user" u ON u.id = i.app_metadata->>'user_id' AND u.deleted_at IS NULL
    WHERE r.import_id = :importId AND r.status = 'ready' AND ${IS_USABLE} AND ${condition}`
  await knex.raw(
    taken(
      `r.method = 'sso'
       AND p.provider = r.person->'auth'->>'provider' AND p.entity_id = r.person->'auth'->>'entity_id'`
    ),
    { importId }
  )
  await knex.raw(
    taken(
      `r.method IN ('password', 'set_password')
       AND p.provider = 'emailpass' AND user_lifecycle_normalize_email(p.entity_id) = r.email`
    ),
    { importId }
  )
}

/** Marks lines with roles that whoever uploaded the file may not give. */
export async function markRolesNotAllowed(
  db: Knex,
  importId: string,
  roles: string[]
): Promise<void> {
  await db.raw(
    `UPDATE user_import_row r SET
       status = 'invalid', sealed_password = NULL, code = '${ErrorCodes.IMPORT_ROW_INVALID}',
       sentences = ${sentenceOf("roles_not_allowed")}
     WHERE r.import_id = :importId AND r.status = 'ready' AND jsonb_exists_any(r.person->'roles', :roles)`,
    { importId, roles }
  )
}

export async function findImport(db: Knex, importId: string): Promise<ImportRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM user_import WHERE id = ? AND deleted_at IS NULL`,
    [importId]
  )
  return rows[0]
}

/** The same, and nobody else confirms, ends or cancels it until the transaction ends. */
export async function lockImport(
  knex: Knex.Transaction,
  importId: string
): Promise<ImportRow | undefined> {
  const { rows } = await knex.raw(
    `SELECT ${COLUMNS} FROM user_import WHERE id = ? AND deleted_at IS NULL FOR UPDATE`,
    [importId]
  )
  return rows[0]
}

/** Whether an import is running, which it stays until the transaction ends. */
export async function isRunning(knex: Knex.Transaction, importId: string): Promise<boolean> {
  const { rows } = await knex.raw("SELECT status FROM user_import WHERE id = ? FOR SHARE", [
    importId,
  ])
  return rows[0]?.status === ImportStatus.RUNNING
}

export async function listImports(
  db: Knex,
  { limit, offset }: { limit: number; offset: number }
): Promise<{ imports: ImportRow[]; count: number }> {
  const { rows: imports } = await db.raw(
    `SELECT ${COLUMNS} FROM user_import WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
    [limit, offset]
  )
  const { rows } = await db.raw(
    "SELECT count(*)::int AS count FROM user_import WHERE deleted_at IS NULL"
  )
  return { imports, count: rows[0].count }
}

/** An import that was confirmed, with what is asked of whoever did so before each of its lines. */
export type RunningImport = ImportRow & { confirmed_token_issued_at: Date | null }

/** The imports that were confirmed and are not done, the oldest first. */
export async function listRunningImports(db: Knex): Promise<RunningImport[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS}, confirmed_token_issued_at FROM user_import WHERE status = 'running' AND deleted_at IS NULL ORDER BY confirmed_at, id`
  )
  return rows
}

const NO_LINES: ImportCounts = {
  total: 0,
  invalid: 0,
  exists: 0,
  ready: 0,
  created: 0,
  invited: 0,
  failed: 0,
}

/** How far imports are. */
export async function countImportLines(
  db: Knex,
  importIds: string[]
): Promise<Map<string, ImportCounts>> {
  const { rows } = await db.raw(
    `SELECT import_id, status, count(*)::int AS count FROM user_import_row
     WHERE import_id = ANY (?) AND deleted_at IS NULL GROUP BY 1, 2`,
    [importIds]
  )
  const counts = new Map(importIds.map((id) => [id, { ...NO_LINES }]))
  for (const { import_id, status, count } of rows as {
    import_id: string
    status: ImportRowStatus
    count: number
  }[]) {
    const of = counts.get(import_id)
    if (of) {
      of[status] = count
      of.total += count
    }
  }
  return counts
}

/** Lines of an import, in their order, and how many there are. */
export async function listImportLines(
  db: Knex,
  importId: string,
  { statuses, limit, offset }: { statuses?: ImportRowStatus[]; limit: number; offset: number }
): Promise<{ lines: ImportLine[]; count: number }> {
  const matching = `FROM user_import_row
    WHERE import_id = :importId AND deleted_at IS NULL AND (:statuses::text[] IS NULL OR status = ANY (:statuses))`
  const values = { importId, statuses: statuses ?? null }
  const { rows: lines } = await db.raw(
    `SELECT ${LINE_COLUMNS} ${matching} ORDER BY line LIMIT :limit OFFSET :offset`,
    { ...values, limit, offset }
  )
  const { rows } = await db.raw(`SELECT count(*)::int AS count ${matching}`, values)
  return { lines: lines.map(withMessage), count: rows[0].count }
}

const withMessage = (line: ImportLine): ImportLine => ({
  ...line,
  message: line.message ?? (line.sentences.map(importSentenceInEnglish).join(" ") || null),
})

/** The roles that lines would give which have yet to be done. */
export async function listRolesOfImport(db: Knex, importId: string): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT DISTINCT role FROM user_import_row r CROSS JOIN jsonb_array_elements_text(r.person->'roles') role
     WHERE r.import_id = ? AND r.status = 'ready' AND r.deleted_at IS NULL ORDER BY 1`,
    [importId]
  )
  return rows.map(({ role }: { role: string }) => role)
}

export async function storeConfirmation(
  knex: Knex.Transaction,
  importId: string,
  actor: Actor
): Promise<void> {
  await knex.raw(
    `UPDATE user_import SET
       status = 'running', confirmed_by_type = :type, confirmed_by_id = :id,
       confirmed_token_issued_at = to_timestamp(:token_issued_at_seconds), confirmed_at = clock_timestamp(),
       updated_at = clock_timestamp()
     WHERE id = :importId`,
    {
      type: actor.type,
      id: actor.id ?? null,
      token_issued_at_seconds:
        actor.type === "system" ? null : (actor.token_issued_at_seconds ?? null),
      importId,
    }
  )
}

/** Ends an import. No password is kept of lines that were not done, and the emails to its people are held no longer. */
export async function endImport(
  knex: Knex.Transaction,
  importId: string,
  status: typeof ImportStatus.DONE | typeof ImportStatus.CANCELLED
): Promise<void> {
  await knex.raw(
    `UPDATE user_import SET status = ?, ended_at = clock_timestamp(), last_error = NULL, updated_at = clock_timestamp()
     WHERE id = ?`,
    [status, importId]
  )
  await knex.raw(
    "UPDATE user_import_row SET sealed_password = NULL WHERE import_id = ? AND sealed_password IS NOT NULL",
    [importId]
  )
  // An array, so that each email is looked up: PostgreSQL has no statistics yet of what was written a moment ago, expects one
  // line, and would compare every line with every email.
  await knex.raw(
    `UPDATE email_delivery d SET next_attempt_at = clock_timestamp(), updated_at = clock_timestamp()
     WHERE d.subject_type IN ('invite', 'user')
       AND d.subject_id = ANY (ARRAY(
         SELECT coalesce(r.invite_id, r.user_id) FROM user_import_row r
         WHERE r.import_id = ? AND r.status IN ('invited', 'created')
       ))
       AND ${IS_HELD} AND d.next_attempt_at > clock_timestamp()`,
    [importId]
  )
}

/** @returns whether this is news */
export async function storeImportError(
  db: Knex,
  importId: string,
  message: string
): Promise<boolean> {
  const { rowCount } = await db.raw(
    `UPDATE user_import SET last_error = :message, updated_at = clock_timestamp()
     WHERE id = :importId AND last_error IS DISTINCT FROM :message`,
    { importId, message }
  )
  return rowCount > 0
}

/** Lines that have yet to be done, in their order, after one of them. */
export async function listImportTasks(
  db: Knex,
  importId: string,
  { after, limit }: { after: number; limit: number }
): Promise<ImportTask[]> {
  const { rows } = await db.raw(
    `SELECT id, line, email, method, person, sealed_password FROM user_import_row
     WHERE import_id = ? AND status = 'ready' AND line > ? AND deleted_at IS NULL
     ORDER BY line LIMIT ?`,
    [importId, after, limit]
  )
  return rows
}

/** Keeps lines for this transaction that nobody has done meanwhile. @returns their ids */
export async function lockImportTasks(
  knex: Knex.Transaction,
  ids: string[]
): Promise<ReadonlySet<string>> {
  const { rows } = await knex.raw(
    "SELECT id FROM user_import_row WHERE id = ANY (?) AND status = 'ready' ORDER BY id FOR UPDATE SKIP LOCKED",
    [ids]
  )
  return new Set(rows.map(({ id }: { id: string }) => id))
}

/** What became of a line. */
export type ImportOutcome = { id: string } & Pick<ImportLine, "status"> &
  Partial<Pick<ImportLine, "user_id" | "invite_id" | "code" | "message" | "sentences">>

/** Writes down what became of lines. Whatever kept their import from going on does so no more. */
export async function settleImportTasks(
  knex: Knex.Transaction,
  outcomes: ImportOutcome[]
): Promise<void> {
  await knex.raw(
    `WITH settled AS (
       UPDATE user_import_row r SET
         status = o.status, user_id = o.user_id, invite_id = o.invite_id, code = o.code, message = o.message,
         sentences = o.sentences,
         sealed_password = NULL, updated_at = clock_timestamp()
       FROM jsonb_to_recordset(:outcomes::jsonb) AS o (id text, status text, user_id text, invite_id text, code text, message text, sentences jsonb)
       WHERE r.id = o.id AND r.id = ANY (:ids)
       RETURNING r.import_id
     )
     UPDATE user_import SET last_error = NULL, updated_at = clock_timestamp()
     WHERE id IN (SELECT import_id FROM settled) AND last_error IS NOT NULL`,
    // By id as well, for the reason that `markInvalid` has.
    { outcomes: JSON.stringify(outcomes), ids: outcomes.map(({ id }) => id) }
  )
}

/** Nobody decides about an import any more that has waited for so long. */
const FORGET_AFTER = "1 day"

/** What the lines of an import say is kept for so long after its end; the ledger remembers for longer. */
const KEEP_FOR = "90 days"

/** The imports that nobody has confirmed for a day, which keep passwords for nothing. */
export async function listForgottenImports(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT id FROM user_import
     WHERE status = 'validated' AND created_at < clock_timestamp() - ?::interval AND deleted_at IS NULL`,
    [FORGET_AFTER]
  )
  return rows.map(({ id }: { id: string }) => id)
}

/** Removes imports that ended long ago. */
export async function removeOldImports(db: Knex): Promise<void> {
  await db.raw(
    `WITH removed AS (
       DELETE FROM user_import WHERE ended_at < clock_timestamp() - ?::interval RETURNING id
     )
     DELETE FROM user_import_row r USING removed WHERE r.import_id = removed.id`,
    [KEEP_FOR]
  )
}

/** Removes an import that nobody has confirmed. */
export async function removeImport(db: Knex, importId: string): Promise<void> {
  await db.raw(
    `WITH removed AS (
       DELETE FROM user_import WHERE id = ? AND status = 'validated' RETURNING id
     )
     DELETE FROM user_import_row r USING removed WHERE r.import_id = removed.id`,
    [importId]
  )
}
