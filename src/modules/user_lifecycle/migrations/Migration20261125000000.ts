import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Who made an invite: see `findInviter` in `database/ledger.ts`. */
export class Migration20261125000000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_invite" ON "lifecycle_event" (("data"->>'invite_id')) WHERE type = 'user_invited';`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`DROP INDEX IF EXISTS "IDX_lifecycle_event_invite";`)
  }
}
