import { MedusaContainer } from "@medusajs/framework/types"
import { findAccess } from "../../../database/access"
import { findApiKeysMadeBy } from "../../../database/belongings"
import { removeResetTokens } from "../../../database/reset-tokens"
import { restoreRows } from "../../../database/restore-rows"
import { AccessStatus } from "../../../domain/access"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { ChangeContext } from "../types"
import { revokeApiKeys } from "./belongings"
import { unlinkRoles } from "./link-roles"
import { Provisioned } from "./provision-user"
import { runUndo } from "./run-undo"

/**
 * Undoes `provisionUser` for a larger workflow that failed later: the database is as it was before, except for
 * the ledger, which tells of both. Access did exist for a moment, and history is not rewritten; a secret API key that
 * the person made in that moment is revoked.
 *
 * Somebody whom another admin has suspended or offboarded in the meantime stays that: forgotten, they could be let in
 * again.
 */
export async function revertProvision(
  container: MedusaContainer,
  provisioned: Pick<
    Provisioned,
    "user_id" | "email" | "outcome" | "images" | "began_without_admins"
  > &
    Partial<Pick<Provisioned, "auth_identity_id" | "held_emails">>,
  context: Pick<ChangeContext, "actor" | "source">
): Promise<void> {
  const { user_id, email, outcome, auth_identity_id, images } = provisioned
  const { actor = SYSTEM_ACTOR } = context
  const undo = { ...provisioned, emails: [email] }
  const type = LifecycleEventType.USER_PROVISION_REVERTED

  await runUndo(container, type, undo, context, async (tx, user) => {
    const access = await findAccess(tx.knex, user_id)
    if (user?.deleted_at || (access && access.status !== AccessStatus.ACTIVE)) {
      return { person: "changed_since" }
    }
    await removeResetTokens(tx.knex, user_id)
    if (outcome !== "linked" && auth_identity_id) {
      await tx.knex.raw("DELETE FROM auth_identity WHERE id = ?", [auth_identity_id])
    }
    await restoreRows(tx.knex, images)
    await unlinkRoles(tx, container, user_id)
    await revokeApiKeys(tx, await findApiKeysMadeBy(tx.knex, user_id, { locks: true }), actor)
    await tx.knex.raw("DELETE FROM user_access WHERE user_id = ?", [user_id])
    await tx.knex.raw(`DELETE FROM "user" WHERE id = ?`, [user_id])
    return {}
  })
}
