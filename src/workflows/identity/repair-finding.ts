import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import {
  ContainerRegistrationKeys,
  InviteWorkflowEvents,
  MedusaError,
} from "@medusajs/framework/utils"
import { lockRemovals } from "../../database/locks"
import { runInTransaction } from "../../database/transaction"
import { ErrorCodes } from "../../domain/error-codes"
import { Finding } from "../../domain/findings/finding"
import { SYSTEM_ACTOR } from "../../domain/lifecycle-event"
import { assertMayStill } from "../assert-may-still"
import { emitCommitted } from "../emit-committed"
import { errorTypeOf } from "../error-type"
import { explainRefusal } from "../explain-refusal"
import { REPAIR_POLICIES } from "../policies"
import { announceOffboarding } from "../user/announce-offboarding"
import { assertActorMayAct, assertActorMayChange } from "../user/transactions/assert-actor-may-act"
import { auditPolicy } from "./audit/policy"
import { REPAIRS } from "./repairs"
import { RepairContext } from "./repairs/repair"
import { tellLedgerOfRepair } from "./repairs/tell-ledger-of-repair"
import { RepairIdentitiesInput, RepairResult } from "./types"

/**
 * Repairs one finding in one transaction, in which it is looked at again, together with its ledger entry. What is not so
 * any more is left alone; what fails leaves nothing behind.
 *
 * @returns what became of it, and of those that could only be repaired together with it
 * @throws MedusaError `unauthorized` if the actor may no longer act
 */
export async function repairFinding(
  container: MedusaContainer,
  finding: Finding,
  input: RepairIdentitiesInput
): Promise<RepairResult[]> {
  const { actor = SYSTEM_ACTOR, source } = input
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const about = subjectOf(finding)
  const repair = finding.repair === null ? undefined : REPAIRS[finding.kind]
  if (!repair) {
    return [undecided(finding)]
  }
  try {
    await assertMayStill(container, actor, REPAIR_POLICIES)
    const policy = await auditPolicy(container, db)
    let offboarded: RepairContext["offboarded"] = []
    let deleted_invites: string[] = []
    let mended: Finding[] = []
    const isRepaired = await runInTransaction(container, async (tx) => {
      // Once more from the beginning, where a transaction is tried again.
      offboarded = []
      deleted_invites = []
      mended = []
      await (finding.user_id
        ? assertActorMayChange(tx.knex, finding.user_id, actor)
        : assertActorMayAct(tx.knex, actor))
      // Before all other locks that a repair takes, as some offboard somebody.
      await lockRemovals(tx.knex)
      const context = {
        tx,
        container,
        policy,
        actor,
        source,
        offboarded,
        deleted_invites,
        mended,
        isNamed: (other: Finding) => isNamed(input, other),
      }
      const details = await repair(context, finding)
      if (!details) {
        return false
      }
      await tellLedgerOfRepair(context, finding, details)
      return true
    })
    for (const each of offboarded) {
      await announceOffboarding(container, each)
    }
    await emitCommitted(
      container,
      `the repair of ${finding.id}`,
      deleted_invites.map((id) => ({ name: InviteWorkflowEvents.DELETED, data: { id } }))
    )
    return isRepaired ? [finding, ...mended].map(repaired) : [gone(about)]
  } catch (error) {
    if (errorTypeOf(error) === MedusaError.Types.UNAUTHORIZED) {
      // Whoever asked may not act any more: so it is with all that follow.
      throw error
    }
    return [failed(finding, explainRefusal(error))]
  }
}

function isNamed({ ids, kinds, only_harmless }: RepairIdentitiesInput, { id, kind }: Finding) {
  const isAmongThem = (ids?.includes(id) ?? true) && (kinds?.includes(kind) ?? true)
  return !only_harmless && !!(ids ?? kinds) && isAmongThem
}

/** What a result says of the finding that it is about. */
type ResultSubject = Pick<RepairResult, "id" | "kind" | "is_destructive" | "sentence">

const subjectOf = ({ id, kind, is_destructive, sentence }: Finding): ResultSubject => ({
  id,
  kind,
  is_destructive,
  sentence,
})

const repaired = (finding: Finding): RepairResult => ({
  ...subjectOf(finding),
  status: "repaired",
  message: finding.message,
})

/** The result for what could not be repaired, or was not tried, and why. */
export const failed = (
  finding: Finding,
  because: ReturnType<typeof explainRefusal>
): RepairResult => ({ ...subjectOf(finding), status: "failed", ...because })

/** The result for what is not so any more. */
export const gone = ({ id, kind, is_destructive, sentence }: ResultSubject): RepairResult => ({
  id,
  kind,
  is_destructive,
  sentence,
  status: "gone",
  message: "It is not so any more.",
})

/** The result for what nobody repairs: somebody has to decide. */
const undecided = (finding: Finding): RepairResult => ({
  ...subjectOf(finding),
  status: "not_repairable",
  message: `${finding.message} Somebody has to decide.`,
})

/** The result for what would do more than whoever asked wants, and is left alone. */
export const spared = (finding: Finding): RepairResult =>
  failed(finding, {
    message: `${finding.message} Its repair removes something, or may do more than was meant. Look at it again.`,
    code: ErrorCodes.FINDING_CHANGED,
  })

/** What {@link repairFinding} would do, as far as it can be told without trying. */
export const foresee = (finding: Finding): RepairResult =>
  finding.repair === null
    ? undecided(finding)
    : {
        ...subjectOf(finding),
        status: "would_repair",
        message: `${finding.message} ${finding.repair}`,
      }
