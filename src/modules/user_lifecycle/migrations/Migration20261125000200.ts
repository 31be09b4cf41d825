import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Access reviews are evidence: who had access, and who decided what about it. As triggers, the rules hold for this plugin, for
 * other code, and for plain SQL.
 *
 * A review is made in one transaction, at the end of which it gets the number of its lines; from then on none is added. A
 * closed one does not change, and neither does a line that says that somebody was removed. The lock that looking at the review
 * takes makes a line wait for the closing of its review, and the closing for the line.
 */
const EVIDENCE = `
CREATE OR REPLACE FUNCTION user_lifecycle_refuse_evidence_change(problem text) RETURNS void AS $$
BEGIN
  RAISE insufficient_privilege USING MESSAGE = problem;
END
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION user_lifecycle_keep_access_review() RETURNS trigger AS $$
DECLARE
  may_change text[] := ARRAY['title', 'due_at', 'status', 'item_count', 'closed_by_type', 'closed_by_id', 'closed_at', 'updated_at'];
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    PERFORM user_lifecycle_refuse_evidence_change('access reviews can''t be deleted');
  ELSIF OLD.status = 'closed' THEN
    PERFORM user_lifecycle_refuse_evidence_change('a closed access review can''t be changed');
  ELSIF to_jsonb(OLD) - may_change <> to_jsonb(NEW) - may_change
    OR (OLD.item_count IS NOT NULL AND NEW.item_count IS DISTINCT FROM OLD.item_count) THEN
    PERFORM user_lifecycle_refuse_evidence_change('who opened an access review, and how long its list is, can''t be changed');
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_keep_access_review ON access_review;
CREATE TRIGGER user_lifecycle_keep_access_review
  BEFORE UPDATE OR DELETE ON access_review
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_keep_access_review();
DROP TRIGGER IF EXISTS user_lifecycle_keep_access_review_truncate ON access_review;
CREATE TRIGGER user_lifecycle_keep_access_review_truncate
  BEFORE TRUNCATE ON access_review
  FOR EACH STATEMENT EXECUTE FUNCTION user_lifecycle_keep_access_review();

CREATE OR REPLACE FUNCTION user_lifecycle_keep_access_review_item() RETURNS trigger AS $$
DECLARE
  may_change text[] := ARRAY['decision', 'note', 'decided_by_type', 'decided_by_id', 'decided_at', 'updated_at'];
  review_status text;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    PERFORM user_lifecycle_refuse_evidence_change('lines of access reviews can''t be deleted');
  ELSIF to_jsonb(OLD) - may_change <> to_jsonb(NEW) - may_change THEN
    PERFORM user_lifecycle_refuse_evidence_change('who had access when an access review was opened can''t be changed');
  ELSIF OLD.decision = 'remove' THEN
    PERFORM user_lifecycle_refuse_evidence_change('that somebody was removed in an access review can''t be changed');
  END IF;
  EXECUTE format('SELECT status FROM %I.access_review WHERE id = $1 FOR SHARE', TG_TABLE_SCHEMA)
    INTO review_status USING NEW.review_id;
  IF review_status IS DISTINCT FROM 'open' THEN
    PERFORM user_lifecycle_refuse_evidence_change('lines of a closed access review can''t be changed');
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_keep_access_review_item ON access_review_item;
CREATE TRIGGER user_lifecycle_keep_access_review_item
  BEFORE UPDATE OR DELETE ON access_review_item
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_keep_access_review_item();
DROP TRIGGER IF EXISTS user_lifecycle_keep_access_review_item_truncate ON access_review_item;
CREATE TRIGGER user_lifecycle_keep_access_review_item_truncate
  BEFORE TRUNCATE ON access_review_item
  FOR EACH STATEMENT EXECUTE FUNCTION user_lifecycle_keep_access_review_item();

CREATE OR REPLACE FUNCTION user_lifecycle_add_no_access_review_item() RETURNS trigger AS $$
DECLARE
  is_frozen boolean;
BEGIN
  EXECUTE format(
    'SELECT EXISTS (
       SELECT 1 FROM (SELECT DISTINCT review_id FROM added) a LEFT JOIN %I.access_review r ON r.id = a.review_id
       WHERE r.id IS NULL OR r.item_count IS NOT NULL
     )',
    TG_TABLE_SCHEMA
  ) INTO is_frozen;
  IF is_frozen THEN
    PERFORM user_lifecycle_refuse_evidence_change('no line can be added to an access review');
  END IF;
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_add_no_access_review_item ON access_review_item;
CREATE TRIGGER user_lifecycle_add_no_access_review_item
  AFTER INSERT ON access_review_item
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION user_lifecycle_add_no_access_review_item();
`

/** Reviews of who has access. */
export class Migration20261125000200 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "access_review" ("id" text not null, "title" text not null, "due_at" timestamptz null, "status" text check ("status" in ('open', 'closed')) not null default 'open', "item_count" integer null, "opened_by_type" text not null, "opened_by_id" text null, "closed_by_type" text null, "closed_by_id" text null, "closed_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "access_review_pkey" primary key ("id"), constraint access_review_is_closed_by_somebody check ((status = 'closed') = (closed_at is not null) and (status = 'closed') = (closed_by_type is not null)));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_access_review_deleted_at" ON "access_review" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_access_review_created_at" ON "access_review" ("created_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `create table if not exists "access_review_item" ("id" text not null, "review_id" text not null, "user_id" text not null, "email" text not null, "snapshot" jsonb not null, "decision" text check ("decision" in ('keep', 'remove')) null, "note" text null, "decided_by_type" text null, "decided_by_id" text null, "decided_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "access_review_item_pkey" primary key ("id"), constraint access_review_item_is_decided_by_somebody check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by_type is null)));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_access_review_item_deleted_at" ON "access_review_item" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_access_review_item_review_id_user_id_unique" ON "access_review_item" ("review_id", "user_id") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_access_review_item_review_id_email_id" ON "access_review_item" ("review_id", "email", "id") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_access_review_item_review_id_decision" ON "access_review_item" ("review_id", "decision") WHERE deleted_at IS NULL;`
    )
    this.addSql(EVIDENCE)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "access_review_item" cascade;`)
    this.addSql(`drop table if exists "access_review" cascade;`)
    this.addSql("drop function if exists user_lifecycle_keep_access_review();")
    this.addSql("drop function if exists user_lifecycle_keep_access_review_item();")
    this.addSql("drop function if exists user_lifecycle_add_no_access_review_item();")
    this.addSql("drop function if exists user_lifecycle_refuse_evidence_change(text);")
  }
}
