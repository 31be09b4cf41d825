import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { describeOverview, Overview } from "../../../../workflows/report/describe-overview"
import { searchInTurn } from "../../../take-turns"

/** What there is to look at, as figures: see `describeOverview`. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<Overview>) => {
  const overview = await searchInTurn(req, res, () => describeOverview(req.scope))
  if (overview) {
    res.json(overview)
  }
}
