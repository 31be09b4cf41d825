import type { Backend } from "./backend"
import { apiKey, bearer, type Credential, login } from "./http"

export const PASSWORD = "correct horse battery staple"

export type Person = { id: string; email: string; token: string; credential: Credential }

/** The lifecycle actions that have a route `POST /admin/users/:id/<action>`. */
export type Action =
  "offboard" | "suspend" | "reactivate" | "restore" | "revoke-sessions" | "change-email"

/** Makes root@example.com an admin before each test, and gives what tests do with people again and again. */
export function usePeople({ api, createAdminWithToken, sql }: Backend) {
  let root: Person | undefined

  beforeEach(async () => {
    const email = "root@example.com"
    const { user, token } = await createAdminWithToken({ email, password: PASSWORD })
    root = { id: user.id, email, token, credential: bearer(token) }
  })

  const getRoot = (): Person => {
    if (!root) {
      throw new Error("There is no root outside of tests")
    }
    return root
  }

  const people = {
    get root() {
      return getRoot()
    },

    /** Provisions somebody as root, and logs them in. */
    provision: async (email: string, body: Record<string, unknown> = {}): Promise<Person> => {
      const { status, data } = await api.post(
        "/admin/users",
        { email, password: PASSWORD, ...body },
        getRoot().credential
      )
      if (status !== 200) {
        throw new Error(`${email} could not be provisioned: ${JSON.stringify(data)}`)
      }
      const token = await login(api, email, String(body.password ?? PASSWORD))
      return { id: data.user.id, email, token, credential: bearer(token) }
    },

    act: (action: Action, { id }: { id: string }, body = {}, credential?: Credential) =>
      api.post(`/admin/users/${id}/${action}`, body, credential ?? getRoot().credential),

    logIn: (email: string, password = PASSWORD) =>
      api.post("/auth/user/emailpass", { email, password }),

    /** Makes somebody a customer, whom nobody asked. */
    registerCustomer: async (email: string, password: string): Promise<string> => {
      const { data } = await api.post("/auth/customer/emailpass/register", { email, password })
      const [key] = await sql<{ token: string }>(
        "SELECT token FROM api_key WHERE type = 'publishable'"
      )
      const headers = { ...bearer(data.token).headers, "x-publishable-api-key": key.token }
      const created = await api.post("/store/customers", { email }, { headers })
      return created.data.customer.id
    },

    createKey: async (credential: Credential, title = "key") => {
      const { data } = await api.post("/admin/api-keys", { title, type: "secret" }, credential)
      return { id: data.api_key.id as string, credential: apiKey(data.api_key.token) }
    },

    /** Links a login at the test's single sign-on provider, as somebody who signs in with it has one. */
    linkSso: async ({ id }: { id: string }, entityId: string) => {
      const identityId = `authid_${entityId}`
      await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ($1, $2::jsonb)", [
        identityId,
        JSON.stringify({ user_id: id }),
      ])
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id) VALUES ($1, $2, 'test-sso', $3)`,
        [`provid_${entityId}`, entityId, identityId]
      )
    },

    signIn: (sub: string, claims: Record<string, unknown> = {}) =>
      api.post("/auth/user/test-sso/callback", undefined, { params: { sub, ...claims } }),

    /** Whether a credential opens the admin. */
    status: async (credential: Credential) => (await api.get("/admin/products", credential)).status,

    /** Waits until news about a change has arrived. Throws after 5 seconds. */
    untilRefused: async (credential: Credential) => {
      const deadline = Date.now() + 5_000
      while ((await people.status(credential)) !== 401) {
        if (Date.now() > deadline) {
          throw new Error("The credential is still good")
        }
      }
    },

    /** What the ledger says happened to somebody, oldest first; not the emails, which leave when they leave. */
    ledger: async ({ id }: { id: string }) =>
      await sql<{ type: string; reason: string | null; actor_id: string | null; data: unknown }>(
        "SELECT type, reason, actor_id, data FROM lifecycle_event WHERE user_id = $1 AND type NOT LIKE 'email\\_%' ORDER BY sequence",
        [id]
      ),
  }
  return people
}
