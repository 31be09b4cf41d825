import { AuthContext, AuthenticatedMedusaRequest, MedusaRequest } from "@medusajs/framework/http"
import { Principal } from "../domain/access"

/**
 * Makes Medusa's permission checks see the roles that people have now. Medusa (2.21, `wrapWithPoliciesCheck`) takes them
 * from the token, where they are those of login time.
 *
 * Under `/admin` Medusa has authenticated the request already; elsewhere it does so after the guard, so that what it
 * assigns is what has to be changed. The session is left as it is stored.
 *
 * Does nothing where Medusa's RBAC is not enabled.
 *
 * @param people everybody whose credential came with the request: Medusa takes one of them
 */
export function useFreshRoles(req: MedusaRequest, people: Principal[]): void {
  if (!people.some((each) => each.roles)) {
    return
  }
  const roles = new Map(people.map((each) => [each.user_id, each.roles]))
  let current = withRoles((req as Partial<AuthenticatedMedusaRequest>).auth_context)
  Object.defineProperty(req, "auth_context", {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: (assigned: AuthContext | undefined) => {
      current = withRoles(assigned)
    },
  })

  function withRoles(authContext: AuthContext | undefined): AuthContext | undefined {
    const known = authContext?.actor_type === "user" && roles.get(authContext.actor_id)
    return authContext && known
      ? { ...authContext, app_metadata: { ...authContext.app_metadata, roles: known } }
      : authContext
  }
}
