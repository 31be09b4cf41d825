import { transform, when, WorkflowData } from "@medusajs/framework/workflows-sdk"
import {
  validateRolesExistStep,
  validateUserRolePermissionsStep,
} from "@medusajs/medusa/core-flows"
import { Actor } from "../../../domain/lifecycle-event"

/**
 * What workflows that give roles ask first: whether the roles exist, and whether whoever gives them may. The system may give
 * any role; a person, only what they may do themself. Medusa's own workflow for invites does not ask that (2.21).
 */
export function composeRoleChecks(
  roles: WorkflowData<string[]>,
  giver: WorkflowData<{ actor?: Actor }>
): void {
  validateRolesExistStep(roles)
  when("an-actor-gives-roles", { giver, roles }, ({ giver, roles }) => {
    return roles.length > 0 && !!giver.actor && giver.actor.type !== "system"
  }).then(() => {
    const assignment = transform({ giver, roles }, ({ giver, roles }) => ({
      actor_id: giver.actor?.id ?? "",
      actor: giver.actor?.type,
      role_ids: roles,
    }))
    validateUserRolePermissionsStep(assignment)
  })
}
