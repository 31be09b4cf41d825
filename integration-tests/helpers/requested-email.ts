import type { Backend } from "./backend"

/** What the login page leaves where somebody has asked for a link, until the token for it comes. */
export const requestEmail = (sql: Backend["sql"], { id, email }: { id: string; email: string }) =>
  sql(
    `INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, next_attempt_at)
     VALUES ('uemail_requested', 'user_lifecycle:requested:1', 'user-lifecycle.reset-password', $2, 'user', $1,
       'auth.password_reset', now() + interval '40 seconds')`,
    [id, email]
  )

/** Whether that email still waits for its token. */
export async function isHeld(sql: Backend["sql"]): Promise<boolean> {
  const [email] = await sql<{ is_held: boolean }>(
    `SELECT status = 'pending' AND attempts = 0 AND next_attempt_at > created_at + interval '30 seconds' AS is_held
     FROM email_delivery WHERE id = 'uemail_requested'`
  )
  return email.is_held
}
