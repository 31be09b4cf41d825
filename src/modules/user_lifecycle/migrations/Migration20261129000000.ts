import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261129000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_email_delivery_recipient_created_at" ON "email_delivery" ("recipient", "created_at") WHERE deleted_at IS NULL;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`DROP INDEX IF EXISTS "IDX_email_delivery_recipient_created_at";`)
  }
}
