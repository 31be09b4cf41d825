import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { listRolesOfImport } from "../../../database/imports"
import { ChangeImportInput } from "../types"

export const listRolesOfImportStepId = "list-roles-of-import"
/** This step returns the roles that an import would give. */
export const listRolesOfImportStep = createStep(
  listRolesOfImportStepId,
  async ({ import_id }: ChangeImportInput, { container }) => {
    const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    return new StepResponse(await listRolesOfImport(db, import_id))
  }
)
