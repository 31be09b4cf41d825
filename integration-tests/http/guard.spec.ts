import { databaseUrl, testConnection, withClient } from "../helpers/database"
import { useBackend } from "../helpers/backend"
import { bearer, decodeToken, login, openSession } from "../helpers/http"

const PASSWORD = "correct horse battery staple"

// These tests change rows by hand, and look at once; what instances remember is tested elsewhere.
const options = { access: { cache_ttl_seconds: 0 } }

useBackend({ options }, ({ api, createAdminWithToken, databaseUrl: url, sql }) => {
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

  it("answers 503, and never lets anybody pass, while the database is away", async () => {
    const session = await openSession(api, root.token)
    const name = new URL(url).pathname.slice(1)
    const maintenance = databaseUrl(testConnection(), "postgres")

    await withClient(maintenance, async (client) => {
      await client.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS false`)
      try {
        await client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
          [name]
        )
        const answers = await Promise.all([
          api.get("/admin/feature-flags", bearer(root.token)),
          api.get("/admin/feature-flags", session),
          api.get("/custom", bearer(root.token)),
          api.post("/auth/session", undefined, bearer(root.token)),
        ])
        for (const { status, data } of answers) {
          expect([status, data.code]).toEqual([503, "user_lifecycle.access_unknown"])
        }
        expect((await api.get("/public")).status).toBe(200)
      } finally {
        await client.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS true`)
      }
    })

    await login(api, "root@example.com", PASSWORD)
    expect((await api.get("/admin/feature-flags", session)).status).toBe(200)
  })
})
