import { UserAccessRow } from "../../database/access"
import { effectiveStatus } from "../../domain/access"
import { UserAccess } from "./types"

/** What a stored state says about a person now; nothing stored means active. */
export function toUserAccess(
  userId: string,
  row: UserAccessRow | undefined,
  now: Date
): UserAccess {
  const status = effectiveStatus({ status: row?.status ?? null, until: row?.until ?? null }, now)
  // The reason and the end of a suspension that is over say nothing about now.
  const isCurrent = row?.status === status
  return {
    user_id: userId,
    status,
    reason: isCurrent ? row.reason : null,
    until: isCurrent ? row.until : null,
    tokens_valid_after: row?.tokens_valid_after ?? null,
  }
}
