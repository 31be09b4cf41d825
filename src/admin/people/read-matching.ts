import type { PeoplePage, Person } from "../api/types"
import { LIFECYCLE } from "../lib/paths"
import { get, type Query } from "../lib/request"

/** So many people can be chosen at once: more would be a run of many minutes, of which nobody reads the list. */
export const MAX_MATCHING = 500

/** The most that the backend lists at a time. */
const MAX_PER_REQUEST = 200

/**
 * Reads the first of those whom a search and filters let through, a page of the backend's after the other. Whoever comes or goes in
 * between may be missing; nobody is there twice.
 *
 * @param query of `GET /admin/user-lifecycle/people`
 */
export async function readMatching(query: Query): Promise<Person[]> {
  const people = new Map<string, Person>()
  for (let offset = 0; offset < MAX_MATCHING; offset += MAX_PER_REQUEST) {
    const limit = Math.min(MAX_PER_REQUEST, MAX_MATCHING - offset)
    const page = await get<PeoplePage>(`${LIFECYCLE}/people`, { ...query, offset, limit })
    for (const person of page.people) {
      people.set(person.user_id, person)
    }
    if (page.people.length < limit) {
      break
    }
  }
  return [...people.values()]
}
