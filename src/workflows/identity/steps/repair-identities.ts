import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { Finding } from "../../../domain/findings/finding"
import { hasClientGone } from "../../client-gone"
import { readNamedFindings } from "../audit/named-findings"
import { auditPolicy } from "../audit/policy"
import { runAudit } from "../audit/run-audit"
import { foresee, gone, repairFinding } from "../repair-finding"
import { RepairIdentitiesInput, RepairIdentitiesResult, RepairResult } from "../types"

/** So many of what was not repaired are looked at again at a time. */
const PAGE_SIZE = 500

/** Each frees the next one's way, where several wait for one another. */
const MAX_PASSES = 10

export const repairIdentitiesStepId = "repair-identities-step"
/**
 * This step looks for what is wrong, and repairs what it was asked to, each in a transaction of its own: see
 * `repairFinding`. It does not fail for one that can't be repaired: the result says so.
 *
 * Once the client of the request is gone, it begins with no other.
 *
 * There is no compensation: what was wrong before is not to be wrong again.
 */
export const repairIdentitiesStep = createStep(
  repairIdentitiesStepId,
  async (input: RepairIdentitiesInput, { container }) => {
    const { ids, kinds, dry_run = false, limit = Infinity } = input
    const results = new Map<string, RepairResult>()
    const tried = new Set<string>()
    const left = new Set<string>()
    const isOpen = (id: string) => (results.get(id)?.status ?? "failed") === "failed"
    let wanted = await findWanted(container, input)
    // A repair can bring something to light that was behind it, which is wanted as well, or make room for one that failed.
    for (let pass = 1; wanted.length && pass <= MAX_PASSES; pass++) {
      for (const finding of wanted) {
        const { id, repair } = finding
        // One before may have been repaired together with this one.
        if (!isOpen(id)) {
          continue
        }
        const isAnother = repair !== null && !tried.has(id)
        if (hasClientGone(container) || (isAnother && tried.size >= limit)) {
          left.add(id)
          continue
        }
        if (isAnother) {
          tried.add(id)
        }
        const done = dry_run ? [foresee(finding)] : await repairFinding(container, finding, input)
        done.forEach((result) => results.set(result.id, result))
      }
      const hasAll = !!ids && ids.every((id) => !isOpen(id))
      const hasChangedNothing = wanted.every(({ id }) => results.get(id)?.status !== "repaired")
      const isOver = dry_run || hasAll || hasChangedNothing || left.size > 0
      wanted = isOver ? [] : (await findWanted(container, input)).filter(({ id }) => isOpen(id))
    }
    for (const result of await findEnded(container, [...results.values()])) {
      results.set(result.id, gone(result))
    }
    for (const id of ids ?? []) {
      if (!results.has(id) && !left.has(id)) {
        const result = gone({ id, kind: null, sentence: null })
        const message = "It is not so any more, or is of none of these kinds."
        results.set(id, kinds ? { ...result, message } : result)
      }
    }
    const result: RepairIdentitiesResult = {
      dry_run,
      results: [...results.values()],
      // Some of those may have been repaired together with others.
      remaining: [...left].filter((id) => !results.has(id)).length,
    }
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

/** Of what was not repaired, and where something else was: what that has ended as well. */
async function findEnded(
  container: MedusaContainer,
  results: RepairResult[]
): Promise<RepairResult[]> {
  if (!results.some(({ status }) => status === "repaired")) {
    return []
  }
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const policy = await auditPolicy(container, db)
  const left = results.filter(({ status }) => status === "failed" || status === "not_repairable")
  const ended: RepairResult[] = []
  for (let from = 0; from < left.length; from += PAGE_SIZE) {
    const page = left.slice(from, from + PAGE_SIZE)
    const found = await readNamedFindings(
      db,
      policy,
      page.map(({ id }) => id)
    )
    const isStill = new Set(found.map(({ id }) => id))
    ended.push(...page.filter(({ id }) => !isStill.has(id)))
  }
  return ended
}
