import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { withNames } from "../../../../database/actors"
import { escapePattern, searchWords } from "../../../../domain/search-words"
import { searchInTurn } from "../../../take-turns"

/** The ledger, newest first unless `order` says otherwise, with the names that people and API keys have now. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { q, ...filters } = req.filterableFields as { q?: string }
  const found = await searchInTurn(req, res, () =>
    query.graph({
      entity: "lifecycle_event",
      fields: req.queryConfig.fields,
      // Medusa (2.21) makes a pattern of each word as it is.
      filters: q ? { ...filters, q: searchWords(q).map(escapePattern).join(" ") } : filters,
      pagination: req.queryConfig.pagination,
    })
  )
  if (!found) {
    return
  }
  const { data: events, metadata } = found
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  res.json({
    events: await withNames(db, events),
    count: metadata?.count ?? 0,
    offset: metadata?.skip ?? 0,
    limit: metadata?.take ?? 0,
  })
}
