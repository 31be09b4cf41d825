import { ErrorCode } from "../../domain/error-codes"
import { Finding, FindingKind, Severity } from "../../domain/findings/finding"
import { FindingSentence } from "../../domain/findings/sentence"
import { ChangeContext } from "../user/types"

export type { Finding, FindingKind, Severity }

export type AuditIdentitiesInput = {
  /** Only these kinds. */
  kinds?: FindingKind[]
  severities?: Severity[]
  /** How many findings the result has at most, most severe first; the counts are of all. Default: 50. */
  limit?: number
  offset?: number
}

export type AuditIdentitiesResult = {
  /** The instant that the findings are of, by the clock of the database. */
  audited_at: Date
  findings: Finding[]
  /** How many there are of what was asked for. */
  count: number
  /** How many there are in all. */
  by_severity: Record<Severity, number>
  by_kind: Partial<Record<FindingKind, number>>
  /** How many there are of what was asked for, by what a repair does. */
  by_repair: Record<RepairEffect, number>
}

/** Whether a repair removes something, or may do more than was meant, does neither, or is none: somebody has to decide. */
export type RepairEffect = "harmless" | "destructive" | "none"

export type RepairIdentitiesInput = Pick<ChangeContext, "actor" | "source"> & {
  /** Only these findings, also where the repair removes something. */
  ids?: string[]
  /**
   * Only these kinds, also where the repair removes something; with ids, only those of them that are of these kinds. Without ids
   * and kinds: all repairs that remove nothing.
   */
  kinds?: FindingKind[]
  /** Leaves alone what a repair removes something for, or may do more than was meant, also where it is named. */
  only_harmless?: boolean
  /** Says what would be repaired, and changes nothing. */
  dry_run?: boolean
  /**
   * How many findings it repairs at most. What fails leaves room for another, until as many have failed, or a hundred, if that is
   * more; what somebody has to decide about is not tried, and does not count. Default: all.
   */
  limit?: number
}

export type RepairResult = {
  /** The finding's. */
  id: string
  /** `null` for the id of a finding that there is not. */
  kind: FindingKind | null
  status:
    | "repaired"
    /** A dry run. */
    | "would_repair"
    /** It is not so any more, or not one of the kinds that were asked for. */
    | "gone"
    /** Somebody has to decide. */
    | "not_repairable"
    | "failed"
  message: string
  /** Why it failed, where that has a code. */
  code?: ErrorCode
  /** Whether the repair removes something, or may do more than was meant. */
  is_destructive: boolean
  /** What is wrong, for whoever says it in another language; `null` where it can't be said any more. */
  sentence: FindingSentence | null
}

export type RepairIdentitiesResult = {
  dry_run: boolean
  results: RepairResult[]
  /** How many findings it left, which it would have tried, or tried once more, without a limit. */
  remaining: number
}
