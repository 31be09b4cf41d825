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
 * Takes a person's access away until it is given back, or until an instant. Nothing that they have is removed, but for links to
 * set or reset a password. They are told by email, but not where the reason alone changes, which the email does not say.
 *
 * @throws MedusaError `invalid_data` if `until` is not in the future, by the clock of the database
 * @throws MedusaError `not_allowed` for oneself, the last active admin, and somebody who is offboarded; with `only_if_suspended`
 * for somebody who is active, too
 */
export async function suspendUser(
  container: MedusaContainer,
  input: SuspendUserInput
): Promise<ChangedAccess> {
  const reason = input.reason ?? null
  const until = input.until ? new Date(input.until) : null
  const isSameEnd = (other: Date | null | undefined) => other?.getTime() === until?.getTime()

  return await changeAccess(container, input, {
    type: LifecycleEventType.USER_SUSPENDED,
    removal: "suspend",
    email: "account_suspended",
    tells: ({ status, access }) => status !== AccessStatus.SUSPENDED || !isSameEnd(access?.until),
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
      if (input.only_if_suspended && person.status !== AccessStatus.SUSPENDED) {
        throw new MedusaError(
          MedusaError.Types.NOT_ALLOWED,
          `User ${input.user_id} is not suspended, so there is no suspension to change.`,
          ErrorCodes.USER_IS_NOT_SUSPENDED
        )
      }
      await assertMayBeRemoved(container, tx.knex, "suspend", person.user.id, actorUserId)
      const isDone =
        person.status === AccessStatus.SUSPENDED &&
        person.access?.reason === reason &&
        isSameEnd(person.access.until)
      return isDone
        ? undefined
        : { status: AccessStatus.SUSPENDED, reason, until, revokes_tokens: true }
    },
  })
}
