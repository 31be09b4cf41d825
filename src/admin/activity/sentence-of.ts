import type { LifecycleEvent } from "../api/types"
import { isKnown } from "./event-groups"

/** Which sentence tells of an entry: a key of the words below `activity`, and what it counts. */
export type Sentence = { key: string; count?: number }

/** Chooses the sentence for an entry by its type and, where there are several, by its data. */
export function sentenceOf({ type, data }: Pick<LifecycleEvent, "type" | "data">): Sentence {
  if (!isKnown(type)) {
    return { key: "unknown" }
  }
  const variant = variantOf(type, data ?? {})
  return variant ?? { key: `events.${type}` }
}

function variantOf(type: string, data: Record<string, unknown>): Sentence | undefined {
  switch (type) {
    case "user_provisioned":
      if (isFilled(data.invites_accepted)) {
        return { key: "variants.user_provisioned_by_invite" }
      }
      // Only admission without an invite writes none down.
      return Array.isArray(data.invites_accepted)
        ? { key: "variants.user_provisioned_by_login" }
        : undefined
    case "user_suspended":
      return data.until ? { key: "variants.user_suspended_until" } : undefined
    case "user_sessions_revoked":
      return data.everybody ? { key: "variants.user_sessions_revoked_of_all" } : undefined
    case "identities_audited": {
      const count = sum(data.by_severity)
      return count > 0 ? { key: "variants.identities_audited_found", count } : undefined
    }
    case "access_review_decided":
      return data.decision === "keep" || data.decision === "remove"
        ? { key: `variants.access_review_decided_${data.decision}` }
        : undefined
    default:
      return undefined
  }
}

const isFilled = (value: unknown) => Array.isArray(value) && value.length > 0

function sum(counts: unknown): number {
  const values = counts && typeof counts === "object" ? Object.values(counts) : []
  return values.reduce<number>((total, each) => total + (typeof each === "number" ? each : 0), 0)
}
