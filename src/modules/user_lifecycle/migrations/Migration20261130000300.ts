import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Who asked for the reset of a password: what takes their access away ends it, and looks at no other entry. */
export class Migration20261130000300 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create index if not exists "IDX_lifecycle_event_reset_asked_by" on "lifecycle_event" ((data->>'asked_by')) where type = 'user_password_reset_requested';`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "IDX_lifecycle_event_reset_asked_by";`)
  }
}
