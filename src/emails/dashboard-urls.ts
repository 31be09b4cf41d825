/** Where Medusa's backend listens unless told otherwise; good for a developer's machine only. */
const LOCAL_BACKEND_URL = "http://localhost:9000"

type AdminConfig = { backendUrl?: string; path?: string }

/**
 * The dashboard page on which an invite is accepted: option `invites.accept_url`, else the admin path of the
 * configured backend URL (`admin.backendUrl`, or the environment variable `MEDUSA_BACKEND_URL`).
 */
export function acceptInviteUrl(
  token: string,
  acceptUrl: string | undefined,
  admin: AdminConfig
): string {
  return withToken(acceptUrl ?? `${dashboardUrl(admin)}/invite`, token)
}

/** The dashboard page on which a password is set: the neighbour of the page that accepts invites. */
export function setPasswordUrl(
  token: string,
  acceptUrl: string | undefined,
  admin: AdminConfig
): string {
  return withToken(pageUrl("reset-password", acceptUrl, admin), token)
}

/** The dashboard page on which people log in, another neighbour. */
export function loginUrl(acceptUrl: string | undefined, admin: AdminConfig): string {
  return pageUrl("login", acceptUrl, admin)
}

function pageUrl(page: string, acceptUrl: string | undefined, admin: AdminConfig): string {
  return acceptUrl
    ? new URL(page, acceptUrl.replace(/\/+$/, "")).toString()
    : `${dashboardUrl(admin)}/${page}`
}

/** Whether it is known where the dashboard is. */
export function hasDashboardUrl({ backendUrl }: AdminConfig): boolean {
  return !!backendUrl && URL.canParse(backendUrl)
}

function dashboardUrl(admin: AdminConfig): string {
  const { backendUrl, path = "/app" } = admin
  const backend = backendUrl && hasDashboardUrl(admin) ? backendUrl : LOCAL_BACKEND_URL
  return `${backend.replace(/\/+$/, "")}/${path.replace(/^\/+|\/+$/g, "")}`
}

function withToken(page: string, token: string): string {
  const url = new URL(page)
  url.searchParams.set("token", token)
  return url.toString()
}
