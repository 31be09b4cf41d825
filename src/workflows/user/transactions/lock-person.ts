import { MedusaError } from "@medusajs/framework/utils"
import { findAccess, UserAccessRow } from "../../../database/access"
import { readDatabaseClock } from "../../../database/principals"
import { Transaction } from "../../../database/transaction"
import { lockUser, UserRow } from "../../../database/users"
import { AccessStatus, effectiveStatus } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { LifecycleAction, refuseTransition } from "../../../domain/transitions"

export type Person = {
  user: UserRow
  /** What is stored of them; `undefined` for somebody whom the plugin has not touched. */
  access: UserAccessRow | undefined
  /** What they may do now. */
  status: AccessStatus
  /** The instant, by the clock of the database. */
  now: Date
}

/**
 * Finds a person, and keeps their user row from changing until the transaction ends. After `assertActorMayChange`.
 *
 * @throws MedusaError `not_found` if no user row has this id, be it living or deleted
 */
export async function lockPerson(tx: Transaction, userId: string): Promise<Person> {
  const user = await lockUser(tx.knex, userId)
  if (!user) {
    throw userNotFound(userId)
  }
  const access = await findAccess(tx.knex, userId)
  const now = await readDatabaseClock(tx.knex)
  const stored = effectiveStatus(
    { status: access?.status ?? null, until: access?.until ?? null },
    now
  )
  return { user, access, status: user.deleted_at ? AccessStatus.OFFBOARDED : stored, now }
}

/** The error for an id that no user has, in core's words. */
export function userNotFound(userId: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.NOT_FOUND,
    `User with id: ${userId} was not found`,
    ErrorCodes.USER_NOT_FOUND
  )
}

/** @throws MedusaError `not_allowed` if the action does not fit the state that the person is in */
export function assertTransition(action: LifecycleAction, { user, status }: Person): void {
  const refusal = refuseTransition(action, user.id, status)
  if (refusal) {
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, refusal.message, refusal.code)
  }
}
