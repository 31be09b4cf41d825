import { MedusaContainer } from "@medusajs/framework/types"
import { storeAccess } from "../../../database/access"
import { captureAccess } from "../../../database/access-image"
import { confirmAccess } from "../../../database/confirm-access"
import { findErasedUser } from "../../../database/history"
import { lockEmail, lockRemovals } from "../../../database/locks"
import { removeResetTokens } from "../../../database/reset-tokens"
import { captureRows, recordChange } from "../../../database/row-images"
import {
  endScheduledOffboarding,
  lockDueOffboarding,
} from "../../../database/scheduled-offboardings"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { findUser, lockUser, UserRow } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { planIdentityRemoval } from "../../../domain/identity"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { ScheduledOffboardingStatus } from "../../../domain/scheduled-offboarding"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { OffboardingReport, OffboardUserInput } from "../types"
import { assertActorMayAct, assertActorMayChange } from "./assert-actor-may-act"
import { assertIsAnotherPerson, assertMayBeRemoved } from "./assert-may-be-removed"
import { Belongings, captureBelongings, findBelongings, removeBelongings } from "./belongings"
import { hasActiveAdmin } from "./has-active-admin"
import { userNotFound } from "./lock-person"
import { Undo } from "./revert-change"

export type Offboarded = {
  report: OffboardingReport
  /** Whether this run deleted the user row; not so when other code had done that already. */
  deleted_user: boolean
  /** What undoes it; `undefined` if nothing was changed. */
  undo: Undo | undefined
}

/**
 * Ends all access of a person in one transaction: user, identities, reset tokens, API keys, invites, roles, access
 * state and ledger entry. Also completes what other code has begun, such as Medusa's own deletion of the user; for
 * somebody who is completely offboarded it changes nothing.
 *
 * @throws MedusaError `not_found` if nothing is known of the id
 * @throws MedusaError `not_allowed` for oneself and for the last active admin
 */
export async function offboardUser(
  container: MedusaContainer,
  input: OffboardUserInput
): Promise<Offboarded> {
  return await runInTransaction(container, (tx) => offboardUserWithin(tx, container, input))
}

/**
 * The same as part of a transaction that holds no lock yet, or those of an access review, of `assertActorMayChange` and of
 * `lockRemovals`.
 */
export async function offboardUserWithin(
  tx: Transaction,
  container: MedusaContainer,
  input: OffboardUserInput & {
    /** Leaves a living user alone, whatever is recorded of them. */
    only_if_gone?: boolean
    /** Of somebody who is gone, by the time that they can't change any more, API keys are revoked whatever the options say. */
    revokes_keys_of_the_gone?: boolean
  }
): Promise<Offboarded> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { user_id, actor = SYSTEM_ACTOR, source, reason, dry_run = false } = input
  await assertIsAnotherPerson(tx.knex, "offboard", user_id, actor)
  const actorUserId = dry_run
    ? await assertActorMayAct(tx.knex, actor)
    : await assertActorMayChange(tx.knex, user_id, actor)
  const user = await findWhomToOffboard(tx, user_id, { locks: !dry_run })
  const isLiving = !!user && !user.deleted_at
  const revokesApiKeys =
    (!isLiving && input.revokes_keys_of_the_gone) ||
    (input.revoke_api_keys ?? lifecycle.options.offboarding.revoke_api_keys)
  const belongings = await findBelongings(tx, user, user_id, { revokesApiKeys, locks: !dry_run })
  assertIsKnown(user_id, belongings)
  const report = reportOn(user_id, belongings, dry_run)
  const hasNothingToComplete = isLiving || belongings.isRecordedAsOffboarded
  if (
    (await isOffItsDate(tx, input)) ||
    (input.completes_deletion && hasNothingToComplete) ||
    (input.only_if_gone && isLiving)
  ) {
    return { report: { ...report, changed: false }, deleted_user: false, undo: undefined }
  }
  if (isLiving) {
    await assertMayBeRemoved(container, tx.knex, "offboard", user.id, actorUserId)
  }
  if (!report.changed && !dry_run) {
    await confirmAccess(tx.knex, user_id)
  }
  if (dry_run || !report.changed) {
    return { report, deleted_user: false, undo: undefined }
  }
  const began_without_admins = !(await hasActiveAdmin(container, tx.knex))
  const before = await captureAccess(tx.knex, user_id)
  const images = await captureBelongings(tx, user_id, belongings)
  images.push(...(await captureRows(tx.knex, "scheduled_offboarding", "user_id", [user_id])))
  images.push(...(await removeBelongings(tx, container, user_id, belongings, input)))
  images.push(...(await removeResetTokens(tx.knex, user_id)))

  await tx.call(lifecycle, (service, context) =>
    service.appendToLedger(
      {
        type: LifecycleEventType.USER_OFFBOARDED,
        user_id,
        email: report.email,
        actor,
        source,
        reason,
        data: {
          identities: report.identities,
          logins: belongings.identities.flatMap(({ providers }) => providers),
          api_keys: report.api_keys,
          invites: report.invites,
          reset_tokens_removed: report.reset_tokens_removed,
          vouched_logins_removed: report.vouched_logins_removed,
          was_deleted_before: !isLiving,
          // Of somebody who was gone before, nobody has decided it.
          keeps_api_keys: isLiving && !revokesApiKeys,
        },
      },
      context
    )
  )
  // Whoever is restored later is not offboarded again on a date from before.
  await endScheduledOffboarding(tx.knex, user_id, ScheduledOffboardingStatus.DONE)
  await storeAccess(tx.knex, {
    user_id,
    status: AccessStatus.OFFBOARDED,
    reason,
    revokes_tokens: true,
  })
  tx.afterCommit(() => {
    lifecycle.access.forget(user_id)
    lifecycle.access.forgetApiKeys(report.api_keys.map(({ id }) => id))
  })
  return {
    report,
    deleted_user: isLiving,
    undo: {
      user_id,
      emails: user ? [user.email] : [],
      images: await recordChange(tx.knex, images),
      access: { before, left: await captureAccess(tx.knex, user_id) },
      began_without_admins,
    },
  }
}

/**
 * The user, as the transaction keeps them if it `locks`: a dry run writes nothing, and holds nobody up. Where the row is gone,
 * the ledger still knows whose invites to cancel.
 */
async function findWhomToOffboard(
  { knex }: Transaction,
  userId: string,
  { locks }: { locks: boolean }
): Promise<UserRow | undefined> {
  if (locks) {
    await lockRemovals(knex)
  }
  const known = (await findUser(knex, userId)) ?? (await findErasedUser(knex, userId))
  if (!known || !locks) {
    return known
  }
  await lockEmail(knex, normalizeEmail(known.email))
  return (await lockUser(knex, userId)) ?? (await findErasedUser(knex, userId))
}

/** Whether somebody has cancelled or moved the date for which the person is offboarded, if it is for one. */
async function isOffItsDate(
  { knex }: Transaction,
  { scheduled_offboarding_id: id, scheduled_offboarding_at: at }: OffboardUserInput
): Promise<boolean> {
  return (
    id !== undefined &&
    !(await lockDueOffboarding(knex, { id, offboard_at: at === undefined ? at : new Date(at) }))
  )
}

function assertIsKnown(userId: string, { user, identities, apiKeys }: Belongings): void {
  if (!user && !identities.length && !apiKeys.length) {
    throw userNotFound(userId)
  }
}

function reportOn(userId: string, belongings: Belongings, dryRun: boolean): OffboardingReport {
  const { user, apiKeys, keptApiKeys, invites, resetTokens, vouchedLogins, scheduledOffboardings } =
    belongings
  const identities = belongings.identities.map(({ id, app_metadata, providers }) => ({
    id,
    providers: providers.map(({ provider }) => provider),
    action: planIdentityRemoval(app_metadata),
  }))
  const livesOn = !!user && !user.deleted_at
  return {
    user_id: userId,
    email: user?.email ?? null,
    dry_run: dryRun,
    changed:
      livesOn ||
      !belongings.isRecordedAsOffboarded ||
      identities.length + vouchedLogins.length + apiKeys.length + invites.length > 0,
    identities_removed: identities.filter(({ action }) => action === "remove").length,
    identities_unlinked: identities.filter(({ action }) => action === "unlink").length,
    api_keys_revoked: apiKeys.length,
    invites_cancelled: invites.length,
    reset_tokens_removed: resetTokens,
    vouched_logins_removed: vouchedLogins.length,
    scheduled_offboardings_left: scheduledOffboardings,
    identities,
    api_keys: apiKeys,
    kept_api_keys: keptApiKeys,
    invites,
  }
}
