import { useBackend } from "../helpers/backend"
import { apiKey, bearer, openSession, signInWithSso } from "../helpers/http"

useBackend({ plugin: "off" }, ({ api, createAdminWithToken, sql }) => {
  it("takes a bearer, a session and an API key on its own routes", async () => {
    const { user, token } = await createAdminWithToken({
      email: "ada@example.com",
      password: "correct-horse-battery",
    })

    const session = await openSession(api, token)
    const key = await api.post("/admin/api-keys", { title: "k", type: "secret" }, bearer(token))

    for (const credential of [bearer(token), session]) {
      const response = await api.get("/custom", credential)
      expect([response.status, response.data]).toEqual([200, { actor_id: user.id }])
    }
    expect((await api.get("/custom", apiKey(key.data.api_key.token))).status).toBe(200)
    expect((await api.get("/custom")).status).toBe(401)
  })

  it("knows nobody on a public route without a credential", async () => {
    expect((await api.get("/public")).data).toEqual({ ok: true, actor_id: null })
  })

  it("begins each test with a fresh database", async () => {
    expect(await sql(`SELECT id FROM "user"`)).toEqual([])
  })

  it("believes the claims that its single sign-on provider is handed", async () => {
    await signInWithSso(api, { sub: "sso|1", email: "grace@example.com" })

    const rows = await sql("SELECT entity_id FROM provider_identity WHERE provider = 'test-sso'")
    expect(rows).toEqual([{ entity_id: "sso|1" }])
  })
})
