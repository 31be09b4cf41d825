/** Where a request came from, as its browser says it. Programs that are no browsers say nothing of the kind. */
export type RequestOrigin = {
  /** `Sec-Fetch-Site` (Fetch Metadata Request Headers, W3C). */
  fetch_site: string | undefined
  /** `Origin` (RFC 6454, section 7). */
  origin: string | undefined
  /** Under which names the backend was asked: `Host`, and, behind a proxy, `X-Forwarded-Host`. */
  hosts: (string | undefined)[]
  /** Where the application says that the backend is: `admin.backendUrl`. */
  backend_url?: string
}

/**
 * Whether a page of another origin sent a request. `SameSite` cookies go with requests from other origins of the same site,
 * such as another subdomain or port, and a browser asks nobody before it sends a form.
 *
 * A page can't leave these headers out, nor set them. Where a browser sends no `Sec-Fetch-Site`, as over plain HTTP, the origin is
 * held against the names of the backend, and against what the application has for its address: a proxy may pass on neither
 * name.
 *
 * @param allowed origins that may ask all the same, as `http.adminCors` has them
 */
export function isForeign(
  { fetch_site, origin, hosts, backend_url }: RequestOrigin,
  allowed: (string | RegExp)[]
): boolean {
  if (origin !== undefined && allowed.some((each) => matches(each, origin))) {
    return false
  }
  if (fetch_site !== undefined) {
    // "none": somebody typed the address, or followed a bookmark.
    return fetch_site !== "same-origin" && fetch_site !== "none"
  }
  return (
    origin !== undefined &&
    !hosts.some((host) => host && isOriginOf(host, origin)) &&
    !(backend_url && URL.canParse(backend_url) && new URL(backend_url).origin === origin)
  )
}

const matches = (allowed: string | RegExp, origin: string) =>
  typeof allowed === "string" ? allowed === origin : allowed.test(origin)

function isOriginOf(host: string, origin: string): boolean {
  try {
    const { protocol, host: own } = new URL(origin)
    // Without the port where it is the protocol's own.
    return new URL(`${protocol}//${host.trim()}`).host === own
  } catch {
    return false
  }
}
