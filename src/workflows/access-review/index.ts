export * from "./types"
export {
  closeAccessReviewWorkflow,
  closeAccessReviewWorkflowId,
} from "./workflows/close-access-review"
export {
  decideAccessReviewWorkflow,
  decideAccessReviewWorkflowId,
} from "./workflows/decide-access-review"
export {
  openAccessReviewWorkflow,
  openAccessReviewWorkflowId,
} from "./workflows/open-access-review"
