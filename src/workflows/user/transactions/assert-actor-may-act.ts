import { MedusaError } from "@medusajs/framework/utils"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { accessRefusalMessages, AccessDecision, decidePersonAccess } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { Actor } from "../../../domain/lifecycle-event"
import { findApiKeyOwner, findPrincipal, isApiKeyUsable } from "../../../database/principals"

/**
 * Checks, inside the transaction of a change, that whoever makes it may still act. The guard let the request in, but
 * the actor may have been offboarded since: without this, two admins could offboard each other, and a person who is
 * being offboarded could provision an account for later.
 *
 * @returns the person who acts, also behind an API key; `undefined` for the system
 * @throws MedusaError `unauthorized` with the code of the refusal
 */
export async function assertActorMayAct(
  knex: Knex.Transaction,
  actor: Actor
): Promise<string | undefined> {
  if (actor.type === "system") {
    return undefined
  }
  if (actor.type === "user") {
    // The shared lock makes an offboarding of the actor wait until this change has committed.
    await knex.raw(`SELECT 1 FROM "user" WHERE id = ? FOR SHARE`, [actor.id])
    refuseUnlessAllowed(decidePersonAccess(await findPrincipal(knex, actor.id)))
    return actor.id
  }
  await knex.raw("SELECT 1 FROM api_key WHERE id = ? FOR SHARE", [actor.id])
  if (!(await isApiKeyUsable(knex, actor.id))) {
    refuseUnlessAllowed({ allowed: false, code: ErrorCodes.USER_DELETED })
  }
  return await findApiKeyOwner(knex, actor.id)
}

function refuseUnlessAllowed(decision: AccessDecision): void {
  if (!decision.allowed) {
    throw new MedusaError(
      MedusaError.Types.UNAUTHORIZED,
      accessRefusalMessages[decision.code],
      decision.code
    )
  }
}
