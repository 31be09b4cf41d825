import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { describeSettings, Settings } from "../../../../workflows/report/describe-settings"

/** What whoever changes people has to know of the application: see `describeSettings`. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<Settings>) => {
  res.json(await describeSettings(req.scope))
}
