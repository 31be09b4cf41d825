export * from "./types"
export { inviteUsersWorkflow, inviteUsersWorkflowId } from "./workflows/invite-users"
export { remindInviteesWorkflow, remindInviteesWorkflowId } from "./workflows/remind-invitees"
export { sweepInvitesWorkflow, sweepInvitesWorkflowId } from "./workflows/sweep-invites"
