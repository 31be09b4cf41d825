import { IAuthModuleService, IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { IdentityRow, lockIdentitiesOfUser } from "../../../database/identities"
import { lockEmail, lockRemovals } from "../../../database/locks"
import {
  findApiKeysMadeBy,
  findPendingInvites,
  countResetTokens,
} from "../../../database/belongings"
import { countOtherActiveAdmins, findPrincipal } from "../../../database/principals"
import { captureIdentities, captureRows, RowImage, restoreRows } from "../../../database/row-images"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { findUser, lockUser, UserRow } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { ErrorCodes } from "../../../domain/error-codes"
import { planIdentityRemoval, USER_PASSWORD_KEY, withoutUserLink } from "../../../domain/identity"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { refuseOffboarding } from "../../../domain/offboarding"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext, OffboardingReport, OffboardUserInput } from "../types"
import { assertActorMayAct } from "./assert-actor-may-act"
import { unlinkRoles } from "./link-roles"

export type Offboarded = {
  report: OffboardingReport
  /** Whether this run deleted the user row; not so when other code had done that already. */
  deleted_user: boolean
  /** Rows as they were, to undo the offboarding. */
  images: RowImage[]
}

/** What a person has that gives access, or could give it back. */
type Belongings = {
  user: UserRow | undefined
  identities: IdentityRow[]
  apiKeys: OffboardingReport["api_keys"]
  invites: OffboardingReport["invites"]
  resetTokens: number
  isRecordedAsOffboarded: boolean
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
  const lifecycle: UserLifecycleModuleService = container.resolve("user_lifecycle")
  const { user_id, actor = SYSTEM_ACTOR, source, reason, dry_run = false } = input
  const revokesApiKeys = input.revoke_api_keys ?? lifecycle.options.offboarding.revoke_api_keys

  return await runInTransaction(container, async (tx) => {
    await lockRemovals(tx.knex)
    const email = (await findUser(tx.knex, user_id))?.email
    if (email) {
      await lockEmail(tx.knex, normalizeEmail(email))
    }
    const user = await lockUser(tx.knex, user_id)
    const actorUserId = await assertActorMayAct(tx.knex, actor)

    const belongings = await findBelongings(tx, user, user_id, revokesApiKeys)
    assertIsKnown(user_id, belongings)
    if (user && !user.deleted_at) {
      await assertMayBeRemoved(tx, user.id, actorUserId)
    }

    const report = reportOn(user_id, belongings, dry_run)
    if (
      dry_run ||
      !report.changed ||
      (input.only_if_incomplete && belongings.isRecordedAsOffboarded)
    ) {
      return {
        report: { ...report, changed: dry_run && report.changed },
        deleted_user: false,
        images: [],
      }
    }
    const images = await captureBelongings(tx, user_id, belongings)
    images.push(...(await removeBelongings(tx, container, user_id, belongings, input)))

    await tx.call(lifecycle, async (service, context) => {
      await service.setAccess(
        {
          user_id,
          status: AccessStatus.OFFBOARDED,
          reason: reason ?? null,
          tokens_valid_after: new Date(),
        },
        context
      )
      await service.appendToLedger(
        {
          type: LifecycleEventType.USER_OFFBOARDED,
          user_id,
          email: report.email,
          actor,
          source,
          reason,
          data: {
            identities: report.identities,
            api_keys: report.api_keys,
            invites: report.invites,
            reset_tokens_removed: report.reset_tokens_removed,
            was_deleted_before: !!user?.deleted_at || !user,
          },
        },
        context
      )
    })
    return { report, deleted_user: !!user && !user.deleted_at, images }
  })
}

async function findBelongings(
  tx: Transaction,
  user: UserRow | undefined,
  userId: string,
  revokesApiKeys: boolean
): Promise<Belongings> {
  const email = user && normalizeEmail(user.email)
  const identities = await lockIdentitiesOfUser(tx.knex, { id: userId, email })
  const principal = await findPrincipal(tx.knex, userId)
  return {
    user,
    identities,
    apiKeys: revokesApiKeys ? await findApiKeysMadeBy(tx.knex, userId) : [],
    invites: email ? await findPendingInvites(tx.knex, email, user.deleted_at) : [],
    resetTokens: await countResetTokens(
      tx.knex,
      identities.map(({ id }) => id)
    ),
    isRecordedAsOffboarded: principal?.status === AccessStatus.OFFBOARDED,
  }
}

function assertIsKnown(userId: string, { user, identities, apiKeys }: Belongings): void {
  if (!user && !identities.length && !apiKeys.length) {
    throw new MedusaError(
      MedusaError.Types.NOT_FOUND,
      `User with id: ${userId} was not found`,
      ErrorCodes.USER_NOT_FOUND
    )
  }
}

async function assertMayBeRemoved(
  tx: Transaction,
  userId: string,
  actorUserId: string | undefined
): Promise<void> {
  const refusal = refuseOffboarding({
    userId,
    actorUserId,
    otherActiveAdmins: await countOtherActiveAdmins(tx.knex, userId),
  })
  if (refusal) {
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, refusal.message, refusal.code)
  }
}

function reportOn(userId: string, belongings: Belongings, dryRun: boolean): OffboardingReport {
  const { user, apiKeys, invites, resetTokens } = belongings
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
      identities.length + apiKeys.length + invites.length > 0,
    identities_removed: identities.filter(({ action }) => action === "remove").length,
    identities_unlinked: identities.filter(({ action }) => action === "unlink").length,
    api_keys_revoked: apiKeys.length,
    invites_cancelled: invites.length,
    reset_tokens_removed: resetTokens,
    identities,
    api_keys: apiKeys,
    invites,
  }
}

async function captureBelongings(
  tx: Transaction,
  userId: string,
  { identities, apiKeys, invites }: Belongings
): Promise<RowImage[]> {
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  return [
    ...(await captureRows(tx.knex, "user", "id", [userId])),
    ...(await captureRows(tx.knex, "user_access", "user_id", [userId])),
    ...(await captureIdentities(tx.knex, ids(identities))),
    ...(await captureRows(tx.knex, "api_key", "id", ids(apiKeys))),
    ...(await captureRows(tx.knex, "invite", "id", ids(invites))),
  ]
}

async function removeBelongings(
  tx: Transaction,
  container: MedusaContainer,
  userId: string,
  { user, identities, apiKeys, invites }: Belongings,
  { actor = SYSTEM_ACTOR }: OffboardUserInput
): Promise<RowImage[]> {
  const users: IUserModuleService = container.resolve(Modules.USER)

  await removeIdentities(tx, container, identities)
  if (apiKeys.length) {
    // Not through the module's service: `revoke` can't write in a transaction that it did not begin (Medusa 2.21).
    await tx.knex.raw(
      "UPDATE api_key SET revoked_at = now(), revoked_by = ?, updated_at = now() WHERE id = ANY (?)",
      [actor.id ?? actor.type, apiKeys.map(({ id }) => id)]
    )
  }
  if (invites.length) {
    await tx.call(users, (service, context) =>
      service.softDeleteInvites(
        invites.map(({ id }) => id),
        {},
        context
      )
    )
  }
  if (user && !user.deleted_at) {
    await tx.call(users, (service, context) => service.softDeleteUsers([userId], {}, context))
  }
  return await unlinkRoles(tx, container, userId)
}

async function removeIdentities(
  tx: Transaction,
  container: MedusaContainer,
  identities: IdentityRow[]
): Promise<void> {
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const removed = identities.filter(
    ({ app_metadata }) => planIdentityRemoval(app_metadata) === "remove"
  )
  const unlinked = identities.filter(
    ({ app_metadata }) => planIdentityRemoval(app_metadata) === "unlink"
  )

  if (removed.length) {
    const ids = removed.map(({ id }) => id)
    await tx.call(auth, (service, context) => service.deleteAuthIdentities(ids, context))
  }
  for (const { id, app_metadata } of unlinked) {
    // Not through the module's service: it merges JSON, and can't take a key away (Medusa 2.21).
    await tx.knex.raw(
      "UPDATE auth_identity SET app_metadata = ?::jsonb, updated_at = now() WHERE id = ?",
      [JSON.stringify(withoutUserLink(app_metadata)), id]
    )
    // A reset token of the shared login could still be one that was sent to the admin.
    await tx.knex.raw("DELETE FROM auth_password_reset_token WHERE auth_identity_id = ?", [id])
    await tx.knex.raw(
      "UPDATE provider_identity SET provider_metadata = provider_metadata - ?::text WHERE auth_identity_id = ?",
      [USER_PASSWORD_KEY, id]
    )
  }
}

/**
 * Undoes {@link offboardUser} for a larger workflow that failed later: the database is as it was before, except for
 * the ledger, which tells of both.
 */
export async function revertOffboarding(
  container: MedusaContainer,
  { report, images }: Offboarded,
  { actor = SYSTEM_ACTOR, source }: Pick<ChangeContext, "actor" | "source">
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve("user_lifecycle")

  await runInTransaction(container, async (tx) => {
    if (report.email) {
      await lockEmail(tx.knex, normalizeEmail(report.email))
    }
    if (!images.some(({ table }) => table === "user_access")) {
      await tx.knex.raw("DELETE FROM user_access WHERE user_id = ?", [report.user_id])
    }
    await restoreRows(tx.knex, images)

    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type: LifecycleEventType.USER_OFFBOARDING_REVERTED,
          user_id: report.user_id,
          email: report.email,
          actor,
          source,
          reason: "A later step of the same workflow failed.",
        },
        context
      )
    )
  })
}
