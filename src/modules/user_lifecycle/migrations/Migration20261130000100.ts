import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Who opened and closed a review, and who decided about each line, by the names that they had then: a key is called otherwise later,
 * a user has another email or is erased, and a closed review says what it said. The rules are those of before: who opened a review
 * does not change, and nothing of a closed one does.
 */
const NAMES_ARE_EVIDENCE = `
CREATE OR REPLACE FUNCTION user_lifecycle_keep_access_review() RETURNS trigger AS $$
DECLARE
  may_change text[] := ARRAY['title', 'due_at', 'status', 'item_count', 'closed_by_type', 'closed_by_id', 'closed_by_name', 'closed_at', 'updated_at'];
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

CREATE OR REPLACE FUNCTION user_lifecycle_keep_access_review_item() RETURNS trigger AS $$
DECLARE
  may_change text[] := ARRAY['decision', 'note', 'decided_by_type', 'decided_by_id', 'decided_by_name', 'decided_at', 'updated_at'];
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
`

/** The names of those who opened, decided and closed access reviews. */
export class Migration20261130000100 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "access_review" add column if not exists "opened_by_name" text null, add column if not exists "closed_by_name" text null;`
    )
    this.addSql(
      `alter table if exists "access_review_item" add column if not exists "decided_by_name" text null;`
    )
    this.addSql(NAMES_ARE_EVIDENCE)
  }

  /** The rules stay: they name columns that may change, be they there or not. */
  override async down(): Promise<void> {
    this.addSql(
      `alter table if exists "access_review" drop column if exists "opened_by_name", drop column if exists "closed_by_name";`
    )
    this.addSql(
      `alter table if exists "access_review_item" drop column if exists "decided_by_name";`
    )
  }
}
