export * from "./types"
export { recordExportWorkflow, recordExportWorkflowId } from "./workflows/record-export"
