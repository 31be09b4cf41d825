import { ScheduledOffboardingStatus } from "../../domain/scheduled-offboarding"
import type { ScheduledOffboardingsPage } from "../api/types"
import { useBackendQuery } from "../api/use-backend-query"
import { LIFECYCLE } from "../lib/paths"
import type { Subject } from "./person-actions"

/**
 * What was decided about the offboarding of one person that has a date: a list of people has the date alone. `data` is `null` where
 * there is none any more, and `undefined` before it is known; what was known when it was last asked for does not count.
 *
 * Several people are not asked about, nor is anybody who has no date.
 */
export function useScheduledOffboarding(
  [subject, ...others]: Subject[],
  { enabled }: { enabled: boolean }
) {
  const { data, isFetchedAfterMount, ...query } = useBackendQuery<ScheduledOffboardingsPage>(
    `${LIFECYCLE}/scheduled-offboardings`,
    { user_id: subject.user_id, status: ScheduledOffboardingStatus.PENDING, limit: 1 },
    { enabled: enabled && !others.length && subject.offboarding_at !== null }
  )
  return {
    ...query,
    data: data && isFetchedAfterMount ? (data.scheduled_offboardings.at(0) ?? null) : undefined,
  }
}
