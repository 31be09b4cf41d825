export { seal as sealPassword } from "../../database/sealed"
export type { Sealed } from "../../database/sealed"
export * from "./types"
export {
  acceptInviteWithIdentityWorkflow,
  acceptInviteWithIdentityWorkflowId,
} from "./workflows/accept-invite-with-identity"
export {
  acceptInviteWithPasswordWorkflow,
  acceptInviteWithPasswordWorkflowId,
} from "./workflows/accept-invite-with-password"
export { admitIdentityWorkflow, admitIdentityWorkflowId } from "./workflows/admit-identity"
export { batchUsersWorkflow, batchUsersWorkflowId } from "./workflows/batch-users"
export {
  cancelOffboardingWorkflow,
  cancelOffboardingWorkflowId,
} from "./workflows/cancel-offboarding"
export { changeUserEmailWorkflow, changeUserEmailWorkflowId } from "./workflows/change-user-email"
export { offboardUserWorkflow, offboardUserWorkflowId } from "./workflows/offboard-user"
export { provisionUserWorkflow, provisionUserWorkflowId } from "./workflows/provision-user"
export { reactivateUserWorkflow, reactivateUserWorkflowId } from "./workflows/reactivate-user"
export {
  requestPasswordResetWorkflow,
  requestPasswordResetWorkflowId,
} from "./workflows/request-password-reset"
export { restoreUserWorkflow, restoreUserWorkflowId } from "./workflows/restore-user"
export {
  revokeAllSessionsWorkflow,
  revokeAllSessionsWorkflowId,
} from "./workflows/revoke-all-sessions"
export { revokeSessionsWorkflow, revokeSessionsWorkflowId } from "./workflows/revoke-sessions"
export {
  runScheduledOffboardingsWorkflow,
  runScheduledOffboardingsWorkflowId,
} from "./workflows/run-scheduled-offboardings"
export {
  scheduleOffboardingWorkflow,
  scheduleOffboardingWorkflowId,
} from "./workflows/schedule-offboarding"
export { suspendUserWorkflow, suspendUserWorkflowId } from "./workflows/suspend-user"
