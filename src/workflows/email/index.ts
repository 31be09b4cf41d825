export { deliverEmailsWorkflow, deliverEmailsWorkflowId } from "./workflows/deliver-emails"
export { retryEmailWorkflow, retryEmailWorkflowId } from "./workflows/retry-email"
export {
  sendChangeEmailsWorkflow,
  sendChangeEmailsWorkflowId,
} from "./workflows/send-change-emails"
export { sendInviteEmailWorkflow, sendInviteEmailWorkflowId } from "./workflows/send-invite-email"
export {
  sendPasswordEmailWorkflow,
  sendPasswordEmailWorkflowId,
} from "./workflows/send-password-email"
