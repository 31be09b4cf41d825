import { AccessStatus } from "../access"
import { LifecycleEventType } from "../lifecycle-event"

/** What the ledger says of somebody's access. */
export type KnownAccess = {
  status: Exclude<AccessStatus, "active">
  reason: string | null
  /** When a suspension ends by itself. */
  until: Date | null
}

/** A ledger entry that changed what somebody may do, or undid such a change. */
export type AccessEntry = {
  type: LifecycleEventType
  reason: string | null
  until: string | null
  /** An undo that left the whole person as they were, because somebody else had decided since: `data.kept.person`. */
  undid_nothing: boolean
}

const UNDONE_BY: Partial<Record<LifecycleEventType, LifecycleEventType>> = {
  [LifecycleEventType.USER_PROVISION_REVERTED]: LifecycleEventType.USER_PROVISIONED,
  [LifecycleEventType.USER_OFFBOARDING_REVERTED]: LifecycleEventType.USER_OFFBOARDED,
  [LifecycleEventType.USER_SUSPENSION_REVERTED]: LifecycleEventType.USER_SUSPENDED,
  [LifecycleEventType.USER_REACTIVATION_REVERTED]: LifecycleEventType.USER_REACTIVATED,
  [LifecycleEventType.USER_RESTORATION_REVERTED]: LifecycleEventType.USER_RESTORED,
}

/** The types of {@link AccessEntry}. */
export const ACCESS_ENTRY_TYPES: readonly string[] = Object.entries(UNDONE_BY).flat()

/**
 * How the ledger left somebody of whom nothing else is stored.
 *
 * @param entries in the order in which they were written
 * @returns `undefined` for one who is active: by the last entry, or as a suspension has ended by itself, or as the ledger never
 * heard of them
 */
export function findKnownAccess(entries: AccessEntry[], now: Date): KnownAccess | undefined {
  const standing: AccessEntry[] = []
  for (const entry of entries) {
    if (entry.undid_nothing) {
      continue
    }
    const undone = UNDONE_BY[entry.type]
    const index = undone ? standing.map(({ type }) => type).lastIndexOf(undone) : -1
    if (index >= 0) {
      standing.splice(index, 1)
    } else if (!undone) {
      standing.push(entry)
    }
  }
  const last = standing.at(-1)
  const reason = last?.reason ?? null
  switch (last?.type) {
    case LifecycleEventType.USER_OFFBOARDED:
      return { status: AccessStatus.OFFBOARDED, reason, until: null }
    case LifecycleEventType.USER_SUSPENDED: {
      const until = last.until ? new Date(last.until) : null
      return until && until <= now ? undefined : { status: AccessStatus.SUSPENDED, reason, until }
    }
    default:
      return undefined
  }
}
