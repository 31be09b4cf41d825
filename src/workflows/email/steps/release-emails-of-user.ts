import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { releaseDeliveries } from "../../../database/deliveries"

export type ReleaseEmailsOfUserStepInput = { user_id: string }

export const releaseEmailsOfUserStepId = "release-emails-of-user"
/**
 * This step lets the emails about a change to a person leave, which wait for the workflow around it to be over. It returns
 * their ids.
 */
export const releaseEmailsOfUserStep = createStep(
  releaseEmailsOfUserStepId,
  async ({ user_id }: ReleaseEmailsOfUserStepInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    return new StepResponse(await releaseDeliveries(db, user_id))
  }
)
