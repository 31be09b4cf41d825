import { get, type Query } from "../lib/request"

/** So many rows can be chosen at once: more would be a run of many minutes, of which nobody reads the list. */
export const MAX_MATCHING = 500

/** The most that the backend lists at a time. */
const MAX_PER_REQUEST = 200

/** A list of the backend's, and how its rows are told apart. */
export type MatchingList<TPage, TRow> = {
  path: string
  rowsOf: (page: TPage) => TRow[]
  idOf: (row: TRow) => string
}

/**
 * Reads the first of those whom a search and filters let through, a page of the backend's after the other. Whoever comes or goes in
 * between may be missing; nobody is there twice.
 *
 * @param query as the list takes it
 */
export async function readMatching<TPage, TRow>(
  { path, rowsOf, idOf }: MatchingList<TPage, TRow>,
  query: Query
): Promise<TRow[]> {
  const rows = new Map<string, TRow>()
  for (let offset = 0; offset < MAX_MATCHING; offset += MAX_PER_REQUEST) {
    const limit = Math.min(MAX_PER_REQUEST, MAX_MATCHING - offset)
    const page = rowsOf(await get<TPage>(path, { ...query, offset, limit }))
    for (const row of page) {
      rows.set(idOf(row), row)
    }
    if (page.length < limit) {
      break
    }
  }
  return [...rows.values()]
}
