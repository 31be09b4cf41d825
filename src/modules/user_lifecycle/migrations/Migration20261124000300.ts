import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What an email says that stands nowhere else. */
export class Migration20261124000300 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "email_delivery" add column if not exists "data" jsonb null;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "email_delivery" drop column if exists "data";`)
  }
}
