import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import {
  createPasswordToken,
  findPasswordTokenId,
  RESET_TTL_SECONDS,
} from "../../../auth/password-token"
import { HOLD_SECONDS, queueDelivery } from "../../../database/deliveries"
import { lockPasswordLoginsOfUser } from "../../../database/identities"
import { countEntriesOfLastHour } from "../../../database/ledger"
import { seal, Sealed } from "../../../database/sealed"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { findUserOfPasswordLogin, UserRow } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { busEventName, LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { passwordKey } from "../../email/keys"
import { ChangeUserInput, PasswordReset } from "../types"
import { assertActorMayChange, assertTokenIsGood } from "./assert-actor-may-act"
import { lockPerson, userNotFound } from "./lock-person"

/** For one person, by all admins together. What is asked for on the login page counts apart (see `admitPasswordReset`). */
const RESETS_PER_HOUR = 5

const TYPE = LifecycleEventType.USER_PASSWORD_RESET_REQUESTED

/**
 * Makes the token with which a person sets another password, and puts the email with it on its way. An admin gets the token
 * as an answer, and could keep it: so it is made only as long as they may act, and the ledger remembers, in the same
 * transaction, whose asking it goes back to, for whoever ends their access or their tokens (see `removeResetTokens`).
 *
 * @throws MedusaError `not_found` if there is no such user, or they are offboarded
 * @throws MedusaError `invalid_data` in Medusa's words (2.21) for somebody without a login with a password
 * @throws MedusaError `not_allowed` when it was asked for too often
 */
export async function requestPasswordReset(
  container: MedusaContainer,
  { user_id, actor = SYSTEM_ACTOR, source, reason }: ChangeUserInput
): Promise<PasswordReset> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  return await runInTransaction(container, async (tx) => {
    const asked_by = await assertActorMayChange(tx.knex, user_id, actor)
    const { user, status } = await lockPerson(tx, user_id)
    if (status === AccessStatus.OFFBOARDED) {
      throw userNotFound(user_id)
    }
    const entity_id = await findLoginName(tx, user)
    if ((await countEntriesOfLastHour(tx.knex, TYPE, user_id)) >= RESETS_PER_HOUR) {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `Admins have asked for ${RESETS_PER_HOUR} resets of the password of user ${user_id} within an hour. ` +
          "Use the last one, or have the person ask for one on the login page.",
        ErrorCodes.TOO_MANY_RESETS
      )
    }
    await assertTokenIsGood(tx.knex, actor, asked_by)
    const { has_password } = (await findUserOfPasswordLogin(tx.knex, entity_id)) ?? {}
    // Whoever has yet to set the first one gets a link that lives as long as the one they were sent at the beginning.
    const ttlSeconds = has_password
      ? RESET_TTL_SECONDS
      : lifecycle.options.provisioning.set_password_ttl_seconds
    const plain = await createPasswordToken(tx, container, entity_id, ttlSeconds)
    const token = seal(container, plain)
    const kind = has_password ? EMAIL_KINDS.reset_password : EMAIL_KINDS.set_password
    await queueEmail(tx, user, kind.template, { plain, token })
    const reset_token_id = await findPasswordTokenId(tx.knex, plain)
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: TYPE,
          user_id,
          email: user.email,
          actor,
          source,
          reason,
          data: { asked_by, reset_token_id },
        },
        context
      )
    )
    return { entity_id, token }
  })
}

/** The name of the login that has the user's email, or of the only one that they have. */
async function findLoginName(tx: Transaction, user: UserRow): Promise<string> {
  const logins = await lockPasswordLoginsOfUser(tx.knex, user.id)
  const names = logins.map(({ entity_id }) => entity_id)
  const name = names.find((each) => each === user.email) ?? names[0]
  if (name === undefined) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `Provider identity with entity_id ${user.email} and provider emailpass not found`
    )
  }
  return name
}

async function queueEmail(
  tx: Transaction,
  user: UserRow,
  template: string,
  { plain, token }: { plain: string; token: Sealed }
): Promise<void> {
  await queueDelivery(tx.knex, {
    key: passwordKey(user.id, plain),
    template,
    recipient: user.email,
    subject_type: "user",
    subject_id: user.id,
    trigger_type: busEventName(TYPE),
    sealed_token: token.sealed,
    hold_seconds: HOLD_SECONDS,
  })
}
