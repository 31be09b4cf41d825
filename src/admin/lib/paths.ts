/** The backend's routes of this plugin. */
export const LIFECYCLE = "/admin/user-lifecycle"

/** Where the pages are, in the dashboard. */
export const HOME = "/settings/user-lifecycle"

/** Medusa's own page of a user; there is none of somebody who was offboarded. */
export const userPage = (userId: string) => `/settings/users/${userId}`

export const REVIEWS_PAGE = `${HOME}/access-reviews`

export const reviewPage = (reviewId: string) => `${REVIEWS_PAGE}/${encodeURIComponent(reviewId)}`

/** The page of people, with filters that its table reads from the address. */
export function peoplePage(filters: Record<string, unknown> = {}): string {
  return withFilters(`${HOME}/people`, filters)
}

/** The page of invites, searched for what there is to search for. */
export const invitesPage = (q = "") =>
  q ? `${HOME}/invites?q=${encodeURIComponent(q)}` : `${HOME}/invites`

/** What the page of people has in its address while somebody is looked at. */
export const PERSON_PARAM = "person"

/** All that is known of a person, on the page of people, also of somebody who is gone. */
export const personPage = (userId: string) =>
  `${HOME}/people?${PERSON_PARAM}=${encodeURIComponent(userId)}`

/** The page to import people; with an import, that one, and those of its lines that have one of the statuses. */
export function importPage(importId?: string, statuses: string[] = []): string {
  const page = withFilters(`${HOME}/people/import`, statuses.length ? { status: statuses } : {})
  return importId ? `${page}${statuses.length ? "&" : "?"}import=${importId}` : page
}

/** Filters are in the address as Medusa's own tables have them: each as JSON. */
export function withFilters(page: string, filters: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    params.set(name, JSON.stringify(value))
  }
  const query = params.toString()
  return query ? `${page}?${query}` : page
}
