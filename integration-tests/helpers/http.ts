import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from "axios"

/** Answers are looked at whatever their status is: nothing throws for a 401. */
export type Api = Pick<
  AxiosInstance,
  "get" | "post" | "put" | "patch" | "delete" | "request" | "defaults"
>

export type ApiResponse = AxiosResponse

export type Credential = { headers: Record<string, string> } & AxiosRequestConfig

export function createApi(baseURL: string): Api {
  return axios.create({ baseURL, validateStatus: () => true })
}

/** A request configuration that carries a token. */
export function bearer(token: string): Credential {
  return { headers: { authorization: `Bearer ${token}` } }
}

/** A request configuration that carries a secret API key, as Medusa wants it: HTTP Basic, no password. */
export function apiKey(token: string): Credential {
  return { headers: { authorization: `Basic ${Buffer.from(`${token}:`).toString("base64")}` } }
}

/** Logs in with a password and returns the token. Throws where that is refused; to test that, post it yourself. */
export async function login(api: Api, email: string, password: string): Promise<string> {
  const response = await api.post("/auth/user/emailpass", { email, password })
  if (response.status !== 200 || typeof response.data.token !== "string") {
    throw new Error(
      `${email} could not log in: ${response.status} ${JSON.stringify(response.data)}`
    )
  }
  return response.data.token
}

/** Opens a cookie session, and returns a request configuration that carries the cookie. */
export async function openSession(api: Api, token: string): Promise<Credential> {
  const response = await api.post("/auth/session", undefined, bearer(token))
  const cookie = response.headers["set-cookie"]?.[0]?.split(";")[0]
  if (response.status !== 200 || !cookie) {
    throw new Error(`No session: ${response.status} ${JSON.stringify(response.data)}`)
  }
  return { headers: { cookie } }
}

/** Signs in through the test's single sign-on provider, which believes the claims, and returns the token. */
export async function signInWithSso(
  api: Api,
  claims: { sub: string; email?: string; given_name?: string; family_name?: string },
  actorType: "user" | "customer" = "user"
): Promise<string> {
  const response = await api.post(`/auth/${actorType}/test-sso/callback`, undefined, {
    params: claims,
  })
  if (response.status !== 200 || typeof response.data.token !== "string") {
    throw new Error(`No sign-in: ${response.status} ${JSON.stringify(response.data)}`)
  }
  return response.data.token
}

/** What a token says, unverified. */
export function decodeToken(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())
}
