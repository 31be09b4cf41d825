import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { revokeTokensOfAll } from "../../../database/access"
import { hasRevokedAllWithin } from "../../../database/ledger"
import { lockRemovals } from "../../../database/locks"
import { removeResetTokensOfAll } from "../../../database/reset-tokens"
import { runInTransaction } from "../../../database/transaction"
import { listLivingUsers } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeUserInput, RevokeAllSessionsInput } from "../types"
import { assertActorMayAct } from "./assert-actor-may-act"
import { changeAccess, ChangedAccess } from "./change-access"

/** Ends all tokens and sessions of a person. Somebody who is offboarded has none, and nothing changes. */
export async function revokeSessions(
  container: MedusaContainer,
  input: ChangeUserInput
): Promise<ChangedAccess> {
  return await changeAccess(container, input, {
    type: LifecycleEventType.USER_SESSIONS_REVOKED,
    decide: async (_, { status, access }) =>
      status === AccessStatus.OFFBOARDED
        ? undefined
        : {
            status: access?.status ?? AccessStatus.ACTIVE,
            reason: access?.reason,
            until: access?.until,
            revokes_tokens: true,
          },
  })
}

/**
 * How long one and the same person, with whatever key of theirs, has to wait: again and again, it would keep everybody else
 * from logging in. It is not answered as if it were done: somebody may have logged in since the last time.
 */
const AGAIN_AFTER_SECONDS = 60

/**
 * Ends the tokens and sessions of everybody, except for the one with which it is asked.
 *
 * @returns how many people are affected
 * @throws MedusaError `not_allowed`, code `user_lifecycle.revoked_lately`
 */
export async function revokeAllSessions(
  container: MedusaContainer,
  { actor = SYSTEM_ACTOR, source, reason, keep_issued_at_seconds }: RevokeAllSessionsInput
): Promise<number> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const spared =
    actor.type === "user" && keep_issued_at_seconds !== undefined
      ? { user_id: actor.id, issued_at_seconds: keep_issued_at_seconds }
      : undefined

  return await runInTransaction(container, async (tx) => {
    const asked_by = (await assertActorMayAct(tx.knex, actor)) ?? actor.id
    // Also before the lock, so that who asks too often holds nobody up.
    await assertNotRevokedLately(tx.knex, asked_by)
    await lockRemovals(tx.knex)
    await assertNotRevokedLately(tx.knex, asked_by)
    const people = await listLivingUsers(tx.knex)
    await tx.call(lifecycle, (service, context) =>
      service.appendAllToLedger(
        people.map(({ user_id, email }) => ({
          type: LifecycleEventType.USER_SESSIONS_REVOKED,
          user_id,
          email,
          actor,
          source,
          reason,
          data: { everybody: true, except_own: user_id === spared?.user_id, asked_by },
        })),
        context
      )
    )
    // Last of all, since nobody gets a token while its lock is held; and so that no link that is being made is missed.
    await revokeTokensOfAll(tx.knex, spared)
    await removeResetTokensOfAll(tx.knex)
    tx.afterCommit(() => lifecycle.access.forgetAll())
    return people.length
  })
}

async function assertNotRevokedLately(
  knex: Knex.Transaction,
  askedBy: string | undefined
): Promise<void> {
  if (askedBy && (await hasRevokedAllWithin(knex, askedBy, AGAIN_AFTER_SECONDS))) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      `You have ended the sessions of everybody within the last ${AGAIN_AFTER_SECONDS} seconds. ` +
        "Wait for that long, or end those of one person.",
      ErrorCodes.REVOKED_LATELY
    )
  }
}
