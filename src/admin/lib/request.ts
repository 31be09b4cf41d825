import Medusa, { FetchError } from "@medusajs/js-sdk"
import { saveFile } from "./save-file"

const AUTH_TYPE = __AUTH_TYPE__ ?? "session"

/**
 * A client of its own, set up as the dashboard's is, which it keeps to itself (Medusa 2.21). It is here for the token that the
 * dashboard stores: what it sends leaves the codes of refusals out of its errors.
 */
const { client } = new Medusa({
  baseUrl: __BACKEND_URL__ ?? "/",
  auth: { type: AUTH_TYPE, jwtTokenStorageKey: __JWT_TOKEN_STORAGE_KEY__ || undefined },
})

/** So long an answer may take: far longer than any does, and shorter than somebody sits before a drawer that is locked. */
const TIME_LIMIT_MS = { read: 2 * 60_000, change: 5 * 60_000, file: 30 * 60_000 }

export type Query = Record<string, unknown>

/**
 * What the backend refused a request with. It is what Medusa's own client throws as well, by which the dashboard's error boundary
 * knows that somebody has to log in (Medusa 2.21).
 */
export class RequestError extends FetchError {
  constructor(
    /** The HTTP status. */
    override readonly status: number,
    /** The backend's own words. */
    message: string,
    /** Tells the refusal from others, such as `user_lifecycle.last_admin`. */
    readonly code?: string,
    /** Medusa's type of it, such as `duplicate_error`. */
    readonly type?: string
  ) {
    super(message, undefined, status)
    this.name = "RequestError"
  }
}

/** There was no answer of the backend's, so that it is not known what became of the request. */
export class Unanswered extends Error {
  constructor(
    /** Nothing arrived; nothing in time; or what somebody in between answers, such as a page to sign in at. */
    readonly kind: "unreachable" | "timed_out" | "not_the_backend",
    cause?: unknown
  ) {
    super(cause === undefined ? kind : messageOf(cause))
    this.name = "Unanswered"
  }
}

/** @throws RequestError with the status, the code, and the backend's own words */
export async function get<TResponse>(path: string, query?: Query): Promise<TResponse> {
  return await json(await send(path, { query }))
}

/** @param signal breaks it off */
export async function post<TResponse>(
  path: string,
  body: object = {},
  signal?: AbortSignal
): Promise<TResponse> {
  const headers = { "content-type": "application/json" }
  return await json(
    await send(path, { method: "POST", body: JSON.stringify(body), headers, signal })
  )
}

export async function remove<TResponse>(path: string): Promise<TResponse> {
  return await json(await send(path, { method: "DELETE" }))
}

/** Sends a form with files: the browser writes its content type, which names the boundary between its parts. */
export async function upload<TResponse>(path: string, form: FormData): Promise<TResponse> {
  return await json(await send(path, { method: "POST", body: form, limitMs: TIME_LIMIT_MS.file }))
}

/** Fetches a file with the credential of the dashboard, and has the browser save it. */
export async function download(path: string, query: Query, fileName: string): Promise<void> {
  const headers = { accept: "*/*" }
  const response = await send(path, { query, headers, limitMs: TIME_LIMIT_MS.file })
  saveFile(await response.blob().catch(throwUnanswered), fileName)
}

/** The HTTP status of what a request threw, if the backend answered at all. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof RequestError ? error.status : undefined
}

/** The backend has understood, and said no. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error)
  return status !== undefined && status >= 400 && status < 500
}

/** Whether what was asked for may have happened all the same: the answer is lost, or somebody in between gave up waiting for it. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof Unanswered || [502, 504].includes(statusOf(error) ?? 0)
}

/** What tells a refusal from others, if the backend said so. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof RequestError ? error.code : undefined
}

/** What the backend said, or what kept it from saying anything. In English: see `useExplain` for what people read. */
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

type Init = RequestInit & { query?: Query; headers?: Record<string, string>; limitMs?: number }

async function send(
  path: string,
  { query = {}, headers, limitMs, signal, ...init }: Init
): Promise<Response> {
  const backend = new URL(__BACKEND_URL__ ?? "/", window.location.origin)
  const url = new URL(`${backend.pathname.replace(/\/$/, "")}${path}`, backend.origin)
  append(url.searchParams, "", query)
  const token = AUTH_TYPE === "jwt" ? await client.getToken() : null
  const limit = AbortSignal.timeout(limitMs ?? TIME_LIMIT_MS[init.method ? "change" : "read"])
  const response = await fetch(url, {
    ...init,
    signal: either(signal, limit),
    credentials: AUTH_TYPE === "jwt" ? "omit" : "include",
    headers: {
      accept: "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  }).catch(throwUnanswered)
  if (!response.ok) {
    throw await refusalOf(response)
  }
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    throw new Unanswered("not_the_backend")
  }
  return response
}

/** Whichever comes first; where a browser can't tell, what somebody does themself. */
function either(signal: AbortSignal | null | undefined, limit: AbortSignal): AbortSignal {
  if (!signal) {
    return limit
  }
  return "any" in AbortSignal ? AbortSignal.any([signal, limit]) : signal
}

async function json<TResponse>(response: Response): Promise<TResponse> {
  const text = await response.text().catch(throwUnanswered)
  try {
    return JSON.parse(text) as TResponse
  } catch {
    throw new Unanswered("not_the_backend")
  }
}

function throwUnanswered(error: unknown): never {
  const isLate = error instanceof DOMException && error.name === "TimeoutError"
  throw new Unanswered(isLate ? "timed_out" : "unreachable", error)
}

/** A proxy in between can answer something else than the backend does. */
async function refusalOf(response: Response): Promise<RequestError> {
  const { message, code, type } = (await response.json().catch(() => ({}))) as Record<
    string,
    unknown
  >
  const text = (value: unknown) => (typeof value === "string" ? value : undefined)
  return new RequestError(
    response.status,
    text(message) ?? (response.statusText || `HTTP ${response.status}`),
    text(code),
    text(type)
  )
}

/** Writes a query as the backend reads it (`qs`): `status[]=active`, `created_at[$gte]=…`. What is not there is left out. */
function append(params: URLSearchParams, name: string, value: unknown): void {
  if (value === null || value === undefined) {
    return
  }
  if (typeof value !== "object" || value instanceof Date) {
    params.append(name, value instanceof Date ? value.toISOString() : String(value))
    return
  }
  for (const [key, each] of Object.entries(value)) {
    const part = Array.isArray(value) ? "" : key
    append(params, name ? `${name}[${part}]` : key, each)
  }
}
