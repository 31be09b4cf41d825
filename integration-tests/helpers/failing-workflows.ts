import path from "node:path"
import { createStep, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import type { Backend } from "./backend"

const BUILT_WORKFLOWS = path.join(__dirname, "../../.medusa/server/src/workflows/index.js")

/** The changes that a larger workflow can undo: to one person, or to an invite. */
export const CHANGES = [
  "provisionUserWorkflow",
  "acceptInviteWithPasswordWorkflow",
  "admitIdentityWorkflow",
  "cancelInviteWorkflow",
  "suspendUserWorkflow",
  "reactivateUserWorkflow",
  "restoreUserWorkflow",
  "revokeSessionsWorkflow",
  "changeUserEmailWorkflow",
  "offboardUserWorkflow",
] as const

export type Change = (typeof CHANGES)[number]

/** Larger workflows that make one change, let others act, and fail, so that the change is undone. */
export function useFailingWorkflows({ getContainer }: Backend) {
  let meanwhile: () => Promise<void>
  const workflows = new Map<Change, (input: object) => Promise<unknown>>()

  beforeAll(async () => {
    const built: typeof import("../../src/workflows") = await import(BUILT_WORKFLOWS)
    const actAndFail = createStep("act-and-fail", async (): Promise<never> => {
      await meanwhile()
      throw new Error("a later step failed")
    })
    for (const change of CHANGES) {
      // All of them run as a step in the same way; what differs is their input.
      const workflow = built[change as "suspendUserWorkflow"]
      const failing = createWorkflow(`failing-${change}`, (input: { user_id: string }) => {
        workflow.runAsStep({ input })
        actAndFail()
        return new WorkflowResponse(undefined)
      })
      workflows.set(change, (input) =>
        failing(getContainer()).run({ input: input as { user_id: string } })
      )
    }
  })

  /** Makes a change, lets others act, and undoes it. */
  return async (change: Change, input: object, others: () => Promise<void>): Promise<void> => {
    let problem: unknown
    meanwhile = async () => {
      await others().catch((error: unknown) => {
        problem = error
      })
    }
    await expect(workflows.get(change)?.(input)).rejects.toMatchObject({
      message: expect.stringContaining("a later step failed"),
    })
    if (problem) {
      throw problem
    }
  }
}
