import path from "node:path"
import { WorkflowScheduler } from "@medusajs/framework/orchestration"

const BUILT_WORKFLOWS = path.join(__dirname, "../../.medusa/server/src/workflows/index.js")

/** The built workflows, as a backend that installed the package gets them. */
export const loadWorkflows = async (): Promise<typeof import("../../src/workflows")> =>
  await import(BUILT_WORKFLOWS)

/** Runs no job by itself from here on, for tests that run one themselves: it could be at it in the middle of a test. */
export const stopJobTimers = () => new WorkflowScheduler().clear()
