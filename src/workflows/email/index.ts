export { deliverEmailsWorkflow, deliverEmailsWorkflowId } from "./workflows/deliver-emails"
export {
  retryInviteEmailWorkflow,
  retryInviteEmailWorkflowId,
} from "./workflows/retry-invite-email"
export {
  sendChangeEmailsWorkflow,
  sendChangeEmailsWorkflowId,
} from "./workflows/send-change-emails"
export { sendInviteEmailWorkflow, sendInviteEmailWorkflowId } from "./workflows/send-invite-email"
export {
  sendPasswordEmailWorkflow,
  sendPasswordEmailWorkflowId,
} from "./workflows/send-password-email"
