import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { storeAccess } from "../../../database/access"
import { findLivingUserByEmail } from "../../../database/users"
import { lockEmail } from "../../../database/locks"
import { ChangedRows, recordChange } from "../../../database/row-images"
import { Sealed } from "../../../database/sealed"
import { runInTransaction } from "../../../database/transaction"
import { AccessStatus } from "../../../domain/access"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { LoginOutcome, ProvisionUserInput } from "../types"
import { assertActorMayAct } from "./assert-actor-may-act"
import { assertLoginFitsInvite } from "./assert-login-fits-invite"
import { claimInvite, InviteClaim } from "./claim-invite"
import { claimLogin, LoginClaim } from "./claim-login"
import { createSetupToken } from "./create-setup-token"
import { hasActiveAdmin } from "./has-active-admin"
import { linkRoles } from "./link-roles"

export type Provisioned = {
  user_id: string
  email: string
  outcome: LoginOutcome
  auth_identity_id: string
  entity_id: string
  needs_password: boolean
  /** The token with which the person sets their password, if they have to. */
  setup_token: Sealed | undefined
  held_emails: string[]
  images: ChangedRows[]
  /** Nobody could log in as an admin before. */
  began_without_admins: boolean
}

/**
 * Creates the user, their login, the link between the two, their access state, roles and ledger entry: all of it or
 * nothing, in one transaction.
 *
 * @param person its email is normalized
 * @param accepts the invite that is accepted with it: its roles are given, and it can't be accepted again
 * @throws MedusaError `duplicate_error` if a living user has the email, or the login is another user's
 */
export async function provisionUser(
  container: MedusaContainer,
  person: Omit<ProvisionUserInput, "password" | "auth">,
  claim: LoginClaim,
  accepts?: InviteClaim
): Promise<Provisioned> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { email, actor = SYSTEM_ACTOR, source, reason } = person

  return await runInTransaction(container, async (tx) => {
    await lockEmail(tx.knex, email)
    const actorUserId = await assertActorMayAct(tx.knex, actor)
    const invite = accepts && (await claimInvite(tx, container, accepts, email))
    if (invite && "auth_identity_id" in claim) {
      const { invited_at } = invite
      await assertLoginFitsInvite(tx, claim.auth_identity_id, { email, invited_at })
    }
    const roles = invite?.roles ?? person.roles ?? []

    const taken = await findLivingUserByEmail(tx.knex, email)
    if (taken) {
      throw emailTaken(email, taken.id)
    }

    const began_without_admins = !(await hasActiveAdmin(container, tx.knex))
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
    const login = await claimLogin(tx, container, { id: user.id, email }, claim, actorUserId)
    await linkRoles(tx, container, user.id, roles)

    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.USER_PROVISIONED,
          user_id: user.id,
          email,
          actor,
          source,
          reason,
          data: {
            provider: login.provider,
            login: login.outcome,
            logins: [{ provider: login.provider, entity_id: login.entity_id }],
            auth_identity_id: login.auth_identity_id,
            roles,
            ...(invite ? { invites_accepted: [invite.id], invited_by: invite.invited_by } : {}),
          },
        },
        context
      )
    )
    await storeAccess(tx.knex, {
      user_id: user.id,
      status: AccessStatus.ACTIVE,
      revokes_tokens: false,
    })

    const setup = login.needs_password
      ? await createSetupToken(
          tx,
          container,
          LifecycleEventType.USER_PROVISIONED,
          { id: user.id, email },
          login
        )
      : undefined

    return {
      user_id: user.id,
      email,
      ...login,
      setup_token: setup?.token,
      held_emails: setup ? [setup.delivery_id] : [],
      images: await recordChange(tx.knex, [...login.images, ...(invite?.images ?? [])]),
      began_without_admins,
    }
  })
}

/** The error for an email that a living user has. */
export function emailTaken(email: string, userId: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.DUPLICATE_ERROR,
    `A user with the email ${email} already exists (${userId}). Update that user, or use another email.`
  )
}
