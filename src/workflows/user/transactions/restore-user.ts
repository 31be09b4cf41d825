import { MedusaContainer } from "@medusajs/framework/types"
import { listProvidersForUsers, PASSWORD_PROVIDER } from "../../../auth/providers"
import { storeAccess, UserAccessRow } from "../../../database/access"
import { captureAccess } from "../../../database/access-image"
import { lockEmail } from "../../../database/locks"
import { captureRows, recordChange } from "../../../database/row-images"
import { runInTransaction } from "../../../database/transaction"
import { findLivingUserByEmail, findUser } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeUserInput } from "../types"
import { assertActorMayChange } from "./assert-actor-may-act"
import { captureBelongings, findBelongings, removeBelongings } from "./belongings"
import { claimLogin, NOBODY_VOUCHES } from "./claim-login"
import { createSetupToken, LoginSetup } from "./create-setup-token"
import { hasActiveAdmin } from "./has-active-admin"
import { assertTransition, lockPerson, Person } from "./lock-person"
import { emailTaken } from "./provision-user"
import { Undo } from "./revert-change"
import { takeOffDate } from "./schedule-offboarding"

export type Restored = {
  user_access: UserAccessRow | undefined
  person: Pick<Person, "user" | "now">
  /** The login for which a password has to be set; `undefined` if there is none to be set. */
  setup: LoginSetup | undefined
  /** What undoes it; `undefined` if the person is no longer offboarded. */
  undo: Undo | undefined
}

/**
 * Brings an offboarded person back as the same user, with a login that has no password yet and nothing else: what Medusa left behind
 * of a user whom it deleted by itself goes now, and so does a date on which they were to be offboarded. Where admins can't log in
 * with a password, they get none: they sign in at an identity provider, which links the login to them.
 *
 * @throws MedusaError `not_found` if no user row has this id
 * @throws MedusaError `not_allowed` for somebody who is suspended
 * @throws MedusaError `duplicate_error` if the email is another user's by now
 */
export async function restoreUser(
  container: MedusaContainer,
  input: ChangeUserInput
): Promise<Restored> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { user_id, actor = SYSTEM_ACTOR, source, reason } = input
  const hasPasswords = (await listProvidersForUsers(container)).includes(PASSWORD_PROVIDER)

  return await runInTransaction(container, async (tx) => {
    await assertActorMayChange(tx.knex, user_id, actor)
    const known = await findUser(tx.knex, user_id)
    if (known) {
      await lockEmail(tx.knex, normalizeEmail(known.email))
    }
    const person = await lockPerson(tx, user_id)
    assertTransition("restore", person)
    if (person.status !== AccessStatus.OFFBOARDED) {
      return { user_access: person.access, person, setup: undefined, undo: undefined }
    }

    const email = normalizeEmail(person.user.email)
    const taken = await findLivingUserByEmail(tx.knex, email)
    if (taken && taken.id !== user_id) {
      throw emailTaken(email, taken.id)
    }

    // All invites to the email, also younger ones: there is nobody to invite any more. And all keys, also those that the
    // offboarding kept: nothing of the old access comes back to the person.
    const former = { ...person.user, deleted_at: null }
    const belongings = await findBelongings(tx, former, user_id, {
      revokesApiKeys: true,
      locks: true,
    })
    const began_without_admins = !(await hasActiveAdmin(container, tx.knex))
    const before = await captureAccess(tx.knex, user_id)
    const images = await captureBelongings(tx, user_id, belongings)
    const leftover = { ...belongings, user: person.user }
    images.push(...(await captureRows(tx.knex, "scheduled_offboarding", "user_id", [user_id])))
    images.push(...(await removeBelongings(tx, container, user_id, leftover, input)))
    // Other code that deletes a user leaves the date on which they were to be offboarded.
    await takeOffDate(tx, container, email, { ...input, reason: "The person was restored." })

    await tx.knex.raw(`UPDATE "user" SET deleted_at = NULL, updated_at = now() WHERE id = ?`, [
      user_id,
    ])
    const login = hasPasswords
      ? await claimLogin(
          tx,
          container,
          { id: user_id, email },
          { provider: PASSWORD_PROVIDER, password: null },
          NOBODY_VOUCHES
        )
      : undefined
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.USER_RESTORED,
          user_id,
          email,
          actor,
          source,
          reason,
          data: login
            ? { login: login.outcome, auth_identity_id: login.auth_identity_id }
            : { login: "none" },
        },
        context
      )
    )
    const user_access = await storeAccess(tx.knex, {
      user_id,
      status: AccessStatus.ACTIVE,
      reason,
      revokes_tokens: true,
    })
    const setup = login?.needs_password
      ? await createSetupToken(
          tx,
          container,
          LifecycleEventType.USER_RESTORED,
          { id: user_id, email },
          login
        )
      : undefined
    tx.afterCommit(() => {
      lifecycle.access.forget(user_id)
      lifecycle.access.forgetApiKeys(belongings.apiKeys.map(({ id }) => id))
    })
    return {
      user_access,
      person,
      setup: login && setup && { ...setup, entity_id: login.entity_id },
      undo: {
        held_emails: setup ? [setup.delivery_id] : [],
        setup_token_hash: setup?.token_hash,
        user_id,
        emails: [email],
        images: await recordChange(tx.knex, [...images, ...(login?.images ?? [])]),
        access: { before, left: await captureAccess(tx.knex, user_id) },
        created_identity_id: login?.outcome === "linked" ? undefined : login?.auth_identity_id,
        began_without_admins,
      },
    }
  })
}
