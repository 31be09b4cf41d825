import Medusa, { FetchError } from "@medusajs/js-sdk"
import { saveFile } from "./save-file"

/** A client of its own, set up as the dashboard's is, which it keeps to itself (Medusa 2.21). */
const { client } = new Medusa({
  baseUrl: __BACKEND_URL__ ?? "/",
  auth: {
    type: __AUTH_TYPE__ ?? "session",
    jwtTokenStorageKey: __JWT_TOKEN_STORAGE_KEY__ || undefined,
  },
})

export type Query = Record<string, unknown>

/** @throws FetchError with the status, and the backend's own words as its message */
export async function get<TResponse>(path: string, query?: Query): Promise<TResponse> {
  return await client.fetch<TResponse>(path, { query })
}

export async function post<TResponse>(path: string, body: object = {}): Promise<TResponse> {
  return await client.fetch<TResponse>(path, { method: "POST", body })
}

export async function remove<TResponse>(path: string): Promise<TResponse> {
  return await client.fetch<TResponse>(path, { method: "DELETE" })
}

/** Sends a form with files: the browser writes its content type, which names the boundary between its parts. */
export async function upload<TResponse>(path: string, form: FormData): Promise<TResponse> {
  return await client.fetch<TResponse>(path, {
    method: "POST",
    body: form,
    // `null` takes the client's own content type away, which would have the form written as JSON.
    headers: { "content-type": null },
  })
}

/** Fetches a file with the credential of the dashboard, and has the browser save it. */
export async function download(path: string, query: Query, fileName: string): Promise<void> {
  const response = await client.fetch<Response>(path, { query, headers: { accept: "*/*" } })
  saveFile(await response.blob(), fileName)
}

/** The HTTP status of what a request threw, if the backend answered at all. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof FetchError ? error.status : undefined
}

/** What the backend said, or what kept it from saying anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Whether the person's own access is over. It is thrown to the route's error boundary, which is Medusa's, and leads to the page to
 * log in.
 */
export function isSignedOut(error: unknown): boolean {
  return statusOf(error) === 401
}
