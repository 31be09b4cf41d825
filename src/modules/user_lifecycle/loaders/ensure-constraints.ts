import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { LoaderOptions } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { ensureConstraints } from "../../../database/ensure-constraints"

/**
 * Stops the boot when the database constraints can't be put in place: without them, two accounts for one person and
 * keys of people who are gone would be possible again.
 *
 * `medusa db:migrate` loads the modules, too, so a database user who may create triggers is needed there only.
 */
export default async function ensureDatabaseConstraints({
  container,
}: LoaderOptions): Promise<void> {
  const pg: Knex | undefined = container.resolve(ContainerRegistrationKeys.PG_CONNECTION, {
    allowUnregistered: true,
  })
  if (!pg) {
    return
  }
  try {
    await ensureConstraints(pg)
  } catch (error) {
    throw new MedusaError(
      MedusaError.Types.DB_ERROR,
      "medusa-plugin-user-lifecycle can't start: its constraints on Medusa's tables can't be put in place. " +
        'Run "npx medusa db:migrate" with a database user who owns the tables. ' +
        `The database says: ${error instanceof Error ? error.message : String(error)}`
    )
  }
}
