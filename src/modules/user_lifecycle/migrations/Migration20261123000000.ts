import { Migration } from "@medusajs/framework/mikro-orm/migrations"
import { DROP_CONSTRAINTS } from "../../../database/constraints"

/** The ledger is append-only, for this plugin, for other code, and for plain SQL. */
const APPEND_ONLY = `
CREATE OR REPLACE FUNCTION user_lifecycle_append_only() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'the ledger lifecycle_event is append-only: its rows can''t be changed or deleted'
    USING ERRCODE = 'insufficient_privilege';
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_append_only ON lifecycle_event;
CREATE TRIGGER user_lifecycle_append_only
  BEFORE UPDATE OR DELETE ON lifecycle_event
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_append_only();

DROP TRIGGER IF EXISTS user_lifecycle_append_only_truncate ON lifecycle_event;
CREATE TRIGGER user_lifecycle_append_only_truncate
  BEFORE TRUNCATE ON lifecycle_event
  FOR EACH STATEMENT EXECUTE FUNCTION user_lifecycle_append_only();
`

export class Migration20261123000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "user_access" drop constraint if exists "user_access_user_id_unique";`
    )
    this.addSql(
      `create table if not exists "lifecycle_event" ("id" text not null, "sequence" serial, "type" text not null, "user_id" text null, "email" text null, "actor_type" text not null, "actor_id" text null, "ip_address" text null, "user_agent" text null, "request_id" text null, "reason" text null, "data" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "lifecycle_event_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_deleted_at" ON "lifecycle_event" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_sequence" ON "lifecycle_event" ("sequence") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_user_id_sequence" ON "lifecycle_event" ("user_id", "sequence") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_actor_id_sequence" ON "lifecycle_event" ("actor_id", "sequence") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_type_sequence" ON "lifecycle_event" ("type", "sequence") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_created_at" ON "lifecycle_event" ("created_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `create table if not exists "user_access" ("id" text not null, "user_id" text not null, "status" text check ("status" in ('active', 'suspended', 'offboarded')) not null default 'active', "reason" text null, "tokens_valid_after" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "user_access_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_user_access_user_id_unique" ON "user_access" ("user_id") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_user_access_deleted_at" ON "user_access" ("deleted_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(APPEND_ONLY)
  }

  override async down(): Promise<void> {
    this.addSql(DROP_CONSTRAINTS)
    this.addSql(`drop table if exists "lifecycle_event" cascade;`)
    this.addSql("drop function if exists user_lifecycle_append_only();")

    this.addSql(`drop table if exists "user_access" cascade;`)
  }
}
