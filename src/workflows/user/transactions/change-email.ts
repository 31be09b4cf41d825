import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { storeAccess, UserAccessRow } from "../../../database/access"
import { captureAccess } from "../../../database/access-image"
import { findPendingInvites } from "../../../database/belongings"
import { lockEmails } from "../../../database/locks"
import { removeResetTokens } from "../../../database/reset-tokens"
import { readPasswords } from "../../../database/restore-logins"
import { captureRows, recordChange } from "../../../database/row-images"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { findLivingUserByEmail, findUser, UserRow } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeUserEmailInput } from "../types"
import { assertActorMayChange } from "./assert-actor-may-act"
import { LoginSetup, renewSetupToken } from "./create-setup-token"
import { hasActiveAdmin } from "./has-active-admin"
import { assertTransition, lockPerson, Person } from "./lock-person"
import { movePasswordLogin } from "./move-password-login"
import { emailTaken } from "./provision-user"
import { Undo } from "./revert-change"
import { tellPerson } from "./tell-person"

export type ChangedEmail = {
  user_access: UserAccessRow | undefined
  person: Pick<Person, "user" | "now">
  /** The login for which the first password has yet to be set, and the link for it; `undefined` if there is none to be set. */
  setup: LoginSetup | undefined
  /** What undoes it; `undefined` if the email was theirs already. */
  undo: Undo | undefined
}

/**
 * Gives a person another email: their user row, their password login, and what was sent to either address, in one
 * transaction. Tokens and sessions die, and whoever has no password yet gets another link to set one. Logins at other providers stay:
 * they go by an id of the provider's.
 *
 * @param input its email is normalized
 * @throws MedusaError `not_found` if no user row has this id
 * @throws MedusaError `not_allowed` for somebody who is offboarded, or has several password logins, one of them with the email
 * @throws MedusaError `duplicate_error` if another user has the email, or its login
 */
export async function changeEmail(
  container: MedusaContainer,
  input: ChangeUserEmailInput
): Promise<ChangedEmail> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const users: IUserModuleService = container.resolve(Modules.USER)
  const { user_id, email, actor = SYSTEM_ACTOR, source, reason } = input

  return await runInTransaction(container, async (tx) => {
    await assertActorMayChange(tx.knex, user_id, actor)
    const known = await findUser(tx.knex, user_id)
    const formerEmail = normalizeEmail(known?.email ?? email)
    await lockEmails(tx.knex, [formerEmail, email])
    const person = await lockPerson(tx, user_id)
    if (normalizeEmail(person.user.email) !== formerEmail) {
      throw changedMeanwhile(user_id)
    }
    assertTransition("change the email of", person)
    if (person.user.email === email) {
      return { user_access: person.access, person, setup: undefined, undo: undefined }
    }
    const taken = await findLivingUserByEmail(tx.knex, email)
    if (taken && taken.id !== user_id) {
      throw emailTaken(email, taken.id)
    }

    const began_without_admins = !(await hasActiveAdmin(container, tx.knex))
    const before = await captureAccess(tx.knex, user_id)
    const images = await captureRows(tx.knex, "user", "id", [user_id])
    // What was sent to the former address leads nowhere any more, and nobody has to invite a user.
    const invites = [
      ...(await findPendingInvites(tx.knex, formerEmail, null)),
      ...(await findPendingInvites(tx.knex, email, null)),
    ].map(({ id }) => id)
    images.push(...(await captureRows(tx.knex, "invite", "id", invites)))
    if (invites.length) {
      await tx.call(users, (service, context) => service.softDeleteInvites(invites, {}, context))
    }
    const login = await movePasswordLogin(tx, container, { id: user_id, email }, formerEmail)
    // Not through the module's service, which knows no email to update (Medusa 2.21, `UpdateUserDTO`).
    await tx.knex.raw(`UPDATE "user" SET email = ?, updated_at = now() WHERE id = ?`, [
      email,
      user_id,
    ])

    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.USER_EMAIL_CHANGED,
          user_id,
          email,
          actor,
          source,
          reason,
          data: {
            former_email: person.user.email,
            login: login.outcome,
            invites_cancelled: invites.length,
          },
        },
        context
      )
    )
    const user_access = await storeAccess(tx.knex, {
      user_id,
      status: person.access?.status ?? AccessStatus.ACTIVE,
      reason: person.access?.reason,
      until: person.access?.until,
      revokes_tokens: true,
    })
    images.push(...(await removeResetTokens(tx.knex, user_id)))
    const held_emails = await tellBoth(tx, person.user, email)
    // Whoever is suspended gets one when they are reactivated.
    const setup = await renewSetupToken(tx, container, LifecycleEventType.USER_EMAIL_CHANGED, {
      id: user_id,
      email,
    })
    tx.afterCommit(() => lifecycle.access.forget(user_id))
    return {
      user_access,
      person,
      setup,
      undo: {
        user_id,
        held_emails: [...held_emails, ...(setup ? [setup.delivery_id] : [])],
        setup_token_hash: setup?.token_hash,
        emails: [formerEmail, email],
        images: await recordChange(tx.knex, [...images, ...login.images]),
        access: { before, left: await captureAccess(tx.knex, user_id) },
        created_identity_id: login.created_identity_id,
        renamed_logins: login.renamed_logins,
        moved_passwords:
          login.outcome === "moved" ? await readPasswords(tx.knex, user_id) : undefined,
        began_without_admins,
      },
    }
  })
}

/** Whoever reads the former address learns of it, too: the change may not have been the person's wish. */
async function tellBoth(tx: Transaction, user: UserRow, newEmail: string): Promise<string[]> {
  const data = { former_email: user.email, new_email: newEmail }
  const held: string[] = []
  for (const recipient of [newEmail, user.email]) {
    const notice = { kind: "email_changed", recipient, data } as const
    held.push(await tellPerson(tx, user.id, LifecycleEventType.USER_EMAIL_CHANGED, notice))
  }
  return held
}

/** Between the look at the email and the lock on it; the locks that are held are the wrong ones. */
function changedMeanwhile(userId: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.CONFLICT,
    `The email of user ${userId} has just been changed by somebody else. Nothing was written; try again.`
  )
}
