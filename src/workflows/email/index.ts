export { sendInviteEmailWorkflow, sendInviteEmailWorkflowId } from "./workflows/send-invite-email"
export {
  sendSetPasswordEmailWorkflow,
  sendSetPasswordEmailWorkflowId,
} from "./workflows/send-set-password-email"
