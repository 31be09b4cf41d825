import { MedusaContainer } from "@medusajs/framework/types"
import { AccessStatus } from "../../../domain/access"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { ChangeUserInput } from "../types"
import { changeAccess, ChangedAccess } from "./change-access"
import { assertTransition } from "./lock-person"

/**
 * Gives a suspended person their access back. Tokens from before the suspension stay dead: it revoked them.
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
    decide: async (_, person) => {
      assertTransition("reactivate", person)
      // As it is stored: a suspension that is over by itself is cleared away.
      return person.access?.status === AccessStatus.SUSPENDED
        ? { status: AccessStatus.ACTIVE, reason: input.reason, revokes_tokens: false }
        : undefined
    },
  })
}
