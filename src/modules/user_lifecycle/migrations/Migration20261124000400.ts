import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Offboardings on a date. */
export class Migration20261124000400 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "scheduled_offboarding" ("id" text not null, "user_id" text not null, "offboard_at" timestamptz not null, "reason" text null, "revoke_api_keys" boolean null, "status" text check ("status" in ('pending', 'done', 'cancelled')) not null default 'pending', "scheduled_by_type" text not null, "scheduled_by_id" text null, "last_error" text null, "ended_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "scheduled_offboarding_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_scheduled_offboarding_deleted_at" ON "scheduled_offboarding" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_scheduled_offboarding_user_id_unique" ON "scheduled_offboarding" ("user_id") WHERE status = 'pending' AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_scheduled_offboarding_offboard_at" ON "scheduled_offboarding" ("offboard_at") WHERE status = 'pending' AND deleted_at IS NULL;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "scheduled_offboarding" cascade;`)
  }
}
