import { Migration } from "@medusajs/framework/mikro-orm/migrations"
import { NORMALIZE_EMAIL } from "../../../database/constraints"

/** What the plugin looks up who once had an email or a login by: see `database/history.ts`. */
export class Migration20261124000100 extends Migration {
  override async up(): Promise<void> {
    this.addSql(NORMALIZE_EMAIL)
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_normalized_email" ON "lifecycle_event" (user_lifecycle_normalize_email("email")) WHERE user_id IS NOT NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_former_email" ON "lifecycle_event" (user_lifecycle_normalize_email("data"->>'former_email')) WHERE "data"->>'former_email' IS NOT NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_lifecycle_event_logins" ON "lifecycle_event" USING gin (("data"->'logins') jsonb_path_ops) WHERE "data"->'logins' IS NOT NULL;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`DROP INDEX IF EXISTS "IDX_lifecycle_event_normalized_email";`)
    this.addSql(`DROP INDEX IF EXISTS "IDX_lifecycle_event_former_email";`)
    this.addSql(`DROP INDEX IF EXISTS "IDX_lifecycle_event_logins";`)
  }
}
