import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { AccessStatus } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { SuspendUserInput } from "../types"
import { assertMayBeRemoved } from "./assert-may-be-removed"
import { changeAccess, ChangedAccess } from "./change-access"
import { assertTransition } from "./lock-person"

/**
 * Takes a person's access away until it is given back, or until an instant. Nothing that they have is removed.
 *
 * @throws MedusaError `invalid_data` if `until` is not in the future, by the clock of the database
 * @throws MedusaError `not_allowed` for oneself, the last active admin, and somebody who is offboarded
 */
export async function suspendUser(
  container: MedusaContainer,
  input: SuspendUserInput
): Promise<ChangedAccess> {
  const reason = input.reason ?? null
  const until = input.until ? new Date(input.until) : null

  return await changeAccess(container, input, {
    type: LifecycleEventType.USER_SUSPENDED,
    removal: "suspend",
    email: "account_suspended",
    data: { until: until?.toISOString() ?? null },
    decide: async (tx, person, actorUserId) => {
      if (until && !(until > person.now)) {
        throw new MedusaError(
          MedusaError.Types.INVALID_DATA,
          `A suspension can't end at ${input.until}, which is not in the future.`,
          ErrorCodes.UNTIL_IN_THE_PAST
        )
      }
      assertTransition("suspend", person)
      await assertMayBeRemoved(container, tx.knex, "suspend", person.user.id, actorUserId)
      const isDone =
        person.status === AccessStatus.SUSPENDED &&
        person.access?.reason === reason &&
        person.access.until?.getTime() === until?.getTime()
      return isDone
        ? undefined
        : { status: AccessStatus.SUSPENDED, reason, until, revokes_tokens: true }
    },
  })
}
