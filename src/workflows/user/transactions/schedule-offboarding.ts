import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import {
  endScheduledOffboarding,
  findPendingOffboarding,
  ScheduledOffboardingRow,
  storeScheduledOffboarding,
} from "../../../database/scheduled-offboardings"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { AccessStatus } from "../../../domain/access"
import { ErrorCodes } from "../../../domain/error-codes"
import { LifecycleEventType, SYSTEM_ACTOR, UNDO_REASON } from "../../../domain/lifecycle-event"
import { ScheduledOffboardingStatus } from "../../../domain/scheduled-offboarding"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeUserInput, ScheduleOffboardingInput } from "../types"
import { assertActorMayChange, findActorUserId } from "./assert-actor-may-act"
import { assertIsAnotherPerson } from "./assert-may-be-removed"
import { lockPerson } from "./lock-person"

/** An offboarding that was put on a date, and what there was instead of it before. */
export type Scheduled = {
  scheduled: ScheduledOffboardingRow
  former: ScheduledOffboardingRow | undefined
}

/**
 * Puts the offboarding of a person on a date. Whether somebody else can log in as an admin is asked when the date has come.
 *
 * @throws MedusaError `not_found` if no user row has this id
 * @throws MedusaError `invalid_data` if `at` is not in the future, by the clock of the database
 * @throws MedusaError `not_allowed` for oneself, and for somebody who is offboarded
 * @throws MedusaError `not_found` with `only_if_scheduled` where there is no date to change
 */
export async function scheduleOffboarding(
  container: MedusaContainer,
  input: ScheduleOffboardingInput
): Promise<Scheduled> {
  const { user_id, actor = SYSTEM_ACTOR, source, reason = null, revoke_api_keys = null } = input
  const offboard_at = new Date(input.at)

  return await runInTransaction(container, async (tx) => {
    await assertIsAnotherPerson(tx.knex, "offboard", user_id, actor)
    await assertActorMayChange(tx.knex, user_id, actor)
    const { user, status, now } = await lockPerson(tx, user_id)
    if (!(offboard_at > now)) {
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        `An offboarding can't be put on ${String(input.at)}, which is not in the future.`,
        ErrorCodes.AT_IN_THE_PAST
      )
    }
    if (status === AccessStatus.OFFBOARDED) {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `User ${user_id} is offboarded already.`,
        ErrorCodes.USER_IS_OFFBOARDED
      )
    }
    const former = await findPendingOffboarding(tx.knex, user_id)
    if (input.only_if_scheduled && !former) {
      throw noScheduledOffboarding(user_id)
    }
    const scheduled = await putOnDate(tx, container, user.email, {
      schedule: {
        user_id,
        offboard_at,
        reason,
        revoke_api_keys,
        scheduled_by_type: actor.type,
        scheduled_by_id: actor.id ?? null,
      },
      actor,
      source,
      reason,
    })
    return { scheduled, former }
  })
}

/**
 * Undoes that an offboarding was put on a date: where it was on another one before, it is again, and else on none. What somebody
 * has decided meanwhile stays.
 */
export async function revertSchedule(
  container: MedusaContainer,
  { scheduled, former }: Scheduled,
  { actor = SYSTEM_ACTOR, source }: Pick<ScheduleOffboardingInput, "actor" | "source">
): Promise<void> {
  const { user_id } = scheduled
  const reason = UNDO_REASON
  await runInTransaction(container, async (tx) => {
    const { user } = await lockPerson(tx, user_id)
    const pending = await findPendingOffboarding(tx.knex, user_id)
    const isOurs =
      pending?.id === scheduled.id &&
      pending.updated_at.getTime() === new Date(scheduled.updated_at).getTime()
    if (!isOurs) {
      return
    }
    if (former) {
      const { offboard_at, revoke_api_keys, scheduled_by_type, scheduled_by_id } = former
      const schedule = {
        user_id,
        offboard_at: new Date(offboard_at),
        reason: former.reason,
        revoke_api_keys,
        scheduled_by_type,
        scheduled_by_id,
      }
      await putOnDate(tx, container, user.email, { schedule, actor, source, reason })
      return
    }
    await takeOffDate(tx, container, user.email, { user_id, actor, source, reason })
  })
}

type Schedule = Parameters<typeof storeScheduledOffboarding>[1]

async function putOnDate(
  tx: Transaction,
  container: MedusaContainer,
  email: string,
  change: { schedule: Schedule; reason: string | null } & Required<
    Pick<ScheduleOffboardingInput, "actor">
  > &
    Pick<ScheduleOffboardingInput, "source">
): Promise<ScheduledOffboardingRow> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { schedule, actor, source, reason } = change
  const { user_id, revoke_api_keys } = schedule
  const scheduled = await storeScheduledOffboarding(tx.knex, schedule)
  await tx.call(lifecycle, (service, context) =>
    service.appendToLedger(
      {
        type: LifecycleEventType.USER_OFFBOARDING_SCHEDULED,
        user_id,
        email,
        actor,
        source,
        reason,
        data: { offboard_at: scheduled.offboard_at.toISOString(), revoke_api_keys },
      },
      context
    )
  )
  return scheduled
}

/**
 * Takes the offboarding of a person off its date.
 *
 * @throws MedusaError `not_allowed` for oneself
 * @throws MedusaError `not_found` if there is none
 */
export async function cancelOffboarding(
  container: MedusaContainer,
  { user_id, actor = SYSTEM_ACTOR, source, reason }: ChangeUserInput
): Promise<void> {
  await runInTransaction(container, async (tx) => {
    // Before anything is locked, as where somebody would remove themself.
    if ((await findActorUserId(tx.knex, actor)) === user_id) {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        "A user cannot cancel their own offboarding. Ask another admin to do it.",
        ErrorCodes.SELF_CANCELLATION
      )
    }
    await assertActorMayChange(tx.knex, user_id, actor)
    const { user } = await lockPerson(tx, user_id)
    if (!(await takeOffDate(tx, container, user.email, { user_id, actor, source, reason }))) {
      throw noScheduledOffboarding(user_id)
    }
  })
}

const noScheduledOffboarding = (userId: string) =>
  new MedusaError(
    MedusaError.Types.NOT_FOUND,
    `There is no date on which user ${userId} is to be offboarded.`,
    ErrorCodes.NO_SCHEDULED_OFFBOARDING
  )

/**
 * Takes the offboarding of a person off its date as part of a transaction that holds their user row, and tells the ledger.
 *
 * @returns whether there was a date
 */
export async function takeOffDate(
  tx: Transaction,
  container: MedusaContainer,
  email: string,
  { user_id, actor = SYSTEM_ACTOR, source, reason }: ChangeUserInput
): Promise<boolean> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { CANCELLED } = ScheduledOffboardingStatus
  if (!(await endScheduledOffboarding(tx.knex, user_id, CANCELLED))) {
    return false
  }
  await tx.call(lifecycle, (service, context) =>
    service.appendToLedger(
      {
        type: LifecycleEventType.USER_OFFBOARDING_CANCELLED,
        user_id,
        email,
        actor,
        source,
        reason,
      },
      context
    )
  )
  return true
}
