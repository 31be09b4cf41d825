import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { findApiKeysMadeBy } from "../../../database/belongings"
import { findLivingUserByEmail } from "../../../database/users"
import { lockEmail } from "../../../database/locks"
import { RowImage, restoreRows } from "../../../database/row-images"
import { runInTransaction } from "../../../database/transaction"
import { AccessStatus } from "../../../domain/access"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext, LoginOutcome, ProvisionUserInput } from "../types"
import { assertActorMayAct } from "./assert-actor-may-act"
import { revokeApiKeys } from "./belongings"
import { claimLogin, LoginClaim } from "./claim-login"
import { linkRoles, unlinkRoles } from "./link-roles"

export type Provisioned = {
  user_id: string
  email: string
  outcome: LoginOutcome
  auth_identity_id: string
  entity_id: string
  images: RowImage[]
}

/**
 * Creates the user, their login, the link between the two, their access state, roles and ledger entry: all of it or
 * nothing, in one transaction.
 *
 * @param person its email is normalized
 * @throws MedusaError `duplicate_error` if a living user has the email, or the login is another user's
 */
export async function provisionUser(
  container: MedusaContainer,
  person: Omit<ProvisionUserInput, "password" | "auth">,
  claim: LoginClaim
): Promise<Provisioned> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { email, actor = SYSTEM_ACTOR, source, reason } = person

  return await runInTransaction(container, async (tx) => {
    await lockEmail(tx.knex, email)
    await assertActorMayAct(tx.knex, actor)

    const taken = await findLivingUserByEmail(tx.knex, email)
    if (taken) {
      throw emailTaken(email, taken.id)
    }

    const user = await tx.call(users, (service, context) =>
      service.createUsers(
        {
          email,
          first_name: person.first_name ?? null,
          last_name: person.last_name ?? null,
          avatar_url: person.avatar_url ?? null,
          metadata: person.metadata ?? null,
        },
        context
      )
    )
    const login = await claimLogin(tx, container, { id: user.id, email }, claim)
    await linkRoles(tx, container, user.id, person.roles ?? [])

    await tx.call(lifecycle, async (service, context) => {
      await service.setAccess({ user_id: user.id, status: AccessStatus.ACTIVE }, context)
      await service.appendToLedger(
        {
          type: LifecycleEventType.USER_PROVISIONED,
          user_id: user.id,
          email,
          actor,
          source,
          reason,
          data: {
            provider: claim.provider,
            login: login.outcome,
            auth_identity_id: login.auth_identity_id,
            roles: person.roles ?? [],
          },
        },
        context
      )
    })

    return { user_id: user.id, email, ...login }
  })
}

/**
 * Undoes {@link provisionUser} for a larger workflow that failed later: the database is as it was before, except for
 * the ledger, which tells of both. Access did exist for a moment, and history is not rewritten; a secret API key that
 * the person made in that moment is revoked.
 */
export async function revertProvision(
  container: MedusaContainer,
  provisioned: Provisioned,
  { actor = SYSTEM_ACTOR, source }: Pick<ChangeContext, "actor" | "source">
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  await runInTransaction(container, async (tx) => {
    await lockEmail(tx.knex, provisioned.email)
    if (provisioned.outcome !== "linked") {
      await tx.knex.raw("DELETE FROM auth_identity WHERE id = ?", [provisioned.auth_identity_id])
    }
    await restoreRows(tx.knex, provisioned.images)
    await unlinkRoles(tx, container, provisioned.user_id)
    await revokeApiKeys(tx, await findApiKeysMadeBy(tx.knex, provisioned.user_id), actor)
    await tx.knex.raw("DELETE FROM user_access WHERE user_id = ?", [provisioned.user_id])
    await tx.knex.raw(`DELETE FROM "user" WHERE id = ?`, [provisioned.user_id])

    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.USER_PROVISION_REVERTED,
          user_id: provisioned.user_id,
          email: provisioned.email,
          actor,
          source,
          reason: "A later step of the same workflow failed.",
        },
        context
      )
    )
  })
}

function emailTaken(email: string, userId: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.DUPLICATE_ERROR,
    `A user with the email ${email} already exists (${userId}). Update that user, or use another email.`
  )
}
