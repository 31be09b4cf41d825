import { AuthContext, AuthenticatedMedusaRequest, MedusaRequest } from "@medusajs/framework/http"
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

/** The `iat` claim of the token or session that a request came with, in seconds since 1970; an API key has none. */
export function tokenIssuedAt({
  auth_context,
}: AuthenticatedMedusaRequest<unknown>): number | undefined {
  // Medusa's auth context is the decoded token, also in a session.
  return (auth_context as AuthContext & { iat?: number }).iat
}

/** Who makes a request, with which token, and from where. */
export function changeContext(req: AuthenticatedMedusaRequest<unknown>): {
  actor: Actor
  source: Source
} {
  const { actor_type, actor_id } = req.auth_context
  return {
    actor:
      actor_type === "api-key"
        ? { type: "api-key", id: actor_id }
        : { type: "user", id: actor_id, token_issued_at_seconds: tokenIssuedAt(req) ?? 0 },
    source: sourceOf(req),
  }
}
