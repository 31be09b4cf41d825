import { MedusaContainer } from "@medusajs/framework/types"
import { FindingKind, Severity } from "../../../domain/findings/finding"
import { runAudit } from "./run-audit"

export type FindingCounts = {
  by_severity: Record<Severity, number>
  by_kind: Partial<Record<FindingKind, number>>
}

/** How much is wrong, without what. */
export async function countFindings(container: MedusaContainer): Promise<FindingCounts> {
  const counts: FindingCounts = { by_severity: { high: 0, medium: 0, low: 0 }, by_kind: {} }
  await runAudit(container, (finding) => addToCounts(counts, finding))
  return counts
}

export function addToCounts(
  { by_severity, by_kind }: FindingCounts,
  { kind, severity }: { kind: FindingKind; severity: Severity }
): void {
  by_severity[severity]++
  by_kind[kind] = (by_kind[kind] ?? 0) + 1
}
