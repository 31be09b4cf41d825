import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Imports of people from a file. */
export class Migration20261125000100 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "user_import" ("id" text not null, "file_name" text not null, "default_method" text not null, "status" text check ("status" in ('validated', 'running', 'done', 'cancelled')) not null default 'validated', "file_problem" jsonb null, "created_by_type" text not null, "created_by_id" text null, "confirmed_by_type" text null, "confirmed_by_id" text null, "confirmed_at" timestamptz null, "ended_at" timestamptz null, "last_error" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "user_import_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_user_import_deleted_at" ON "user_import" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `create table if not exists "user_import_row" ("id" text not null, "import_id" text not null, "line" integer not null, "status" text check ("status" in ('invalid', 'exists', 'ready', 'created', 'invited', 'failed')) not null, "method" text check ("method" in ('password', 'sso', 'invite', 'set_password')) null, "email" text null, "person" jsonb null, "sealed_password" text null, "code" text null, "message" text null, "user_id" text null, "invite_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "user_import_row_pkey" primary key ("id"), constraint user_import_row_password_is_of_a_line_to_do check (sealed_password is null or status = 'ready'));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_user_import_row_deleted_at" ON "user_import_row" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_user_import_row_import_id_line_unique" ON "user_import_row" ("import_id", "line") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_user_import_row_import_id_status_line" ON "user_import_row" ("import_id", "status", "line") WHERE deleted_at IS NULL;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "user_import" cascade;`)
    this.addSql(`drop table if exists "user_import_row" cascade;`)
  }
}
