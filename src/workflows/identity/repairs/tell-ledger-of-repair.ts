import { Finding, KINDS_ABOUT_THE_GONE } from "../../../domain/findings/finding"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { RepairContext, RepairDetails } from "./repair"

/** Tells the ledger of a repair, in the transaction in which it was done. */
export async function tellLedgerOfRepair(
  { tx, container, actor = SYSTEM_ACTOR, source }: RepairContext,
  { id, kind, user_id, email, message }: Finding,
  details: RepairDetails
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  // An entry about somebody who is gone must not look like a sign of life.
  const isGone = KINDS_ABOUT_THE_GONE.has(kind)
  await tx.call(lifecycle, (service, shared) =>
    service.appendToLedger(
      {
        type: LifecycleEventType.FINDING_REPAIRED,
        user_id,
        email: isGone ? null : email,
        actor,
        source,
        reason: message,
        data: {
          finding_id: id,
          kind,
          ...details,
          ...(isGone ? { was_deleted_before: true } : {}),
        },
      },
      shared
    )
  )
}
