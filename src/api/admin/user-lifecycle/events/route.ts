import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { withNames } from "../../../../database/actors"

/** The ledger, newest first unless `order` says otherwise, with the names that people and API keys have now. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { data: events, metadata } = await query.graph({
    entity: "lifecycle_event",
    fields: req.queryConfig.fields,
    filters: req.filterableFields,
    pagination: req.queryConfig.pagination,
  })
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  res.json({
    events: await withNames(db, events),
    count: metadata?.count ?? 0,
    offset: metadata?.skip ?? 0,
    limit: metadata?.take ?? 0,
  })
}
