export { sealPasswordStep } from "./steps/seal-password"
export * from "./types"
export { offboardUserWorkflow, offboardUserWorkflowId } from "./workflows/offboard-user"
export { provisionUserWorkflow, provisionUserWorkflowId } from "./workflows/provision-user"
