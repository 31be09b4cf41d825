import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Whether an import may bring back people who were offboarded. */
export class Migration20261129000200 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "user_import" add column if not exists "allow_returning" boolean not null default false;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "user_import" drop column if exists "allow_returning";`)
  }
}
