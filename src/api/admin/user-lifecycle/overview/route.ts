import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { describeOverview, Overview } from "../../../../workflows/report/describe-overview"

/** What there is to look at, as figures: see `describeOverview`. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<Overview>) => {
  res.json(await describeOverview(req.scope))
}
