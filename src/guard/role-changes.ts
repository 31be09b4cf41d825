import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"

/**
 * Makes a change of roles by one of Medusa's routes count on this instance before it is answered: what is remembered of whom it is
 * about is forgotten. The database's announcement, which ends it everywhere, can come after the answer, and behind some connection
 * poolers never does.
 *
 * A request that fails is no exception: what it had changed can have been read before it was undone.
 *
 * @param whom the people whose roles a request changes, once it has been handled
 */
export const forgetBeforeAnswer =
  (whom: (req: MedusaRequest) => string[]) =>
  (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void => {
    const { access }: UserLifecycleModuleService = req.scope.resolve(USER_LIFECYCLE_MODULE)
    const json = res.json.bind(res)
    res.json = (body) => {
      whom(req).forEach((userId) => access.forget(userId))
      return json(body)
    }
    next()
  }

/** Of routes that name a user in their path. */
export const userOfPath = (req: MedusaRequest): string[] => [req.params.id]

/** Of routes that name users in their body; none where Medusa has refused it. */
export function usersOfBody({ validatedBody }: MedusaRequest): string[] {
  const { users = [] } = (validatedBody ?? {}) as { users?: string[] }
  return users
}
