import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { auditIdentitiesWorkflow, AuditIdentitiesResult } from "../../../../workflows/identity"
import { auditInTurn } from "../../../take-turns"
import { AdminGetFindingsType } from "../validators"

/** What is wrong with people and their logins at this instant, most severe first: see `auditIdentitiesWorkflow`. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetFindingsType>,
  res: MedusaResponse<AuditIdentitiesResult & { limit: number; offset: number }>
) => {
  const { kind, severity, limit, offset } = req.validatedQuery as AdminGetFindingsType
  const done = await auditInTurn(req, res, () =>
    auditIdentitiesWorkflow(req.scope).run({
      input: { kinds: kind, severities: severity, limit, offset },
    })
  )
  if (done) {
    res.json({ ...done.result, offset, limit })
  }
}
