import http from "node:http"
import { databaseUrl, testConnection, withClient } from "../helpers/database"
import { useBackend } from "../helpers/backend"
import { readEvents } from "../helpers/event-stream"
import {
  apiKey,
  type ApiResponse,
  bearer,
  type Credential,
  decodeToken,
  login,
  openSession,
} from "../helpers/http"
import { requestResetToken } from "../helpers/reset-tokens"
import { waitUntil } from "../helpers/wait-until"

const PASSWORD = "correct horse battery staple"

// These tests change rows by hand, and look at once; what instances remember is tested elsewhere.
const options = { access: { cache_ttl_seconds: 0 } }

// As behind a proxy that passes on no name of the backend.
const env = { MEDUSA_BACKEND_URL: "https://backend.example.com" }

useBackend({ options, env }, (backend) => {
  const { api, createAdminWithToken, databaseUrl: url, getContainer, getExpressApp, sql } = backend
  let root: { id: string; token: string }

  beforeEach(async () => {
    const { user, token } = await createAdminWithToken({
      email: "root@example.com",
      password: PASSWORD,
    })
    root = { id: user.id, token }
  })

  const setAccess = (access: { status?: string; tokens_valid_after?: Date }) =>
    sql(
      `INSERT INTO user_access (id, user_id, status, tokens_valid_after) VALUES ('uacc_1', $1, $2, $3)`,
      [root.id, access.status ?? "active", access.tokens_valid_after ?? null]
    )

  it("lets a user pass who is older than the plugin", async () => {
    expect(await sql("SELECT id FROM user_access")).toEqual([])
    expect((await api.get("/admin/users/me", bearer(root.token))).status).toBe(200)
  })

  it("is called by Express itself from the first credential on, without the promises that Medusa puts around a middleware", async () => {
    expect((await api.get("/admin/users/me", bearer(root.token))).status).toBe(200)

    const stack: { handle: () => unknown }[] = getExpressApp()._router.stack
    const guards = stack.filter(({ handle }) => handle.name === "userLifecycleGuard")
    expect(guards.map(({ handle }) => handle.constructor.name)).toEqual(["Function"])
    const others = stack.filter(({ handle }) => handle.name === "neverStore")
    expect(new Set(others.map(({ handle }) => handle.constructor.name))).toEqual(
      new Set(["AsyncFunction"])
    )
  })

  describe("a page of another origin", () => {
    const pages = [
      [
        "of the same site",
        { "sec-fetch-site": "same-site", origin: "http://shop.example.com:8001" },
      ],
      ["of another site", { "sec-fetch-site": "cross-site", origin: "http://example.org" }],
      ["in a browser that says no more", { origin: "http://127.0.0.1:9123" }],
      ["that hides where it is", { origin: "null" }],
    ] as const
    const changes = [
      ["POST", "/admin/user-lifecycle/revoke-all-sessions"],
      ["POST", "/ADMIN/users/user_1/offboard"],
      ["DELETE", "/admin/users/user_1"],
      ["POST", "/admin/products"],
      ["POST", "/auth/user/emailpass/register"],
      ["POST", "/auth/%75ser/emailpass/register"],
      ["POST", "/auth/mfa/recovery-codes"],
      ["POST", "/auth/token/refresh"],
      ["POST", "/cloud/auth/users"],
    ] as const
    const ask = async (method: string, url: string, headers: object) =>
      await api.request({ method, url, headers: { ...headers } })

    it.each(pages)("%s changes nothing with an admin's session", async (_, page) => {
      const { headers } = await openSession(api, root.token)
      for (const [method, url] of changes) {
        const { status, data } = await ask(method, url, { ...headers, ...page })
        expect({ url, status, code: data.code }).toEqual({
          url,
          status: 403,
          code: "user_lifecycle.foreign_page",
        })
        expect(data.message).toContain(page.origin)
        expect(data.message).toContain("asked as")
      }
      const multipart = { ...headers, ...page, "content-type": "multipart/form-data; boundary=x" }
      const { status } = await api.post(
        "/admin/user-lifecycle/imports",
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nemail\na@example.com\r\n--x--\r\n',
        { headers: multipart }
      )
      expect(status).toBe(403)
      expect(await sql("SELECT 1 FROM user_import")).toEqual([])
      const [, protectedPage] = ["", { authorization: "Basic c2hvcDpzaG9w" }]
      const basic = { ...headers, ...page, ...protectedPage }
      expect((await ask("POST", "/admin/users/user_1/suspend", basic)).status).toBe(403)
      // What an identity provider has the browser send is no session's, what changes nothing is nobody's to forge, and a customer's session none of the guard's.
      expect((await ask("GET", "/admin/users/me", { ...headers, ...page })).status).toBe(200)
      expect((await ask("POST", "/store/carts", { ...headers, ...page })).status).not.toBe(403)
    })

    it("may, where http.adminCors names it, with a token, or without a browser", async () => {
      const { headers } = await openSession(api, root.token)
      const [[, page]] = pages
      const passing = [
        { ...headers },
        { ...headers, "sec-fetch-site": "same-origin", origin: "http://shop.example.com" },
        { ...headers, "sec-fetch-site": "cross-site", origin: "http://127.0.0.1" },
        { ...headers, origin: "http://shop.example.com", "x-forwarded-host": "shop.example.com" },
        { ...headers, origin: "https://backend.example.com" },
        { ...bearer(root.token).headers, ...page },
      ]
      for (const each of passing) {
        const { status } = await ask("POST", "/admin/users/user_1/suspend", each)
        expect({ each, status }).toEqual({ each, status: 404 })
      }
    })
  })

  describe("a storefront that http.authCors names, in an admin's browser", () => {
    const page = { "sec-fetch-site": "same-site", origin: "http://store.example.com" }

    it("makes no token of the admin's session, and changes nothing with it", async () => {
      const { headers } = await openSession(api, root.token)
      for (const [method, url] of [
        ["POST", "/auth/token/refresh"],
        ["POST", "/auth/TOKEN/refresh/"],
        ["POST", "/auth/mfa/factors"],
        ["DELETE", "/auth/mfa/factors/1"],
        ["POST", "/auth/mfa/recovery-codes"],
        ["POST", "/auth/verification/request"],
        ["POST", "/auth/verification/confirm"],
        ["POST", "/admin/products"],
      ]) {
        // With any token beside the session Medusa takes the session.
        for (const more of [{}, { authorization: "Bearer x" }]) {
          if (url.startsWith("/admin") && "authorization" in more) {
            continue
          }
          const asked = { method, url, headers: { ...headers, ...page, ...more } }
          const { status, data } = await api.request(asked)
          expect([url, status, data.code]).toEqual([url, 403, "user_lifecycle.foreign_page"])
        }
      }
    })

    it("goes on logging its customers in, and does not vouch in the admin's name", async () => {
      const { headers } = await openSession(api, root.token)
      const browser = { headers: { ...headers, ...page } }
      const customer = { email: "customer@example.com", password: PASSWORD }
      const registered = await api.post("/auth/customer/emailpass/register", customer, browser)
      expect(registered.status).toBe(200)
      const { status, data } = await api.post("/auth/customer/emailpass", customer, browser)
      expect(status).toBe(200)

      const login = { email: "ada@example.com", password: PASSWORD }
      const asStranger = await api.post("/auth/user/emailpass/register", login, browser)
      expect([asStranger.status, asStranger.data.code]).toEqual([401, "user_lifecycle.not_invited"])
      // The dashboard does, and so does whoever shows a token.
      const token = bearer(root.token).headers
      const other = { ...login, email: "grace@example.com" }
      for (const [body, shown] of [
        [login, { headers }],
        [other, { headers: { ...headers, ...page, ...token } }],
      ] as const) {
        expect((await api.post("/auth/user/emailpass/register", body, shown)).status).toBe(200)
      }

      const opened = await api.post("/auth/session", undefined, {
        headers: { ...headers, ...page, ...bearer(data.token).headers },
      })
      expect(opened.status).toBe(200)
    })

    it("can throw the admin's session away, as any page can", async () => {
      const session = await openSession(api, root.token)
      const { status } = await api.delete("/auth/session", {
        headers: { ...session.headers, origin: "http://example.org" },
      })
      expect(status).toBe(200)
      expect((await api.get("/admin/users/me", session)).status).toBe(401)
    })
  })

  it("refuses a user whose row was deleted by hand", async () => {
    await sql(`DELETE FROM "user" WHERE id = $1`, [root.id])
    const { status, data } = await api.get("/admin/products", bearer(root.token))
    expect([status, data]).toEqual([
      401,
      {
        type: "unauthorized",
        code: "user_lifecycle.user_deleted",
        message: expect.stringContaining("no longer exists"),
      },
    ])
  })

  it("refuses a suspended user", async () => {
    await setAccess({ status: "suspended" })
    const { status, data } = await api.get("/admin/products", bearer(root.token))
    expect([status, data.code]).toEqual([401, "user_lifecycle.user_suspended"])
  })

  it("refuses tokens and sessions from before tokens_valid_after, and takes younger ones", async () => {
    const session = await openSession(api, root.token)
    const issuedAt = Number(decodeToken(root.token).iat)
    await setAccess({ tokens_valid_after: new Date(issuedAt * 1000 + 999) })

    for (const credential of [bearer(root.token), session]) {
      const { status, data } = await api.get("/admin/products", credential)
      expect([status, data.code]).toEqual([401, "user_lifecycle.token_revoked"])
    }

    await sql("UPDATE user_access SET tokens_valid_after = $1", [new Date(issuedAt * 1000 - 1)])
    for (const credential of [bearer(root.token), session]) {
      expect((await api.get("/admin/products", credential)).status).toBe(200)
    }
  })

  it("judges the session that Medusa took, where a token came as well", async () => {
    const session = await openSession(api, root.token)
    const issuedAt = Number(decodeToken(root.token).iat)
    const { user, token } = await createAdminWithToken({
      email: "ada@example.com",
      password: PASSWORD,
    })
    await setAccess({ tokens_valid_after: new Date(issuedAt * 1000) })

    const both = { headers: { ...session.headers, ...bearer(token).headers } }
    expect((await api.get("/admin/users/me", both)).data.code).toBe("user_lifecycle.token_revoked")

    const other = await openSession(api, token)
    const mixed = { headers: { ...other.headers, ...bearer(root.token).headers } }
    expect((await api.get("/admin/users/me", mixed)).data.user.id).toBe(user.id)
  })

  it("takes a good token beside a dead cookie wherever either will do, and lets the cookie be thrown away", async () => {
    const session = await openSession(api, root.token)
    await setAccess({ tokens_valid_after: new Date(Number(decodeToken(root.token).iat) * 1000) })
    const fresh = bearer(await login(api, "root@example.com", PASSWORD))
    const both = { headers: { ...session.headers, ...fresh.headers } }

    expect((await api.post("/auth/token/refresh", undefined, both)).status).toBe(200)
    expect((await api.get("/auth/mfa/factors", both)).status).toBe(200)
    expect((await api.get("/custom", both)).status).toBe(200)
    for (let request = 0; request < 2; request++) {
      const { data } = await api.get("/custom", session)
      expect(data.code).toBe("user_lifecycle.token_revoked")
    }

    const loggedOut = await api.delete("/auth/session", session)
    expect([loggedOut.status, loggedOut.data]).toEqual([200, { success: true }])
    expect((await api.get("/custom", session)).data.code).toBeUndefined()
  })

  it("opens a new session in place of a dead one", async () => {
    const session = await openSession(api, root.token)
    await setAccess({ tokens_valid_after: new Date(Number(decodeToken(root.token).iat) * 1000) })
    const fresh = bearer(await login(api, "root@example.com", PASSWORD))
    const both = { headers: { ...session.headers, ...fresh.headers } }
    expect((await api.post("/auth/session", undefined, both)).status).toBe(200)
    expect((await api.get("/admin/users/me", session)).status).toBe(200)
  })

  it("ends a stream of events with the access of whoever reads it, and no other one", async () => {
    const { token } = await createAdminWithToken({ email: "ada@example.com", password: PASSWORD })
    const { data } = await api.post(
      "/admin/api-keys",
      { title: "key", type: "secret" },
      bearer(root.token)
    )
    const read = (credential: Credential) => readEvents(api, credential, bearer(token))
    const others = await read(bearer(token))
    const own = await Promise.all([
      read(bearer(root.token)),
      read(await openSession(api, root.token)),
      read(apiKey(data.api_key.token)),
    ])
    expect([others, ...own]).toEqual(
      Array(4).fill(expect.objectContaining({ status: 200, ended_at: undefined }))
    )
    await setAccess({ status: "suspended" })
    await waitUntil("the streams ended", () => own.every(({ ended_at }) => ended_at))
    expect(others.ended_at).toBeUndefined()
    others.stop()
  })

  it("ends a request that brings files, however slowly, with the access of whoever sends it", async () => {
    const { access } = getContainer().resolve<{ access: { onChange: () => unknown } }>(
      "user_lifecycle"
    )
    const watched = jest.spyOn(access, "onChange")
    const request = http.request(`${api.defaults.baseURL}/admin/uploads`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${root.token}`,
        "content-type": "multipart/form-data; boundary=part",
      },
    })
    const ended = new Promise<unknown>((resolve) => {
      request.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code))
      request.on("response", ({ statusCode }) => resolve(statusCode))
    })
    request.write(
      '--part\r\nContent-Disposition: form-data; name="files"; filename="page.html"\r\n' +
        "Content-Type: text/html\r\n\r\n<!doctype html>"
    )
    await waitUntil("the backend reads it", () => watched.mock.calls.length > 0)
    await setAccess({ status: "suspended" })
    expect(await ended).toBe("ECONNRESET")
  })

  it("tells nothing to whoever forges a token", async () => {
    await setAccess({ status: "suspended" })
    const [header, , signature] = root.token.split(".")
    const claims = Buffer.from(JSON.stringify(decodeToken(root.token))).toString("base64url")
    const forged = bearer(`${header}.${claims}.${signature.split("").reverse().join("")}`)

    for (const path of ["/admin/products", "/custom", "/public"]) {
      const { data } = await api.get(path, forged)
      expect(data.code).toBeUndefined()
    }
  })

  it("leaves customers and strangers alone", async () => {
    const registered = await api.post("/auth/customer/emailpass/register", {
      email: "customer@example.com",
      password: PASSWORD,
    })
    const [key] = await sql<{ token: string }>(
      "SELECT token FROM api_key WHERE type = 'publishable'"
    )
    const store = { "x-publishable-api-key": key.token }
    const created = await api.post(
      "/store/customers",
      { email: "customer@example.com" },
      { headers: { ...store, ...bearer(registered.data.token).headers } }
    )
    expect(created.status).toBe(200)
    const token = (
      await api.post("/auth/customer/emailpass", {
        email: "customer@example.com",
        password: PASSWORD,
      })
    ).data.token
    await sql(`UPDATE "user" SET deleted_at = now()`)

    const me = await api.get("/store/customers/me", {
      headers: { ...store, ...bearer(token).headers },
    })
    expect(me.status).toBe(200)
    expect((await api.get("/store/products", { headers: store })).status).toBe(200)
    const refreshed = await api.post("/auth/token/refresh", undefined, bearer(token))
    expect(refreshed.status).toBe(200)
  })

  it("does not take a credential that is spelled so that only one of two readers understands it", async () => {
    await sql(`UPDATE "user" SET deleted_at = now()`)
    const { token } = root
    for (const authorization of [
      `bearer ${token}`,
      `BEARER   ${token}`,
      `Bearer ${token} trailing`,
      `Bearer\t${token}`,
    ]) {
      for (const path of ["/admin/products", "/custom"]) {
        const { status } = await api.get(path, { headers: { authorization } })
        expect([authorization.slice(0, 12), path, status]).toEqual([
          authorization.slice(0, 12),
          path,
          401,
        ])
      }
    }
  })

  it("refuses on every spelling of a path", async () => {
    await sql(`UPDATE "user" SET deleted_at = now()`)
    for (const path of [
      "/ADMIN/products",
      "/admin/products/",
      "/admin//products",
      "/Custom",
      "/%63ustom",
    ]) {
      const { status } = await api.get(path, bearer(root.token))
      expect([path, status === 401 || status === 404]).toEqual([path, true])
    }
  })

  describe("while the database is away", () => {
    const UNKNOWN = [503, "user_lifecycle.access_unknown"]
    /** Five seconds, and what a busy machine takes. A pool goes on trying for a minute. */
    const IN_TIME_MS = 15_000

    /** What is answered to each of several requests that are sent while no connection can be made. */
    const askWithoutDatabase = async (ask: () => Promise<ApiResponse>[]) => {
      const name = new URL(url).pathname.slice(1)
      const maintenance = databaseUrl(testConnection(), "postgres")
      return await withClient(maintenance, async (client) => {
        await client.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS false`)
        try {
          await client.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
            [name]
          )
          const startedAt = performance.now()
          const answers = await Promise.all(ask())
          expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS)
          expect((await api.get("/public")).status).toBe(200)
          return answers.map(({ status, data }) => [status, data.code])
        } finally {
          await client.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS true`)
        }
      })
    }

    it("answers 503, and never lets anybody pass", async () => {
      const session = await openSession(api, root.token)
      const answers = await askWithoutDatabase(() => [
        api.get("/admin/feature-flags", bearer(root.token)),
        api.get("/admin/feature-flags", session),
        api.get("/custom", bearer(root.token)),
        api.post("/auth/session", undefined, bearer(root.token)),
      ])
      expect(answers).toEqual(Array(4).fill(UNKNOWN))

      await login(api, "root@example.com", PASSWORD)
      expect((await api.get("/admin/feature-flags", session)).status).toBe(200)
    })

    it("has no words of it for whoever logs in while it fails in the middle, and calls no password wrong", async () => {
      await sql("ALTER TABLE provider_identity RENAME TO provider_identity_away")
      try {
        const email = "root@example.com"
        const answers = await Promise.all([
          api.post("/auth/user/emailpass", { email, password: PASSWORD }),
          api.post("/auth/user/test-sso/callback", undefined, { params: { sub: "sso|root" } }),
        ])
        expect(answers.map(({ status }) => status)).toEqual([500, 500])
        expect(JSON.stringify(answers.map(({ data }) => data))).not.toMatch(/select|identity/i)
      } finally {
        await sql("ALTER TABLE provider_identity_away RENAME TO provider_identity")
      }
      await login(api, "root@example.com", PASSWORD)
    })

    it("answers 503 to whoever logs in, registers or resets a password", async () => {
      const email = "root@example.com"
      const resetToken = await requestResetToken({ api, getContainer }, email)
      const path = "/auth/user/emailpass"
      const answers = await askWithoutDatabase(() => [
        api.post(path, { email, password: PASSWORD }),
        api.post("/auth/user/test-sso/callback", undefined, { params: { sub: "sso|root" } }),
        api.post(`${path}/register`, { email: "ada@example.com", password: PASSWORD }),
        api.post(
          `${path}/register`,
          { email: "ada@example.com", password: PASSWORD },
          bearer(root.token)
        ),
        api.post(`${path}/reset-password`, { identifier: email }),
        api.post("/auth/customer/emailpass/reset-password", { identifier: email }),
        api.post(`${path}/update`, { password: "another password" }, bearer(resetToken)),
        api.post("/auth/token/refresh", undefined, bearer(root.token)),
      ])
      expect(answers).toEqual(Array(8).fill(UNKNOWN))
      // Nothing of it happens later.
      await login(api, email, PASSWORD)
      expect(
        await sql("SELECT 1 FROM provider_identity WHERE entity_id = 'ada@example.com'")
      ).toEqual([])
    })

    it("answers 503 to an API key on a route of the application, and lets none pass under /admin", async () => {
      const { data } = await api.post(
        "/admin/api-keys",
        { title: "key", type: "secret" },
        bearer(root.token)
      )
      const key = apiKey(data.api_key.token)
      expect((await api.get("/custom", key)).status).toBe(200)
      expect(await askWithoutDatabase(() => [api.get("/custom", key)])).toEqual([UNKNOWN])
      // Medusa (2.21) reads the key there, before any plugin, and for as long as the pool tries.
      await waitUntil("it works again", async () => (await api.get("/custom", key)).status === 200)
      expect((await api.get("/admin/feature-flags", key)).status).toBe(200)
    })
  })
})
