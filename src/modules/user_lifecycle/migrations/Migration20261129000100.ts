import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Since when a login is whose it is. The database itself writes it (see `LINKS_ARE_DATED` in `constraints.ts`); of logins that are
 * linked already, nothing is known.
 */
export class Migration20261129000100 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `CREATE TABLE IF NOT EXISTS "user_lifecycle_login_link" ("auth_identity_id" text NOT NULL PRIMARY KEY, "linked_at" timestamptz NOT NULL);`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`DROP FUNCTION IF EXISTS user_lifecycle_date_link() CASCADE;`)
    this.addSql(`DROP TABLE IF EXISTS "user_lifecycle_login_link";`)
  }
}
