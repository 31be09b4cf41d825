import { MedusaContainer } from "@medusajs/framework/types"
import { revokeTokensOfAll } from "../../../database/access"
import { lockRemovals } from "../../../database/locks"
import { removeResetTokensOfAll } from "../../../database/reset-tokens"
import { runInTransaction } from "../../../database/transaction"
import { listLivingUsers } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
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
 * Ends the tokens and sessions of everybody, except for the one with which it is asked.
 *
 * @returns how many people are affected
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
    await assertActorMayAct(tx.knex, actor)
    await lockRemovals(tx.knex)
    await removeResetTokensOfAll(tx.knex)
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
          data: { everybody: true, except_own: user_id === spared?.user_id },
        })),
        context
      )
    )
    // Last of all: nobody gets a token while this lock is held.
    await revokeTokensOfAll(tx.knex, spared)
    tx.afterCommit(() => lifecycle.access.forgetAll())
    return people.length
  })
}
