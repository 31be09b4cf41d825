import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { removeImport } from "../../../database/imports"
import { PeopleFile, storePeopleFile } from "../store-people-file"

export const storePeopleFileStepId = "store-people-file"
/**
 * This step reads a file of people, judges every line, and stores what it found: see `storePeopleFile`. It returns the id of
 * the import.
 *
 * The compensation removes it, unless somebody has confirmed it meanwhile.
 */
export const storePeopleFileStep = createStep(
  storePeopleFileStepId,
  async (file: PeopleFile, { container }) => {
    const id = await storePeopleFile(container, file)
    return new StepResponse(id, id)
  },
  async (importId, { container }) => {
    if (importId) {
      const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
      await removeImport(db, importId)
    }
  }
)
