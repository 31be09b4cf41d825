import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { updateUsersWorkflow } from "@medusajs/medusa/core-flows"
import { HASHES_AT_ONCE } from "../../../auth/hashes-at-once"
import { normalizeEmail } from "../../../domain/email"
import { Actor, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { assertMayStill } from "../../assert-may-still"
import { eachOf } from "../../each-of"
import { explainRefusal } from "../../explain-refusal"
import { BATCH_POLICIES } from "../../policies"
import { assertActorStillMayAct } from "../transactions/assert-actor-may-act"
import { userNotFound } from "../transactions/lock-person"
import { BatchUserResult, BatchUsersInput, BatchUsersResult } from "../types"
import { checkProvisionUserWorkflow } from "../workflows/check-provision-user"
import { offboardUserWorkflow } from "../workflows/offboard-user"
import { provisionUserWorkflow } from "../workflows/provision-user"

export const batchUsersStepId = "batch-users-step"
/**
 * This step provisions, updates and offboards several users, in this order, each as the workflow for one does, in a
 * transaction of its own. It does not fail for one of them: the result says so.
 *
 * There is no compensation: what was done to each is told, and can be undone one by one.
 */
export const batchUsersStep = createStep(
  batchUsersStepId,
  async (input: BatchUsersInput, { container }) => {
    const { create = [], update = [], delete: toDelete = [], dry_run = false } = input
    const { actor, source, reason } = input
    const context = { actor, source, reason }
    const emails = create.map(({ email }) => normalizeEmail(email))

    const created = await eachOf(create, HASHES_AT_ONCE, (person, index) =>
      attempt({ operation: "create", index }, async () => {
        if (emails.indexOf(emails[index]) !== index) {
          throw new MedusaError(
            MedusaError.Types.DUPLICATE_ERROR,
            `The email ${emails[index]} comes twice in the batch.`
          )
        }
        // Before the password is hashed, which takes longer than anything else here.
        await assertStillMayAct(container, actor)
        const run = { input: { ...person, ...context } }
        if (dry_run) {
          await checkProvisionUserWorkflow(container).run(run)
          return { id: null, status: "would_create" }
        }
        const { result } = await provisionUserWorkflow(container).run(run)
        return { id: result.user_id, status: "created" }
      })
    )
    const updated = await eachOf(update, 1, (changes, index) =>
      attempt({ operation: "update", index, id: changes.id }, async () => {
        await assertStillMayAct(container, actor)
        await assertIsUser(container, changes.id)
        if (!dry_run) {
          await updateUsersWorkflow(container).run({ input: { updates: [changes] } })
        }
        return { id: changes.id, status: dry_run ? "would_update" : "updated" }
      })
    )
    const deleted = await eachOf(toDelete, 1, (user_id, index) =>
      attempt({ operation: "delete", index, id: user_id }, async () => {
        await assertStillMayAct(container, actor)
        await offboardUserWorkflow(container).run({ input: { user_id, dry_run, ...context } })
        return { id: user_id, status: dry_run ? "would_delete" : "deleted" }
      })
    )
    const result: BatchUsersResult = { dry_run, results: [...created, ...updated, ...deleted] }
    return new StepResponse(result)
  }
)

async function attempt(
  item: Pick<BatchUserResult, "operation" | "index"> & { id?: string },
  run: () => Promise<Pick<BatchUserResult, "id" | "status">>
): Promise<BatchUserResult> {
  try {
    return { ...item, ...(await run()) }
  } catch (error) {
    return { ...item, id: item.id ?? null, status: "failed", ...explainRefusal(error) }
  }
}

/**
 * The request was let in when it began, and a batch can take half a minute. Core's workflow for updates asks nothing of that (Medusa
 * 2.21); what provisions and offboards asks again in its own transaction whether somebody may act, and not what they may do.
 */
async function assertStillMayAct(
  container: MedusaContainer,
  actor: Actor = SYSTEM_ACTOR
): Promise<void> {
  await assertMayStill(container, actor, BATCH_POLICIES)
  await assertActorStillMayAct(container, actor)
}

/** Core's workflow for updates refuses an id that is nobody's in words of its own, and without a code (Medusa 2.21). */
async function assertIsUser(container: MedusaContainer, id: string): Promise<void> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const [user] = await users.listUsers({ id: [id] }, { select: ["id"], take: 1 })
  if (!user) {
    throw userNotFound(id)
  }
}
