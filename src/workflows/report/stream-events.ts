import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { LedgerNames, withNames } from "../../database/actors"
import { streamAtOneInstant } from "../../database/at-one-instant"
import { LedgerFilters, LedgerRow, readLedger } from "../../database/ledger"
import { inPages } from "./in-pages"

/** All entries of the ledger that filters let through, as they are at one instant, in the order of their sequence, with names. */
export async function* streamEvents(
  container: MedusaContainer,
  filters: LedgerFilters
): AsyncGenerator<LedgerRow & LedgerNames> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  yield* streamAtOneInstant(db, (trx) =>
    inPages(async (after: (LedgerRow & LedgerNames) | undefined, limit) =>
      withNames(trx, await readLedger(trx, filters, { after, limit }))
    )
  )
}
