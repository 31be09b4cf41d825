import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import {
  countOffboardingsScheduledBy,
  findApiKeysMadeBy,
  findKeysLeftBehindBy,
  findPendingInvites,
} from "../../../database/belongings"
import { findAccess } from "../../../database/access"
import {
  findIdentitiesToEnd,
  findIdentitiesVouchedForBy,
  IdentityRow,
} from "../../../database/identities"
import { countResetTokens } from "../../../database/reset-tokens"
import { captureIdentities, captureRows, RowImage } from "../../../database/row-images"
import { Transaction } from "../../../database/transaction"
import { UserRow } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { normalizeEmail } from "../../../domain/email"
import { planIdentityRemoval, USER_LINK_KEY, USER_PASSWORD_KEY } from "../../../domain/identity"
import { Actor, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { OffboardingReport, OffboardUserInput } from "../types"
import { unlinkRoles } from "./link-roles"

/** What a person has that gives access, or could give it back. */
export type Belongings = {
  user: UserRow | undefined
  identities: IdentityRow[]
  /** Logins that the person registered for others, and that are nobody's so far. */
  vouchedLogins: string[]
  apiKeys: OffboardingReport["api_keys"]
  /** Those of people who are gone, and whom the person had made admins, or offboarded. They stay. */
  keptApiKeys: OffboardingReport["kept_api_keys"]
  invites: OffboardingReport["invites"]
  resetTokens: number
  /** How many offboardings of others they put on a date that is to come. They stay. */
  scheduledOffboardings: number
  isRecordedAsOffboarded: boolean
}

/** Finds them, and keeps them from changing until the transaction ends, if it `locks`. */
export async function findBelongings(
  tx: Transaction,
  user: UserRow | undefined,
  userId: string,
  { revokesApiKeys, locks }: { revokesApiKeys: boolean; locks: boolean }
): Promise<Belongings> {
  const email = user && normalizeEmail(user.email)
  const identities = await findIdentitiesToEnd(tx.knex, { id: userId, email }, { locks })
  const access = await findAccess(tx.knex, userId)
  return {
    user,
    identities,
    vouchedLogins: await findIdentitiesVouchedForBy(tx.knex, userId, { locks }),
    apiKeys: revokesApiKeys ? await findApiKeysMadeBy(tx.knex, userId, { locks }) : [],
    keptApiKeys: await findKeysLeftBehindBy(tx.knex, userId),
    invites: email ? await findPendingInvites(tx.knex, email, user.deleted_at, { locks }) : [],
    resetTokens: await countResetTokens(
      tx.knex,
      identities.map(({ id }) => id)
    ),
    scheduledOffboardings: await countOffboardingsScheduledBy(tx.knex, userId),
    isRecordedAsOffboarded: access?.status === AccessStatus.OFFBOARDED,
  }
}

/** Remembers them as they are, to undo their removal. */
export async function captureBelongings(
  tx: Transaction,
  userId: string,
  { identities, vouchedLogins, apiKeys, invites }: Belongings
): Promise<RowImage[]> {
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  return [
    ...(await captureRows(tx.knex, "user", "id", [userId])),
    ...(await captureIdentities(tx.knex, [...ids(identities), ...vouchedLogins])),
    ...(await captureRows(tx.knex, "api_key", "id", ids(apiKeys))),
    ...(await captureRows(tx.knex, "invite", "id", ids(invites))),
  ]
}

/**
 * Takes them away.
 *
 * @returns what it removed beyond what {@link captureBelongings} remembers
 */
export async function removeBelongings(
  tx: Transaction,
  container: MedusaContainer,
  userId: string,
  { user, identities, vouchedLogins, apiKeys, invites }: Belongings,
  { actor = SYSTEM_ACTOR }: OffboardUserInput
): Promise<RowImage[]> {
  const users: IUserModuleService = container.resolve(Modules.USER)

  await removeIdentities(tx, identities, vouchedLogins)
  await revokeApiKeys(tx, apiKeys, actor)
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
    // By the clock of the database: invites are younger or older than this.
    await tx.knex.raw(`UPDATE "user" SET deleted_at = clock_timestamp() WHERE id = ?`, [userId])
  }
  return await unlinkRoles(tx, container, userId)
}

/** Not through the module's service: its `revoke` can't write in a transaction that it did not begin (Medusa 2.21). */
export async function revokeApiKeys(
  tx: Transaction,
  apiKeys: { id: string }[],
  actor: Actor
): Promise<void> {
  await tx.knex.raw(
    "UPDATE api_key SET revoked_at = clock_timestamp(), revoked_by = ?, updated_at = clock_timestamp() WHERE id = ANY (?)",
    [actor.id ?? actor.type, apiKeys.map(({ id }) => id)]
  )
}

async function removeIdentities(
  tx: Transaction,
  identities: IdentityRow[],
  vouchedLogins: string[]
): Promise<void> {
  const removed = identities.filter(
    ({ app_metadata }) => planIdentityRemoval(app_metadata) === "remove"
  )
  const unlinked = identities.filter(
    ({ app_metadata }) => planIdentityRemoval(app_metadata) === "unlink"
  )

  // Not through the module's service: it has a parameter for each, of which PostgreSQL takes 65,535.
  await tx.knex.raw("DELETE FROM auth_identity WHERE id = ANY (?)", [
    [...removed.map(({ id }) => id), ...vouchedLogins],
  ])
  for (const { id } of unlinked) {
    // Not through the module's service: it merges JSON, and can't take a key away (Medusa 2.21).
    await tx.knex.raw(
      "UPDATE auth_identity SET app_metadata = app_metadata - ?::text WHERE id = ?",
      [USER_LINK_KEY, id]
    )
    // A reset token of the shared login could still be one that was sent to the admin.
    await tx.knex.raw("DELETE FROM auth_password_reset_token WHERE auth_identity_id = ?", [id])
    await tx.knex.raw(
      "UPDATE provider_identity SET provider_metadata = provider_metadata - ?::text WHERE auth_identity_id = ?",
      [USER_PASSWORD_KEY, id]
    )
  }
}
