import { DeliveryRow } from "../../../database/deliveries"
import { readDatabaseClock } from "../../../database/principals"
import { findRecipient } from "../../../database/recipients"
import { unseal } from "../../../database/sealed"
import { EmailFacts } from "../types"
import { ComposerContext } from "./context"

/**
 * The facts for the email with which a person sets their first password, or another one. There is none for somebody who is
 * gone or has another email by now, nor once the link in it is of no use any more.
 */
export async function composePassword(
  { container, db, pages }: ComposerContext,
  { recipient, subject_id, sealed_token }: DeliveryRow
): Promise<EmailFacts | undefined> {
  const user = await findRecipient(db, subject_id)
  const token = sealed_token && unseal(container, { sealed: sealed_token })
  if (!token || !user || user.is_gone || user.email !== recipient) {
    return undefined
  }
  const expires_at = expiryOf(token)
  if (expires_at <= (await readDatabaseClock(db))) {
    return undefined
  }
  return {
    data: {
      email: user.email,
      name: user.name,
      set_password_url: pages.setPassword(token),
      expires_at,
    },
    locale: user.locale ?? undefined,
  }
}

/** The `exp` claim of a token that this application has signed (RFC 7519, section 4.1.4). */
function expiryOf(token: string): Date {
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"))
  return new Date(claims.exp * 1000)
}
