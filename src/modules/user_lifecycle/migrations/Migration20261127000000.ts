import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What is said of a line of an import, for other languages than English. */
export class Migration20261127000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "user_import_row" add column if not exists "sentences" jsonb null;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "user_import_row" drop column if exists "sentences";`)
  }
}
