import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Suspensions that end by themselves, and when people were last here. */
export class Migration20261124000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "user_activity" drop constraint if exists "user_activity_user_id_unique";`
    )
    this.addSql(
      `create table if not exists "user_activity" ("id" text not null, "user_id" text not null, "last_login_at" timestamptz null, "last_seen_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "user_activity_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_user_activity_user_id_unique" ON "user_activity" ("user_id") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_user_activity_deleted_at" ON "user_activity" ("deleted_at") WHERE deleted_at IS NULL;`
    )

    this.addSql(
      `alter table if exists "user_access" add column if not exists "until" timestamptz null, add column if not exists "tokens_dated_until" timestamptz null, add column if not exists "spared_token_issued_at" timestamptz null;`
    )
    this.addSql(
      `alter table if exists "user_access" add constraint user_access_until_is_of_a_suspension check(until is null or status = 'suspended');`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "user_activity" cascade;`)

    this.addSql(
      `alter table if exists "user_access" drop constraint if exists user_access_until_is_of_a_suspension;`
    )
    this.addSql(
      `alter table if exists "user_access" drop column if exists "until", drop column if exists "tokens_dated_until", drop column if exists "spared_token_issued_at";`
    )
  }
}
