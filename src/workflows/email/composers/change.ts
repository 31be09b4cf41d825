import { DeliveryRow } from "../../../database/deliveries"
import { findRecipient, Recipient } from "../../../database/recipients"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { EmailFacts } from "../types"
import { ComposerContext } from "./context"

/*
 * The facts for emails that tell a person what was changed about them. There is none where it is no longer so: the change
 * was undone, or another one came after it, which has an email of its own.
 */

/**
 * To the address that is theirs now, and to the one that was. The latter is told in any case: whoever takes an account over
 * may give it one address after the other. (An undo takes emails back that have not left.)
 */
export async function composeEmailChanged(
  { db, pages }: ComposerContext,
  { recipient, subject_id, data }: DeliveryRow
): Promise<EmailFacts | undefined> {
  const user = await findRecipient(db, subject_id)
  const { former_email, new_email } = data ?? {}
  const isTheirs = user && !user.is_gone && normalizeEmail(user.email) === new_email
  if (recipient === new_email && !isTheirs) {
    return undefined
  }
  return tell(user, {
    email: recipient,
    former_email,
    new_email,
    // Whoever reads the former address has no business on the login page.
    login_url: recipient === new_email ? pages.login : null,
  })
}

export async function composeAccountSuspended(
  { db }: ComposerContext,
  { recipient, subject_id, data }: DeliveryRow
): Promise<EmailFacts | undefined> {
  const user = await findRecipient(db, subject_id)
  const until = data?.until ?? null
  const isStillSo =
    user?.status === AccessStatus.SUSPENDED && (user.until?.toISOString() ?? null) === until
  return isStillSo
    ? tell(user, { email: recipient, until: until === null ? null : new Date(until) })
    : undefined
}

export async function composeAccessRestored(
  { db, pages }: ComposerContext,
  { recipient, subject_id }: DeliveryRow
): Promise<EmailFacts | undefined> {
  const user = await findRecipient(db, subject_id)
  return user?.status === AccessStatus.ACTIVE
    ? tell(user, { email: recipient, login_url: pages.login })
    : undefined
}

function tell(person: Recipient | undefined, data: EmailFacts["data"]): EmailFacts {
  return { data: { ...data, name: person?.name }, locale: person?.locale ?? undefined }
}
