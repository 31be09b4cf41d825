import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ScheduledOffboardingRow } from "../../../../../database/scheduled-offboardings"
import {
  OffboardingReport,
  offboardUserWorkflow,
  scheduleOffboardingWorkflow,
} from "../../../../../workflows/user"
import { changeContext } from "../../../../change-context"
import { AdminOffboardUserType } from "../../validators"

/**
 * Ends all access of a person, and reports what that took: see `offboardUserWorkflow`. With `at`, on a date: see
 * `scheduleOffboardingWorkflow`.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<AdminOffboardUserType>,
  res: MedusaResponse<OffboardingReport | { scheduled_offboarding: ScheduledOffboardingRow }>
) => {
  const { at, only_if_scheduled, ...body } = req.validatedBody
  const input = { user_id: req.params.id, ...body, ...changeContext(req) }
  if (at && !body.dry_run) {
    const { result } = await scheduleOffboardingWorkflow(req.scope).run({
      input: { ...input, at, only_if_scheduled },
    })
    res.status(200).json({ scheduled_offboarding: result })
    return
  }
  const { result: report } = await offboardUserWorkflow(req.scope).run({ input })
  res.status(200).json(report)
}
