import {
  createWorkflow,
  transform,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { markRolesNotAllowedStep } from "../steps/mark-roles-not-allowed"
import { storePeopleFileStep } from "../steps/store-people-file"
import { PeopleFile } from "../store-people-file"

export const createPeopleImportWorkflowId = "create-people-import"
/**
 * This workflow reads a file of people (CSV, at most 100,000 of them) and says of each line whether it can be done, without
 * doing anything: see `confirmPeopleImportWorkflow`. `POST /admin/user-lifecycle/imports` uses it. Passwords in the file are
 * kept sealed until their line is done, or the import ends, which it does after a day without confirmation.
 *
 * It returns the id of the import. A file that can't be read is no error: the import says where and why.
 *
 * Errors: `unauthorized` for an actor who was offboarded meanwhile.
 *
 * @example
 * const { result: import_id } = await createPeopleImportWorkflow(container).run({
 *   input: { path: "/tmp/people.csv", file_name: "people.csv", default_method: "invite" },
 * })
 *
 * @summary Read a file of people who are to become admin users.
 */
export const createPeopleImportWorkflow = createWorkflow(
  createPeopleImportWorkflowId,
  function (input: WorkflowData<PeopleFile>) {
    const import_id = storePeopleFileStep(input)
    markRolesNotAllowedStep(
      transform({ import_id, input }, ({ import_id, input }) => ({
        import_id,
        actor: input.actor,
      }))
    )
    return new WorkflowResponse(import_id)
  }
)
