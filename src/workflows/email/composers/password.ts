import { MedusaContainer } from "@medusajs/framework/types"
import {
  createPasswordToken,
  expiryOf,
  isPasswordTokenOf,
  RESET_TTL_SECONDS,
} from "../../../auth/password-token"
import { DeliveryRow, storeToken } from "../../../database/deliveries"
import { findRecipient } from "../../../database/recipients"
import { seal, unseal } from "../../../database/sealed"
import { runInTransaction } from "../../../database/transaction"
import { findPasswordLoginOfUser, findUserOfPasswordLogin } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { EmailFacts } from "../types"
import { ComposerContext } from "./context"

/**
 * The facts for the email with which a person sets their first password, or another one. There is none for somebody who is
 * suspended, gone, or has another email by now, nor once the link in it is of no use any more: another one was asked for, or
 * a change has ended it. Nor for a link that sets somebody else's password.
 */
export async function composePassword(
  { container, db, pages }: ComposerContext,
  delivery: DeliveryRow
): Promise<EmailFacts | undefined> {
  const { recipient, subject_id, sealed_token } = delivery
  const user = await findRecipient(db, subject_id)
  if (!user || user.status !== AccessStatus.ACTIVE || user.email !== recipient) {
    return undefined
  }
  const token = sealed_token
    ? unseal(container, { sealed: sealed_token })
    : await makeToken(container, delivery)
  if (!token || !(await isPasswordTokenOf(db, subject_id, token))) {
    return undefined
  }
  return {
    data: {
      email: user.email,
      name: user.name,
      set_password_url: pages.setPassword(token),
      expires_at: expiryOf(token),
    },
    locale: user.locale ?? undefined,
  }
}

/**
 * For an email that was asked for, and whose token never came, as the process died that was to make it; or for one that was
 * given up, and is tried again. There is none to set a first password for somebody who has one by now.
 */
async function makeToken(
  container: MedusaContainer,
  delivery: DeliveryRow
): Promise<string | undefined> {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const isFirst = delivery.template === EMAIL_KINDS.set_password.template
  const ttlSeconds = isFirst ? options.provisioning.set_password_ttl_seconds : RESET_TTL_SECONDS
  return await runInTransaction(container, async (tx) => {
    const login = await findPasswordLoginOfUser(tx.knex, delivery.subject_id)
    const user = login && (await findUserOfPasswordLogin(tx.knex, login.entity_id))
    if (!login || !user || (isFirst && user.has_password)) {
      return undefined
    }
    const token = await createPasswordToken(tx, container, login.entity_id, ttlSeconds)
    await storeToken(tx.knex, delivery, seal(container, token).sealed)
    return token
  })
}
