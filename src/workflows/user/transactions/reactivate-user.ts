import { MedusaContainer } from "@medusajs/framework/types"
import { lockPasswordLoginsOfUser } from "../../../database/identities"
import { AccessStatus } from "../../../domain/access"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { ChangeUserInput } from "../types"
import { changeAccess, ChangedAccess } from "./change-access"
import { assertTransition } from "./lock-person"

/**
 * Gives a suspended person their access back. Tokens from before the suspension stay dead: it revoked them. So are
 * links to set a password: whoever has none yet gets another one.
 *
 * @throws MedusaError `not_allowed` for somebody who is offboarded
 */
export async function reactivateUser(
  container: MedusaContainer,
  input: ChangeUserInput
): Promise<ChangedAccess> {
  return await changeAccess(container, input, {
    type: LifecycleEventType.USER_REACTIVATED,
    email: "access_restored",
    renewsSetup: true,
    decide: async (tx, person) => {
      assertTransition("reactivate", person)
      await lockPasswordLoginsOfUser(tx.knex, input.user_id)
      // As it is stored: a suspension that is over by itself is cleared away.
      return person.access?.status === AccessStatus.SUSPENDED
        ? { status: AccessStatus.ACTIVE, reason: input.reason, revokes_tokens: false }
        : undefined
    },
  })
}
