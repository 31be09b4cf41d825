export * from "./types"
export { auditIdentitiesWorkflow, auditIdentitiesWorkflowId } from "./workflows/audit-identities"
export { recordAuditWorkflow, recordAuditWorkflowId } from "./workflows/record-audit"
export { repairIdentitiesWorkflow, repairIdentitiesWorkflowId } from "./workflows/repair-identities"
