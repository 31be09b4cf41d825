import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const FINGERPRINT = (of: string) => `left(encode(sha256(convert_to(${of}, 'UTF8')), 'hex'), 32)`
const WITHOUT_EMAIL = `'user_lifecycle:invite:' || i.id || ':' || ${FINGERPRINT("i.token")}`
const WITH_EMAIL = `'user_lifecycle:invite:' || i.id || ':' || ${FINGERPRINT("i.email || ' ' || i.token")}`

/** The key of an invite's email says whom it is for: see `inviteKey`. Without another name, each would be sent once more. */
export class Migration20261125000500 extends Migration {
  override async up(): Promise<void> {
    this.addSql(rename(WITHOUT_EMAIL, WITH_EMAIL))
  }

  override async down(): Promise<void> {
    this.addSql(rename(WITH_EMAIL, WITHOUT_EMAIL))
  }
}

const rename = (from: string, to: string) => `DO $$
BEGIN
  IF to_regclass('invite') IS NOT NULL THEN
    UPDATE email_delivery d SET key = ${to}
    FROM invite i WHERE d.key = ${from} AND d.recipient = i.email AND d.deleted_at IS NULL;
  END IF;
END $$;`
