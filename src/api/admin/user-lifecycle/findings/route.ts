import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { auditIdentitiesWorkflow, AuditIdentitiesResult } from "../../../../workflows/identity"
import { AdminGetFindingsType } from "../validators"

/** What is wrong with people and their logins at this instant, most severe first: see `auditIdentitiesWorkflow`. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetFindingsType>,
  res: MedusaResponse<AuditIdentitiesResult & { limit: number; offset: number }>
) => {
  const { kind, severity, limit, offset } = req.validatedQuery as AdminGetFindingsType
  const { result } = await auditIdentitiesWorkflow(req.scope).run({
    input: { kinds: kind, severities: severity, limit, offset },
  })
  res.json({ ...result, offset, limit })
}
