/**
 * Workflows that Medusa's `POST /admin/workflows-executions/:workflow_id/run` (2.21) would run for every admin, with whatever
 * input they send: nobody asks there who may do it, to whom, in whose name, or where an email was proved. They are run by
 * the routes that are made for them, and by code of the application.
 *
 * Explicit, and held against what Medusa and the plugin have by tests, so that one that comes new is not forgotten.
 */
const PLUGIN_WORKFLOWS = [
  "accept-invite-with-identity",
  "accept-invite-with-password",
  "admit-identity",
  "audit-identities",
  "batch-users",
  "cancel-invite",
  "cancel-offboarding",
  "cancel-people-import",
  "change-user-email",
  "check-provision-user",
  "check-roles-of-invite",
  "check-roles-of-people",
  "close-access-review",
  "confirm-people-import",
  "create-people-import",
  "decide-access-review",
  "deliver-emails",
  "invite-users",
  "offboard-user",
  "open-access-review",
  "provision-user",
  "reactivate-user",
  "record-audit",
  "record-export",
  "remind-invitees",
  "repair-identities",
  "request-password-reset",
  "request-password-setup",
  "resend-invite",
  "restore-user",
  "retry-email",
  "revoke-all-sessions",
  "revoke-sessions",
  "run-people-imports",
  "run-scheduled-offboardings",
  "schedule-offboarding",
  "send-change-emails",
  "send-invite-email",
  "send-password-email",
  "suspend-user",
  "sweep-invites",
  // Medusa makes a workflow of each job.
  "job-user-lifecycle-audit-identities",
  "job-user-lifecycle-deliver-emails",
  "job-user-lifecycle-remind-invitees",
  "job-user-lifecycle-run-people-imports",
  "job-user-lifecycle-run-scheduled-offboardings",
  "job-user-lifecycle-sweep-invites",
]

/** Medusa's own (2.21), under the names that it has for them. */
const CORE_WORKFLOWS = [
  // Users
  "assign-user-roles",
  "create-user-account",
  "create-users-workflow",
  "delete-user",
  "get-assignable-policies-workflow",
  "get-assignable-roles-workflow",
  "remove-user-account",
  "remove-user-roles",
  "update-users-workflow",
  // Invites
  "accept-invite-workflow",
  "create-invite-step",
  "delete-invites-workflow",
  "refresh-invite-tokens-workflow",
  // API keys
  "create-api-keys",
  "create-defaults",
  "delete-api-keys",
  "link-sales-channels-to-api-key",
  "revoke-api-keys",
  "update-api-keys",
  // Logins, and the tokens that change them. A customer's login can be an admin's as well.
  "create-customer-account",
  "generate-reset-password-token",
  "remove-customer-account",
  "request-verification-workflow",
  "set-auth-app-metadata-workflow",
  // Roles
  "create-rbac-policies",
  "create-rbac-role-policies",
  "create-rbac-roles",
  "delete-rbac-policies",
  "delete-rbac-role-policies",
  "delete-rbac-roles",
  "update-rbac-policies",
  "update-rbac-role-policies",
  "update-rbac-roles",
  // Links between any two things: a user and a role, for example.
  "batch-links",
  "create-link",
  "dismiss-link",
  "update-link",
]

const CLOSED: ReadonlySet<string> = new Set([...PLUGIN_WORKFLOWS, ...CORE_WORKFLOWS])

/** Whether Medusa's route for any workflow is none for this one. */
export function isClosedWorkflow(workflowId: string): boolean {
  return CLOSED.has(workflowId)
}
