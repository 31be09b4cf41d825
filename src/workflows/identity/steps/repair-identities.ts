import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { Finding } from "../../../domain/findings/finding"
import { hasClientGone } from "../../client-gone"
import { errorTypeOf } from "../../error-type"
import { explainRefusal } from "../../explain-refusal"
import { readNamedFindings } from "../audit/named-findings"
import { auditPolicy } from "../audit/policy"
import { runAudit } from "../audit/run-audit"
import { failed, foresee, gone, repairFinding, spared } from "../repair-finding"
import { RepairIdentitiesInput, RepairIdentitiesResult, RepairResult } from "../types"

/** So many of what was not repaired are looked at again at a time. */
const PAGE_SIZE = 500

/** Each frees the next one's way, where several wait for one another. */
const MAX_PASSES = 10

/** So many may fail under any limit. */
const FEWEST_FAILURES = 100

export const repairIdentitiesStepId = "repair-identities-step"
/**
 * This step looks for what is wrong, and repairs what it was asked to, each in a transaction of its own: see
 * `repairFinding`. It does not fail for one that can't be repaired: the result says so.
 *
 * Once the client of the request is gone, it begins with no other. Once whoever asked may not act any more, it tries no other: the
 * results say why.
 *
 * There is no compensation: what was wrong before is not to be wrong again.
 */
export const repairIdentitiesStep = createStep(
  repairIdentitiesStepId,
  async (input: RepairIdentitiesInput, { container }) => {
    const run: Run = {
      results: new Map(),
      counted: new Set(),
      failed: new Set(),
      left: new Set(),
    }
    let wanted = await findWanted(container, input)
    // A repair can bring something to light that was behind it, which is wanted as well, or make room for one that failed.
    for (let pass = 1; wanted.length && pass <= MAX_PASSES; pass++) {
      await repairEach(container, input, run, wanted)
      const isOver = input.dry_run || isSettled(run, input, wanted)
      wanted = isOver
        ? []
        : (await findWanted(container, input)).filter(({ id }) => isOpen(run, id))
    }
    for (const ended of await findEnded(container, [...run.results.values()])) {
      run.results.set(ended.id, gone(ended))
    }
    addUnfound(run, input)
    const result: RepairIdentitiesResult = {
      dry_run: input.dry_run ?? false,
      results: [...run.results.values()],
      // Some of those may have been repaired together with others; some that failed were not tried once more.
      remaining: [...run.left].filter((id) => isOpen(run, id)).length,
    }
    return new StepResponse(result)
  }
)

/** By the ids of findings. */
type Run = {
  results: Map<string, RepairResult>
  /** What counts against the limit: what was tried, and did not fail. */
  counted: Set<string>
  failed: Set<string>
  /** What the limit, or a client that is gone, has left. */
  left: Set<string>
  /** Why whoever asked may not act any more. */
  refusal?: ReturnType<typeof explainRefusal>
}

/** Whether there is something to be tried yet, or once more. */
const isOpen = ({ results }: Run, id: string) => (results.get(id)?.status ?? "failed") === "failed"

/**
 * Whether the request has done what it may. What fails leaves room for another, since it would be in the way of all that come after it
 * in each request; but not without an end.
 */
const isFull = ({ counted, failed }: Run, limit: number) =>
  counted.size >= limit || failed.size >= Math.max(limit, FEWEST_FAILURES)

async function repairEach(
  container: MedusaContainer,
  input: RepairIdentitiesInput,
  run: Run,
  wanted: Finding[]
): Promise<void> {
  const { dry_run, only_harmless, limit = Infinity } = input
  for (const finding of wanted) {
    // One before may have been repaired together with this one.
    if (!isOpen(run, finding.id)) {
      continue
    }
    const isToBeTried = finding.repair !== null
    if (hasClientGone(container) || (isToBeTried && isFull(run, limit))) {
      run.left.add(finding.id)
      continue
    }
    if (only_harmless && finding.is_destructive) {
      run.results.set(finding.id, spared(finding))
      continue
    }
    const done = dry_run
      ? [foresee(finding)]
      : await repairUnlessRefused(container, input, run, finding)
    done.forEach((result) => run.results.set(result.id, result))
    if (isToBeTried) {
      tally(run, finding.id)
    }
  }
}

/** With what was done before, which would be forgotten where the request failed. */
async function repairUnlessRefused(
  container: MedusaContainer,
  input: RepairIdentitiesInput,
  run: Run,
  finding: Finding
): Promise<RepairResult[]> {
  if (run.refusal && finding.repair !== null) {
    return [failed(finding, run.refusal)]
  }
  try {
    return await repairFinding(container, finding, input)
  } catch (error) {
    if (errorTypeOf(error) !== MedusaError.Types.UNAUTHORIZED) {
      throw error
    }
    run.refusal = explainRefusal(error)
    return [failed(finding, run.refusal)]
  }
}

function tally(run: Run, id: string): void {
  if (isOpen(run, id)) {
    run.failed.add(id)
  } else {
    run.failed.delete(id)
    run.counted.add(id)
  }
}

/** Whether another look would find nothing to do. */
function isSettled(run: Run, { ids }: RepairIdentitiesInput, wanted: Finding[]): boolean {
  const hasAll = !!ids && ids.every((id) => !isOpen(run, id))
  const hasChangedNothing = wanted.every(({ id }) => run.results.get(id)?.status !== "repaired")
  return hasAll || hasChangedNothing || run.left.size > 0 || !!run.refusal
}

/** Says of what was named, and not found, that it is not there. */
function addUnfound({ results, left }: Run, { ids = [], kinds }: RepairIdentitiesInput): void {
  for (const id of ids.filter((each) => !results.has(each) && !left.has(each))) {
    const result = gone({ id, kind: null, is_destructive: false, sentence: null })
    const message = "It is not so any more, or is of none of these kinds."
    results.set(id, kinds ? { ...result, message } : result)
  }
}

/** What is wrong with whoever asks comes last: some repairs end the very token with which the others are asked for. */
async function findWanted(
  container: MedusaContainer,
  input: RepairIdentitiesInput
): Promise<Finding[]> {
  const wanted = await findAllWanted(container, input)
  const isOwn = ({ user_id }: Finding) => !!user_id && user_id === input.actor?.id
  return [...wanted.filter((finding) => !isOwn(finding)), ...wanted.filter(isOwn)]
}

/** Of those that are named one by one, nobody else is looked at. */
async function findAllWanted(
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
