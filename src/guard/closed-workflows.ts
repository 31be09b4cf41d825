import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { isClosedWorkflow } from "../domain/closed-workflows"
import { ErrorCodes } from "../domain/error-codes"

/**
 * Refuses what Medusa's routes for workflows (2.21) would do with one that decides about access: see `isClosedWorkflow`.
 *
 * For middleware of routes with the parameter `workflow_id`, which Express has decoded, as it has for Medusa's route.
 */
export function refuseClosedWorkflow(
  req: MedusaRequest,
  _: MedusaResponse,
  next: MedusaNextFunction
): void {
  const { workflow_id } = req.params
  if (isClosedWorkflow(workflow_id)) {
    throw new MedusaError(
      MedusaError.Types.FORBIDDEN,
      `The workflow "${workflow_id}" decides about access, and Medusa's routes for workflows would ask nobody whether that is allowed. ` +
        "Use the route that is made for it, or run it in the application's own code.",
      ErrorCodes.WORKFLOW_CLOSED
    )
  }
  next()
}
