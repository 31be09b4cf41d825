import { MedusaContainer } from "@medusajs/framework/types"
import { AccessChange, storeAccess, UserAccessRow } from "../../../database/access"
import { captureAccess } from "../../../database/access-image"
import { confirmAccess } from "../../../database/confirm-access"
import { lockAccess, lockRemovals } from "../../../database/locks"
import { removeResetTokens } from "../../../database/reset-tokens"
import { captureRows, recordChange } from "../../../database/row-images"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { Removal } from "../../../domain/removal"
import { EmailKind } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext } from "../types"
import { assertActorMayChange } from "./assert-actor-may-act"
import { assertIsAnotherPerson } from "./assert-may-be-removed"
import { LoginSetup, renewSetupToken } from "./create-setup-token"
import { hasActiveAdmin } from "./has-active-admin"
import { lockPerson, Person } from "./lock-person"
import { Undo } from "./revert-change"
import { tellPerson } from "./tell-person"

export type ChangedAccess = {
  /** What the person may do now; `undefined` if that never changed for somebody who is older than the plugin. */
  user_access: UserAccessRow | undefined
  person: Pick<Person, "user" | "now">
  /** The login for which the first password has yet to be set, and the link for it; `undefined` if there is none to be set. */
  setup?: LoginSetup
  /** What undoes the change; `undefined` if there was nothing to change. */
  undo: Undo | undefined
}

/** What a change makes of a person's access, and what the ledger calls it. */
export type AccessPlan = {
  type: LifecycleEventType
  /** What takes access away, so that there must be somebody else who has it; left out where nothing does. */
  removal?: Removal
  /**
   * Checks the change, and says what to store; `undefined` if there is nothing to change.
   *
   * @param actorUserId the person who acts, also behind an API key; `undefined` for the system
   */
  decide(
    tx: Transaction,
    person: Person,
    actorUserId: string | undefined
  ): Promise<Omit<AccessChange, "user_id"> | undefined>
  /** What the ledger remembers beside who, whom, and why; and what the email says, if there is one. */
  data?: Record<string, string | null>
  /** The email that tells the person of it. */
  email?: EmailKind
  /** Whether whoever has no password yet gets another link to set one; their login is to be locked by {@link decide}. */
  renewsSetup?: boolean
  /** Whether it says anything new to somebody as they were before; left out, it does. */
  tells?(person: Person): boolean
}

/** Changes nothing but what a person may do: their access state and the ledger, in one transaction. */
export async function changeAccess(
  container: MedusaContainer,
  { user_id, actor = SYSTEM_ACTOR, source, reason }: ChangeContext & { user_id: string },
  plan: AccessPlan
): Promise<ChangedAccess> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  return await runInTransaction(container, async (tx) => {
    if (plan.removal) {
      await assertIsAnotherPerson(tx.knex, plan.removal, user_id, actor)
    }
    const actorUserId = await assertActorMayChange(tx.knex, user_id, actor)
    if (plan.removal) {
      await lockRemovals(tx.knex)
    }
    const person = await lockPerson(tx, user_id)
    const change = await plan.decide(tx, person, actorUserId)
    if (!change) {
      if (plan.removal) {
        await confirmAccess(tx.knex, user_id)
      }
      return { user_access: person.access, person, undo: undefined }
    }

    const began_without_admins = !(await hasActiveAdmin(container, tx.knex))
    const before = await captureAccess(tx.knex, user_id)
    const images = await captureRows(tx.knex, "user", "id", [user_id])
    if (change.revokes_tokens) {
      await lockAccess(tx.knex, user_id)
      images.push(...(await removeResetTokens(tx.knex, user_id)))
    }
    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: plan.type,
          user_id,
          email: person.user.email,
          actor,
          source,
          reason,
          data: plan.data,
        },
        context
      )
    )
    const user_access = await storeAccess(tx.knex, { user_id, ...change })
    const { email: recipient } = person.user
    const isTold = plan.tells?.(person) ?? true
    const held_emails =
      plan.email && isTold
        ? [
            await tellPerson(tx, user_id, plan.type, {
              kind: plan.email,
              recipient,
              data: plan.data,
            }),
          ]
        : []
    const setup = plan.renewsSetup
      ? await renewSetupToken(tx, container, plan.type, { id: user_id, email: recipient })
      : undefined
    images.push(...(setup?.replaced ?? []))
    tx.afterCommit(() => lifecycle.access.forget(user_id))
    return {
      user_access,
      person,
      setup,
      undo: {
        held_emails: [...held_emails, ...(setup ? [setup.delivery_id] : [])],
        setup_token_hash: setup?.token_hash,
        user_id,
        emails: [person.user.email],
        images: await recordChange(tx.knex, images),
        access: { before, left: await captureAccess(tx.knex, user_id) },
        began_without_admins,
      },
    }
  })
}
