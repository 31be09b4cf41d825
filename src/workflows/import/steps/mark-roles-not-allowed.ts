import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { listRolesOfImport, markRolesNotAllowed } from "../../../database/imports"
import { Actor } from "../../../domain/lifecycle-event"
import { errorTypeOf } from "../../error-type"
import { ChangeImportInput } from "../types"
import { checkRolesOfPeopleWorkflow } from "../workflows/check-roles-of-people"

export const markRolesNotAllowedStepId = "mark-roles-not-allowed"
/**
 * This step finds the lines of an import with roles that whoever uploaded it may not give. Not in the transaction that reads the
 * file: Medusa's check takes a connection of its own.
 *
 * There is no compensation: nothing is made of such lines in any case.
 */
export const markRolesNotAllowedStep = createStep(
  markRolesNotAllowedStepId,
  async ({ import_id, actor }: ChangeImportInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const roles = await listRolesOfImport(db, import_id)
    const refused = actor && roles.length ? await findRefused(container, actor, roles) : []
    if (refused.length) {
      await markRolesNotAllowed(db, import_id, refused)
    }
    return new StepResponse(undefined)
  }
)

/** All at once first, as most people may give all of them. */
async function findRefused(
  container: MedusaContainer,
  actor: Actor,
  roles: string[]
): Promise<string[]> {
  if (!(await isRefused(container, actor, roles))) {
    return []
  }
  const refused: string[] = []
  for (const role of roles) {
    if (await isRefused(container, actor, [role])) {
      refused.push(role)
    }
  }
  return refused
}

/** Whatever else is wrong, such as a role that is deleted at this moment, is for the confirmation to say, which asks again. */
async function isRefused(
  container: MedusaContainer,
  actor: Actor,
  roles: string[]
): Promise<boolean> {
  const { errors } = await checkRolesOfPeopleWorkflow(container).run({
    input: { roles, actor },
    throwOnError: false,
  })
  return errors.some(({ error }) => errorTypeOf(error) === MedusaError.Types.FORBIDDEN)
}
