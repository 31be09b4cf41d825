import path from "node:path"

const BUILT_WORKFLOWS = path.join(__dirname, "../../.medusa/server/src/workflows/index.js")

/** The built workflows, as a backend that installed the package gets them. */
export const loadWorkflows = async (): Promise<typeof import("../../src/workflows")> =>
  await import(BUILT_WORKFLOWS)
