import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Emails on their way. Invites that are older than the plugin had their chance before it came: they count as dealt with,
 * so that an update sends no email that nobody asked for. On a new database there is no table of invites yet, since Medusa
 * migrates plugins before its own modules (2.21).
 */
export class Migration20261124000200 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "email_delivery" ("id" text not null, "key" text not null, "template" text not null, "recipient" text not null, "subject_type" text not null, "subject_id" text not null, "trigger_type" text not null, "sealed_token" text null, "status" text check ("status" in ('pending', 'sent', 'failed', 'cancelled')) not null default 'pending', "attempts" integer not null default 0, "next_attempt_at" timestamptz not null, "leased_until" timestamptz null, "sent_at" timestamptz null, "last_error" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "email_delivery_pkey" primary key ("id"));`
    )
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_email_delivery_key_unique" ON "email_delivery" ("key") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_email_delivery_deleted_at" ON "email_delivery" ("deleted_at") WHERE deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_email_delivery_next_attempt_at" ON "email_delivery" ("next_attempt_at") WHERE status = 'pending' AND deleted_at IS NULL;`
    )
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_email_delivery_subject_type_subject_id" ON "email_delivery" ("subject_type", "subject_id") WHERE deleted_at IS NULL;`
    )
    this.addSql(`DO $$
BEGIN
  IF to_regclass('invite') IS NOT NULL THEN
    INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, status, next_attempt_at)
    SELECT 'uemail_' || i.id, 'user_lifecycle:invite:' || i.id || ':' || left(encode(sha256(convert_to(i.token, 'UTF8')), 'hex'), 32), 'user-lifecycle.invite', i.email, 'invite', i.id, 'migration', 'cancelled', now()
    FROM invite i WHERE i.deleted_at IS NULL AND NOT i.accepted
    ON CONFLICT DO NOTHING;
  END IF;
END $$;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "email_delivery" cascade;`)
  }
}
