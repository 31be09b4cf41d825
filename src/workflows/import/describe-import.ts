import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaError } from "@medusajs/framework/utils"
import { findNames } from "../../database/actors"
import { countImportLines, findImport, ImportRow } from "../../database/imports"
import { ErrorCodes } from "../../domain/error-codes"
import { PeopleImport } from "./types"

/**
 * An import, whose it is, and how far it is.
 *
 * @throws MedusaError `not_found`, code `user_lifecycle.import_not_found`
 */
export async function describeImport(db: Knex, importId: string): Promise<PeopleImport> {
  const found = await findImport(db, importId)
  if (!found) {
    throw importNotFound(importId)
  }
  const [described] = await withCounts(db, [found])
  return described
}

export async function withCounts(db: Knex, imports: ImportRow[]): Promise<PeopleImport[]> {
  const ids = imports.map(({ id }) => id)
  const counts = await countImportLines(db, ids)
  const names = await findNames(
    db,
    imports.flatMap(({ created_by_id, confirmed_by_id }) =>
      [created_by_id, confirmed_by_id].flatMap((id) => id ?? [])
    )
  )
  const nameOf = (id: string | null) => (id && names.get(id)) ?? null
  return imports.flatMap((each) => {
    const of = counts.get(each.id)
    const created_by_name = nameOf(each.created_by_id)
    const confirmed_by_name = nameOf(each.confirmed_by_id)
    return of ? [{ ...each, counts: of, created_by_name, confirmed_by_name }] : []
  })
}

export function importNotFound(importId: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.NOT_FOUND,
    `There is no import ${importId}.`,
    ErrorCodes.IMPORT_NOT_FOUND
  )
}
