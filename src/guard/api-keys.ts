import { asValue } from "@medusajs/framework/awilix"
import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { IApiKeyModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { AccessRegistry } from "../access/access-registry"
import { LOOKUP_TIMEOUT_MS, within } from "../access/within"
import { explainUnauthorized, explainUnknown } from "./refusal"

/**
 * Judges secret API keys where Medusa has not authenticated the request yet, as on routes of the application outside
 * `/admin`: a key that its maker's suspension put to rest is unknown there.
 *
 * The key is judged when it is verified, and not before: that takes Medusa (2.21) a hash with scrypt, and doing it twice would be dear.
 */
export function watchApiKeys(
  req: MedusaRequest,
  res: MedusaResponse,
  access: AccessRegistry
): void {
  const apiKeys: IApiKeyModuleService = req.scope.resolve(Modules.API_KEY)
  const judge: IApiKeyModuleService["authenticate"] = async (...args) => {
    const apiKey = await apiKeys.authenticate(...args)
    if (!apiKey) {
      return apiKey
    }
    const { decision } = await access.judgeApiKey(apiKey.id)
    if (decision.allowed) {
      return apiKey
    }
    explainUnauthorized(res, decision.code)
    return false
  }
  const authenticate: IApiKeyModuleService["authenticate"] = async (...args) => {
    try {
      return await within(LOOKUP_TIMEOUT_MS, judge(...args))
    } catch (error) {
      // Medusa (2.21) takes whatever goes wrong for a key that nobody has.
      explainUnknown(res)
      throw error
    }
  }
  const watched = new Proxy(apiKeys, {
    get: (target, property) =>
      property === "authenticate" ? authenticate : Reflect.get(target, property),
  })
  req.scope.register(Modules.API_KEY, asValue(watched))
}
