import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { Finding } from "../../../domain/findings/finding"
import { readNamedFindings } from "../audit/named-findings"
import { auditPolicy } from "../audit/policy"
import { runAudit } from "../audit/run-audit"
import { repairFinding } from "../repair-finding"
import { RepairIdentitiesInput, RepairIdentitiesResult, RepairResult } from "../types"

/** Each frees the next one's way, where several wait for one another. */
const MAX_PASSES = 10

export const repairIdentitiesStepId = "repair-identities-step"
/**
 * This step looks for what is wrong, and repairs what it was asked to, each in a transaction of its own: see
 * `repairFinding`. It does not fail for one that can't be repaired: the result says so.
 *
 * There is no compensation: what was wrong before is not to be wrong again.
 */
export const repairIdentitiesStep = createStep(
  repairIdentitiesStepId,
  async (input: RepairIdentitiesInput, { container }) => {
    const { ids, kinds, dry_run = false } = input
    const results = new Map<string, RepairResult>()
    const isOpen = (id: string) => (results.get(id)?.status ?? "failed") === "failed"
    let wanted = await findWanted(container, input)
    // A repair can bring something to light that was behind it, which is wanted as well, or make room for one that failed.
    for (let pass = 1; wanted.length && pass <= MAX_PASSES; pass++) {
      for (const finding of wanted) {
        results.set(
          finding.id,
          dry_run ? foresee(finding) : await repairFinding(container, finding, input)
        )
      }
      const hasAll = !!ids && ids.every((id) => !isOpen(id))
      const hasChangedNothing = wanted.every(({ id }) => results.get(id)?.status !== "repaired")
      const isOver = dry_run || hasAll || hasChangedNothing
      wanted = isOver ? [] : (await findWanted(container, input)).filter(({ id }) => isOpen(id))
    }
    for (const id of ids ?? []) {
      if (!results.has(id)) {
        const message = kinds
          ? "It is not so any more, or is of none of these kinds."
          : "It is not so any more."
        results.set(id, { id, kind: null, status: "gone", message, sentence: null })
      }
    }
    const result: RepairIdentitiesResult = { dry_run, results: [...results.values()] }
    return new StepResponse(result)
  }
)

/** Of those that are named one by one, nobody else is looked at. */
async function findWanted(
  container: MedusaContainer,
  { ids, kinds }: RepairIdentitiesInput
): Promise<Finding[]> {
  if (ids) {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const named = await readNamedFindings(db, await auditPolicy(container, db), ids)
    return kinds ? named.filter(({ kind }) => kinds.includes(kind)) : named
  }
  const wanted: Finding[] = []
  await runAudit(container, (finding) => {
    const isWanted = kinds
      ? kinds.includes(finding.kind)
      : finding.repair !== null && !finding.is_destructive
    if (isWanted) {
      wanted.push(finding)
    }
  })
  return wanted
}

function foresee({ id, kind, message, repair, sentence }: Finding): RepairResult {
  const about = { id, kind, sentence }
  return repair === null
    ? { ...about, status: "not_repairable", message: `${message} Somebody has to decide.` }
    : { ...about, status: "would_repair", message: `${message} ${repair}` }
}
