import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { Finding, Severity } from "../../../domain/findings/finding"
import { addToCounts, FindingCounts } from "../audit/count-findings"
import { runAudit } from "../audit/run-audit"
import { AuditIdentitiesInput, AuditIdentitiesResult, RepairEffect } from "../types"

const MOST_SEVERE_FIRST = [Severity.HIGH, Severity.MEDIUM, Severity.LOW]
const DEFAULT_LIMIT = 50

export const auditIdentitiesStepId = "audit-identities-step"
/**
 * This step looks for what is wrong with people, their logins, keys and invites: see `runAudit`. Of the findings it keeps no
 * more than the result has.
 */
export const auditIdentitiesStep = createStep(
  auditIdentitiesStepId,
  async (input: AuditIdentitiesInput, { container }) => {
    const { kinds, severities, limit = DEFAULT_LIMIT, offset = 0 } = input
    const counts: FindingCounts = { by_severity: { high: 0, medium: 0, low: 0 }, by_kind: {} }
    const wanted: Record<Severity, Finding[]> = { high: [], medium: [], low: [] }
    const by_repair: AuditIdentitiesResult["by_repair"] = { harmless: 0, destructive: 0, none: 0 }
    let count = 0

    const { now } = await runAudit(container, (finding) => {
      const { kind, severity } = finding
      addToCounts(counts, finding)
      if (kinds && !kinds.includes(kind)) {
        return
      }
      if (severities && !severities.includes(severity)) {
        return
      }
      count++
      by_repair[effectOf(finding)]++
      if (wanted[severity].length < offset + limit) {
        wanted[severity].push(finding)
      }
    })
    const result: AuditIdentitiesResult = {
      audited_at: now,
      findings: MOST_SEVERE_FIRST.flatMap((severity) => wanted[severity]).slice(
        offset,
        offset + limit
      ),
      count,
      ...counts,
      by_repair,
    }
    return new StepResponse(result)
  }
)

function effectOf({ repair, is_destructive }: Finding): RepairEffect {
  return repair === null ? "none" : is_destructive ? "destructive" : "harmless"
}
