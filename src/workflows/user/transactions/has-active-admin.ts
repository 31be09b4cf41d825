import { MedusaContainer } from "@medusajs/framework/types"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { listProvidersForUsers } from "../../../auth/providers"
import { hasOtherActiveAdmin } from "../../../database/principals"

/** An id that no user has: nobody is left out. */
const NOBODY = ""

/** Whether there is anybody who can log in as an admin now. Under `lockRemovals`, the answer stays true if it is yes. */
export async function hasActiveAdmin(
  container: MedusaContainer,
  knex: Knex.Transaction
): Promise<boolean> {
  const providers = await listProvidersForUsers(container)
  return await hasOtherActiveAdmin(knex, NOBODY, providers)
}
