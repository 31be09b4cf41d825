import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { onOneInstance } from "../../../database/exclusively"
import { sweepDeliveries } from "../../../database/sweep"
import { sweepInvites } from "../transactions/sweep-invites"

const INVITES_PER_TRANSACTION = 200

export type SweepResult = { invites: number; emails: number }

export const sweepInvitesStepId = "sweep-invites-step"
/**
 * This step deletes invites that expired more than `invites.keep_expired_days` ago, and what is known of emails from long
 * ago. It returns how many; none where another instance is at it.
 *
 * There is no compensation: nobody can accept what has expired.
 */
export const sweepInvitesStep = createStep(
  sweepInvitesStepId,
  async (_: unknown, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const swept = await onOneInstance(container, "sweep-invites", async () => {
      let invites = 0
      let some: number
      do {
        some = await sweepInvites(container, INVITES_PER_TRANSACTION)
        invites += some
      } while (some > 0)
      return { invites, emails: await sweepDeliveries(db) }
    })
    const result: SweepResult = swept ?? { invites: 0, emails: 0 }
    return new StepResponse(result)
  }
)
