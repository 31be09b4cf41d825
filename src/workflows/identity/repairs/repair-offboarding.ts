import { storeAccess } from "../../../database/access"
import { endScheduledOffboarding } from "../../../database/scheduled-offboardings"
import { lockUser } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { ScheduledOffboardingStatus } from "../../../domain/scheduled-offboarding"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { offboardUserWithin } from "../../user/transactions/offboard-user"
import { isStillSo } from "./recheck"
import { Repair, RepairContext, RepairDetails } from "./repair"

const REASON = "An audit found what was left of their access."

/** Offboards somebody as the repair of a finding; `undefined` if nothing was left to do. */
export async function offboardForRepair(
  { tx, container, actor, source, offboarded }: RepairContext,
  input: Parameters<typeof offboardUserWithin>[2]
): Promise<RepairDetails | undefined> {
  const done = await offboardUserWithin(tx, container, { ...input, actor, source })
  if (!done.report.changed) {
    return undefined
  }
  offboarded.push({ user_id: input.user_id, deleted_user: done.deleted_user })
  return {}
}

/**
 * Removes what is left of the access of somebody who is gone; a living user is left alone. Their API keys are findings of their
 * own, where they are any: somebody may have decided that they stay.
 */
export const completeOffboarding: Repair = async (context, finding) => {
  if (!finding.user_id || !(await isStillSo(context, finding))) {
    return undefined
  }
  return await offboardForRepair(context, {
    user_id: finding.user_id,
    only_if_gone: true,
    revoke_api_keys: false,
    reason: REASON,
  })
}

/** Offboards a user who is offboarded already, as far as the plugin knows. */
export const offboardAgain: Repair = async (context, finding) => {
  if (!finding.user_id || !(await isStillSo(context, finding))) {
    return undefined
  }
  return await offboardForRepair(context, { user_id: finding.user_id, reason: REASON })
}

/** Writes down that somebody is offboarded whose user is gone. */
export const storeEndOfAccess: Repair = async (context, finding) => {
  const { tx, container } = context
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const userId = finding.user_id ?? ""
  await lockUser(tx.knex, userId)
  if (!(await isStillSo(context, finding))) {
    return undefined
  }
  await endScheduledOffboarding(tx.knex, userId, ScheduledOffboardingStatus.DONE)
  await storeAccess(tx.knex, {
    user_id: userId,
    status: AccessStatus.OFFBOARDED,
    reason: REASON,
    revokes_tokens: true,
  })
  tx.afterCommit(() => lifecycle.access.forget(userId))
  return {}
}
