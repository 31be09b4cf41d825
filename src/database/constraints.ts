import { Knex } from "@medusajs/framework/mikro-orm/knex"

/*
 * Two rules that every path has to meet: Medusa's own routes and workflows, other plugins, plain SQL. Code of the
 * plugin can't hold them, so triggers on Medusa's tables do. They hold for new and changed rows only: what was already
 * wrong when the plugin came stays, and can be repaired.
 */

/**
 * One living user for each email, trimmed and without regard to case.
 *
 * A unique index could not be created on a database that already has two such users, and would say so only by failing
 * the migration. The advisory lock (the one of `locks.ts`) is what makes the check hold against a second transaction.
 */
const ONE_USER_PER_EMAIL = `
CREATE OR REPLACE FUNCTION user_lifecycle_one_user_per_email() RETURNS trigger AS $$
DECLARE
  taken boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('user_lifecycle:email:' || lower(btrim(NEW.email)), 0));
  EXECUTE format(
    'SELECT EXISTS (SELECT 1 FROM %I.%I WHERE lower(btrim(email)) = lower(btrim($1)) AND deleted_at IS NULL AND id <> $2)',
    TG_TABLE_SCHEMA, TG_TABLE_NAME
  ) INTO taken USING NEW.email, NEW.id;
  IF taken THEN
    RAISE unique_violation USING
      MESSAGE = 'another user has this email',
      DETAIL = format('Key (email)=(%s) already exists.', lower(btrim(NEW.email))),
      TABLE = TG_TABLE_NAME,
      CONSTRAINT = 'user_lifecycle_one_user_per_email';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_one_user_per_email_insert ON "user";
CREATE TRIGGER user_lifecycle_one_user_per_email_insert
  BEFORE INSERT ON "user"
  FOR EACH ROW WHEN (NEW.deleted_at IS NULL)
  EXECUTE FUNCTION user_lifecycle_one_user_per_email();

DROP TRIGGER IF EXISTS user_lifecycle_one_user_per_email_update ON "user";
CREATE TRIGGER user_lifecycle_one_user_per_email_update
  BEFORE UPDATE OF email, deleted_at ON "user"
  FOR EACH ROW WHEN (
    NEW.deleted_at IS NULL
    AND (OLD.deleted_at IS NOT NULL OR lower(btrim(OLD.email)) IS DISTINCT FROM lower(btrim(NEW.email)))
  )
  EXECUTE FUNCTION user_lifecycle_one_user_per_email();
`

/**
 * No new secret API key for somebody who is gone. A request of theirs that passed the guard just before they were
 * offboarded could otherwise leave a key behind just after, and that key would work for ever. The row locks make the
 * insert wait for an offboarding that is under way, and an offboarding for an insert.
 */
const NO_KEY_FOR_THE_GONE = `
CREATE OR REPLACE FUNCTION user_lifecycle_no_key_for_the_gone() RETURNS trigger AS $$
DECLARE
  gone boolean;
BEGIN
  EXECUTE format('SELECT deleted_at IS NOT NULL FROM %I."user" WHERE id = $1 FOR SHARE', TG_TABLE_SCHEMA)
    INTO gone USING NEW.created_by;
  IF gone IS NULL THEN
    EXECUTE format(
      'SELECT deleted_at IS NOT NULL OR (revoked_at IS NOT NULL AND revoked_at <= now()) FROM %I.api_key WHERE id = $1 FOR SHARE',
      TG_TABLE_SCHEMA
    ) INTO gone USING NEW.created_by;
  END IF;
  IF gone THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'the creator of this API key is gone',
      DETAIL = format('Key (created_by)=(%s) is not present in table "user".', NEW.created_by),
      TABLE = TG_TABLE_NAME,
      CONSTRAINT = 'user_lifecycle_no_key_for_the_gone';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_no_key_for_the_gone ON api_key;
CREATE TRIGGER user_lifecycle_no_key_for_the_gone
  BEFORE INSERT ON api_key
  FOR EACH ROW WHEN (NEW.type = 'secret' AND NEW.created_by <> '')
  EXECUTE FUNCTION user_lifecycle_no_key_for_the_gone();
`

/** What the plugin looks people and logins up by. Medusa's own indexes tell upper from lower case, and know no user. */
const LOOKUP_INDEXES = `
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_user_email"
  ON "user" (lower(btrim(email))) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_login"
  ON provider_identity (lower(btrim(entity_id)), provider);
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_linked_user"
  ON auth_identity ((app_metadata->>'user_id'));
`

/** The triggers by which one can tell that the constraints are in place. */
export const CONSTRAINT_TRIGGERS = [
  "user_lifecycle_one_user_per_email_insert",
  "user_lifecycle_one_user_per_email_update",
  "user_lifecycle_no_key_for_the_gone",
]

/** Removes the constraints; for the migration's way down. */
export const DROP_CONSTRAINTS = `
DROP TRIGGER IF EXISTS user_lifecycle_one_user_per_email_insert ON "user";
DROP TRIGGER IF EXISTS user_lifecycle_one_user_per_email_update ON "user";
DROP FUNCTION IF EXISTS user_lifecycle_one_user_per_email();
DROP TRIGGER IF EXISTS user_lifecycle_no_key_for_the_gone ON api_key;
DROP FUNCTION IF EXISTS user_lifecycle_no_key_for_the_gone();
DROP INDEX IF EXISTS "IDX_user_lifecycle_user_email";
DROP INDEX IF EXISTS "IDX_user_lifecycle_login";
DROP INDEX IF EXISTS "IDX_user_lifecycle_linked_user";
`

/**
 * Puts the constraints in place if one of them is missing.
 *
 * Not a migration: Medusa migrates the modules of plugins before its own, so that on a fresh database Medusa's tables
 * do not exist yet when the plugin's migrations run.
 *
 * @returns whether they are in place; `false` where Medusa's tables do not exist, as before the first migration
 * @throws a database error if the database user may not create triggers
 */
export async function ensureConstraints(pg: Knex): Promise<boolean> {
  return await pg.transaction(async (knex) => {
    // Several instances may boot at the same moment.
    await knex.raw(
      "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:constraints', 0))"
    )
    const { rows } = await knex.raw(
      `SELECT
         to_regclass('"user"') IS NOT NULL AND to_regclass('api_key') IS NOT NULL
           AND to_regclass('provider_identity') IS NOT NULL AS has_tables,
         (SELECT count(*)::int FROM pg_trigger
          WHERE tgname = ANY (?) AND tgenabled <> 'D'
            AND tgrelid IN (to_regclass('"user"'), to_regclass('api_key'))) AS triggers`,
      [CONSTRAINT_TRIGGERS]
    )
    if (!rows[0].has_tables) {
      return false
    }
    if (rows[0].triggers < CONSTRAINT_TRIGGERS.length) {
      await knex.raw(ONE_USER_PER_EMAIL)
      await knex.raw(NO_KEY_FOR_THE_GONE)
      await knex.raw(LOOKUP_INDEXES)
    }
    return true
  })
}
