import {
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaResponse,
} from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { changeContext } from "../api/change-context"
import { runInTransaction } from "../database/transaction"
import { assertActorMayAct } from "../workflows/user/transactions/assert-actor-may-act"
import { doInTime } from "./refusal"

/**
 * Judges whoever made a secret API key once more before they learn it, which they do from this answer alone (Medusa 2.21). The guard
 * let the request in, but the token may have been revoked since, or the person suspended: the key that is made outlives both, and
 * would be a way back in. Where they are refused, the key is there all the same, and nobody knows it.
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
    const { actor } = changeContext(req)
    doInTime(req, res, () =>
      runInTransaction(req.scope, async ({ knex }) => {
        await assertActorMayAct(knex, actor)
      })
    ).then(
      (judged) => judged && json(body),
      ({ type, message, code }: MedusaError) => res.status(401).json({ type, message, code })
    )
    return res
  }
  next()
}
