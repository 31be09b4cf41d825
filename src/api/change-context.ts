import { AuthenticatedMedusaRequest, MedusaRequest } from "@medusajs/framework/http"
import { Actor, Source } from "../domain/lifecycle-event"

/**
 * Where a request came from, for the ledger.
 *
 * The address is Express's `req.ip`: Medusa trusts one proxy, so it is the last entry of `X-Forwarded-For`. Where no
 * proxy sets that header, a client can; it is a hint, the actor is the proof.
 */
export function sourceOf(req: MedusaRequest<unknown>): Source {
  return {
    ip_address: req.ip ?? null,
    user_agent: req.get("user-agent") ?? null,
    request_id: req.requestId ?? null,
  }
}

/** Who makes a request, and from where, for the ledger. */
export function changeContext(req: AuthenticatedMedusaRequest<unknown>): {
  actor: Actor
  source: Source
} {
  const { actor_type, actor_id } = req.auth_context
  return {
    actor: { type: actor_type === "api-key" ? "api-key" : "user", id: actor_id },
    source: sourceOf(req),
  }
}
