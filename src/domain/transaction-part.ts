/** Links to roles in one transaction, each of which is a statement: whoever acts keeps their own offboarding waiting meanwhile. */
const MAX_ROLES = 500

/**
 * The first of some people who are written in one transaction: as many as may be, unless they have very many roles. At least one.
 */
export function takePart<T>(
  people: T[],
  maxPeople: number,
  countRoles: (person: T) => number
): T[] {
  let roles = 0
  const end = people.findIndex((person, index) => {
    roles += countRoles(person)
    return index >= maxPeople || (index > 0 && roles > MAX_ROLES)
  })
  return end < 0 ? people : people.slice(0, end)
}
