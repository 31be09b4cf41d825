import { type Client, escapeIdentifier, escapeLiteral } from "pg"

/** A rule, and the id of the row that breaks it. */
export type Violation = { rule: string; subject: string }

/*
 * `living` and `gone` are the users, `known` those of them whom the plugin provisioned: somebody older than the plugin
 * has no access state and no entry in the ledger.
 */
const DEFINITIONS = `
  living AS (SELECT id FROM "user" WHERE deleted_at IS NULL),
  gone AS (SELECT id FROM "user" WHERE deleted_at IS NOT NULL),
  known AS (SELECT id FROM "user" WHERE id <> ALL ($1::text[]))`

const accessWithStatus = (status: string) => `(
  SELECT count(*) FROM user_access a
  WHERE a.user_id = u.id AND a.deleted_at IS NULL AND a.status = '${status}'
)`

const eventsOfType = (type: string) => `(
  SELECT count(*) FROM lifecycle_event e WHERE e.user_id = u.id AND e.type = '${type}'
)`

/** What holds for every person at every moment that a transaction can see: each query selects the ids that break it. */
const RULES = {
  "a user has a login": `
    SELECT u.id FROM living u WHERE NOT EXISTS (
      SELECT 1 FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
      WHERE i.app_metadata->>'user_id' = u.id AND i.deleted_at IS NULL AND p.deleted_at IS NULL
    )`,
  "a user is active": `
    SELECT u.id FROM living u JOIN known USING (id) WHERE ${accessWithStatus("active")} <> 1`,
  "the ledger tells once of a provision": `
    SELECT u.id FROM "user" u JOIN known USING (id) WHERE ${eventsOfType("user_provisioned")} <> 1`,
  "the ledger tells of no offboarding of a user": `
    SELECT u.id FROM living u WHERE ${eventsOfType("user_offboarded")} > 0`,
  "an identity that names a user names a living one": `
    SELECT i.id FROM auth_identity i
    WHERE jsonb_exists(i.app_metadata, 'user_id')
      AND NOT EXISTS (SELECT 1 FROM living u WHERE u.id = i.app_metadata->>'user_id')`,
  "an identity is somebody's": `
    SELECT i.id FROM auth_identity i
    WHERE NOT jsonb_path_exists(
      coalesce(i.app_metadata, '{}'), '$.keyvalue() ? (@.key like_regex "_id$" && @.value != null)'
    )`,
  "an identity can be logged in with": `
    SELECT i.id FROM auth_identity i
    WHERE NOT EXISTS (SELECT 1 FROM provider_identity p WHERE p.auth_identity_id = i.id)`,
  "somebody gone is offboarded": `
    SELECT u.id FROM gone u WHERE ${accessWithStatus("offboarded")} <> 1`,
  "the ledger tells once of an offboarding": `
    SELECT u.id FROM gone u WHERE ${eventsOfType("user_offboarded")} <> 1`,
  "somebody gone has no usable API key": `
    SELECT k.id FROM api_key k JOIN gone u ON u.id = k.created_by
    WHERE k.type = 'secret' AND k.deleted_at IS NULL
      AND (k.revoked_at IS NULL OR k.revoked_at > now())`,
  "whom the ledger tells of exists": `
    SELECT e.id FROM lifecycle_event e
    WHERE e.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "user" u WHERE u.id = e.user_id)`,
  "whoever has an access state exists": `
    SELECT a.id FROM user_access a
    WHERE NOT EXISTS (SELECT 1 FROM "user" u WHERE u.id = a.user_id)`,
} as const

export type Rule = keyof typeof RULES

export const rules = Object.keys(RULES) as Rule[]

/**
 * Looks for half-done changes in the database itself, in one statement, hence at one moment.
 *
 * @param olderThanThePlugin users that the plugin did not provision
 */
export async function findViolations(
  database: Client,
  olderThanThePlugin: string[]
): Promise<Violation[]> {
  const checks = Object.entries(RULES).map(
    ([rule, broken]) =>
      `SELECT ${escapeLiteral(rule)} AS rule, broken.id AS subject FROM (${broken}) broken`
  )
  const { rows } = await database.query<Violation>(
    `WITH ${DEFINITIONS} ${checks.join(" UNION ALL ")} ORDER BY rule, subject`,
    [olderThanThePlugin]
  )
  return rows
}

/** The tables of which a row holds a text anywhere, in whatever column: `workflow_execution` is one of them. */
export async function findTablesHolding(database: Client, text: string): Promise<string[]> {
  const { rows: tables } = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`
  )
  const checks = tables.map(
    ({ name }) =>
      `SELECT ${escapeLiteral(name)} AS name
       WHERE EXISTS (SELECT 1 FROM ${escapeIdentifier(name)} t WHERE position($1 IN t::text) > 0)`
  )
  const { rows: holding } = await database.query<{ name: string }>(checks.join(" UNION ALL "), [
    text,
  ])
  return holding.map(({ name }) => name)
}
