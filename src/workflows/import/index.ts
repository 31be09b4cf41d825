export * from "./types"
export {
  cancelPeopleImportWorkflow,
  cancelPeopleImportWorkflowId,
} from "./workflows/cancel-people-import"
export {
  confirmPeopleImportWorkflow,
  confirmPeopleImportWorkflowId,
} from "./workflows/confirm-people-import"
export {
  createPeopleImportWorkflow,
  createPeopleImportWorkflowId,
} from "./workflows/create-people-import"
export {
  runPeopleImportsWorkflow,
  runPeopleImportsWorkflowId,
} from "./workflows/run-people-imports"
