import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** When the token was issued with which an import was confirmed: the import ends where that token has been revoked. */
export class Migration20261130000200 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "user_import" add column if not exists "confirmed_token_issued_at" timestamptz null;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(
      `alter table if exists "user_import" drop column if exists "confirmed_token_issued_at";`
    )
  }
}
