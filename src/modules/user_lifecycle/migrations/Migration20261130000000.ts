import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Why an offboarding on a date could not happen, for whoever says it in another language. */
export class Migration20261130000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "scheduled_offboarding" add column if not exists "last_error_code" text null;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(
      `alter table if exists "scheduled_offboarding" drop column if exists "last_error_code";`
    )
  }
}
