import {
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaResponse,
} from "@medusajs/framework/http"
import { IApiKeyModuleService, Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { changeContext } from "../api/change-context"
import { assertActorStillMayAct } from "../workflows/user/transactions/assert-actor-may-act"
import { doInTime } from "./refusal"

/** What Medusa answers (2.21). */
type NewApiKey = { api_key: { id: string } }

/**
 * Judges whoever made an API key once more before they learn it, which they do from this answer alone (Medusa 2.21). The guard let the
 * request in, but the token may have been revoked since, or the person suspended: the key outlives both, and would be a way back in.
 * Where they are refused, or the database does not say, the key is revoked. If that fails, too, it is there, and nobody knows it.
 *
 * For middleware that runs after Medusa's authentication.
 */
export function watchNewApiKey(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  const json = res.json.bind(res)
  res.json = (body) => {
    res.json = json
    if (res.statusCode >= 300) {
      return json(body)
    }
    handOver(req, res, body as NewApiKey).catch(next)
    return res
  }
  next()
}

async function handOver(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse,
  body: NewApiKey
): Promise<void> {
  try {
    const { actor } = changeContext(req)
    const judged = await doInTime(req, res, () => assertActorStillMayAct(req.scope, actor))
    if (judged) {
      res.json(body)
      return
    }
  } catch (error) {
    const { type, message, code } = error as MedusaError
    res.status(401).json({ type, message, code })
  }
  await revoke(req, body.api_key.id)
}

async function revoke(req: AuthenticatedMedusaRequest, id: string): Promise<void> {
  const apiKeys: IApiKeyModuleService = req.scope.resolve(Modules.API_KEY)
  const logger: Logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER)
  try {
    await apiKeys.revoke(id, { revoked_by: req.auth_context.actor_id })
  } catch (error) {
    logger.warn(
      `user-lifecycle: API key ${id}, which nobody has been told, could not be revoked: ${String(error)}`
    )
  }
}
