/** The backend's routes of this plugin. */
export const LIFECYCLE = "/admin/user-lifecycle"

/** Where the pages are, in the dashboard. */
export const HOME = "/settings/user-lifecycle"

/** Medusa's own page to log in, to which it leads whoever has no access any more. */
export const LOGIN_PAGE = "/login"

/** Medusa's own page of a user; there is none of somebody who was offboarded. */
export const userPage = (userId: string) => `/settings/users/${userId}`

export const REVIEWS_PAGE = `${HOME}/access-reviews`

export const reviewPage = (reviewId: string) => `${REVIEWS_PAGE}/${encodeURIComponent(reviewId)}`

/** The page of people, with filters that its table reads from the address. */
export function peoplePage(filters: Record<string, unknown> = {}): string {
  return withFilters(`${HOME}/people`, filters)
}

export const INVITES_PAGE = `${HOME}/invites`

/** What the page of people has in its address while it shows those who are invited. */
export const VIEW_PARAM = "view"
export const INVITED_VIEW = "invited"

/** The users on the page of people, searched for what there is to search for. */
export const usersView = (q: string) => withParams(`${HOME}/people`, { q })

/** Those who are invited on the page of people, likewise. */
export const invitedView = (q: string) =>
  withParams(`${HOME}/people`, { [VIEW_PARAM]: INVITED_VIEW, q })

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
  return withParams(
    page,
    Object.fromEntries(
      Object.entries(filters).map(([name, value]) => [name, JSON.stringify(value)])
    )
  )
}

/** With those of the parameters that say something. */
function withParams(page: string, values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString()
  return query ? `${page}?${query}` : page
}
