import { createHash } from "node:crypto"

/** Tells tokens apart without giving one away. */
function fingerprint(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 32)
}

/**
 * What an invite's email is for: one for each token of it, and for each address that it is for. `INVITE_DELIVERY_KEY` is the
 * same in SQL.
 */
export function inviteKey({
  id,
  email,
  token,
}: {
  id: string
  email: string
  token: string
}): string {
  return `user_lifecycle:invite:${id}:${fingerprint(`${email} ${token}`)}`
}

/** The same for the email that a person sets a password with: one for each token. */
export function passwordKey(userId: string, token: string): string {
  return `user_lifecycle:password:${userId}:${fingerprint(token)}`
}

/**
 * The message id (RFC 5322, section 3.6.4) of an email. It is the same for every attempt, so that a mail server that gets
 * one twice, because the answer to the first was lost, can tell.
 */
export function messageId(key: string, host: string): string {
  const domain = host.replace(/[^\w.-]/g, "")
  return `<${createHash("sha256").update(key).digest("hex").slice(0, 40)}@${domain}>`
}
