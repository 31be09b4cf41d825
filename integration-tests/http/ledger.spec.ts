import { useBackend } from "../helpers/backend"
import { bearer, type Credential } from "../helpers/http"

const PASSWORD = "correct horse battery staple"

useBackend({}, ({ api, createAdminWithToken, sql }) => {
  let root: { id: string; credential: Credential }

  beforeEach(async () => {
    const { user, token } = await createAdminWithToken({
      email: "root@example.com",
      password: PASSWORD,
    })
    root = { id: user.id, credential: bearer(token) }
  })

  const append = (
    rows: { type: string; user_id?: string; email?: string; created_at?: string }[]
  ) =>
    Promise.all(
      rows.map(({ type, user_id, email, created_at }, index) =>
        sql(
          `INSERT INTO lifecycle_event (id, sequence, type, user_id, email, actor_type, actor_id, created_at)
           VALUES ($1, $2, $3, $4, $5, 'user', 'user_actor', coalesce($6::timestamptz, now()))`,
          [`ulevt_${index}`, index + 1, type, user_id ?? null, email ?? null, created_at ?? null]
        )
      )
    )

  const list = (query: string) => api.get(`/admin/user-lifecycle/events${query}`, root.credential)

  describe("GET /admin/user-lifecycle/events", () => {
    const ids = ({ data }: { data: { events: { id: string }[] } }) =>
      data.events.map(({ id }) => id)

    beforeEach(() =>
      append([
        {
          type: "user_provisioned",
          user_id: "user_1",
          email: "ada@example.com",
          created_at: "2026-01-01T00:00:00Z",
        },
        {
          type: "user_offboarded",
          user_id: "user_1",
          email: "ada@example.com",
          created_at: "2026-02-01T00:00:00Z",
        },
        {
          type: "user_provisioned",
          user_id: "user_2",
          email: "grace@example.com",
          created_at: "2026-03-01T00:00:00Z",
        },
      ])
    )

    it("lists the newest first, in pages, with a count", async () => {
      const answer = await list("?limit=2")
      expect(answer.status).toBe(200)
      expect(answer.data).toMatchObject({ count: 3, offset: 0, limit: 2 })
      expect(ids(answer)).toEqual(["ulevt_2", "ulevt_1"])
      expect(ids(await list("?limit=2&offset=2"))).toEqual(["ulevt_0"])
    })

    it("names who did it: by the email or the title that they have now, also after they are gone", async () => {
      const key = await api.post(
        "/admin/api-keys",
        { title: "import", type: "secret" },
        root.credential
      )
      const gone = await api.post("/admin/users", { email: "gone@example.com" }, root.credential)
      await api.delete(`/admin/users/${gone.data.user.id}`, root.credential)
      for (const [id, actor] of [
        ["ulevt_0", root.id],
        ["ulevt_1", key.data.api_key.id],
        ["ulevt_2", gone.data.user.id],
      ]) {
        await sql(
          `INSERT INTO lifecycle_event (id, sequence, type, actor_type, actor_id)
           VALUES ($1, $2, 'user_invited', 'user', $3)`,
          [`${id}_named`, 1_000 + Number(id.slice(-1)), actor]
        )
      }
      const { data } = await list("?type=user_invited")
      const names = data.events.map(({ actor_name }: { actor_name: string }) => actor_name)
      expect(names).toEqual(["gone@example.com", "import", "root@example.com"])
      const { data: unknown } = await list("?actor_id=user_actor&limit=1")
      expect(unknown.events[0].actor_name).toBeNull()
    })

    it("names a person by the email that they have now, or had last, also after their row was erased", async () => {
      const { data } = await api.post("/admin/users", { email: "old@example.com" }, root.credential)
      const { id } = data.user
      await api.post(
        `/admin/users/${id}/change-email`,
        { email: "new@example.com" },
        root.credential
      )
      const namesOf = async () => {
        const { data: page } = await list(`?user_id=${id}&q=user_&type=user_provisioned`)
        return page.events.map(({ email, user_name }: { email: string; user_name: string }) => [
          email,
          user_name,
        ])
      }
      expect(await namesOf()).toEqual([["old@example.com", "new@example.com"]])
      await api.delete(`/admin/users/${id}`, root.credential)
      await sql(`DELETE FROM "user" WHERE id = $1`, [id])
      // The old address is told of the change, and that may happen late.
      await sql(
        `INSERT INTO lifecycle_event (id, sequence, type, user_id, email, actor_type)
         VALUES ('ulevt_told', 4999, 'email_sent', $1, 'old@example.com', 'system')`,
        [id]
      )
      expect(await namesOf()).toEqual([["old@example.com", "new@example.com"]])

      await sql(
        `INSERT INTO lifecycle_event (id, sequence, type, actor_type, actor_id)
         VALUES ('ulevt_erased', 5000, 'user_invited', 'user', $1)`,
        [id]
      )
      const { data: acted } = await list(`?actor_id=${id}`)
      expect(acted.events[0]).toMatchObject({ actor_name: "new@example.com", user_name: null })
    })

    it("filters by person, actor, type, time and words", async () => {
      expect(ids(await list("?user_id=user_1"))).toEqual(["ulevt_1", "ulevt_0"])
      expect(ids(await list("?actor_id=user_actor"))).toHaveLength(3)
      expect(ids(await list("?actor_id=user_1"))).toEqual([])
      expect(ids(await list("?actor_type=user"))).toHaveLength(3)
      expect(ids(await list("?actor_type[]=system&actor_type[]=api-key"))).toEqual([])
      expect(ids(await list("?type=user_offboarded"))).toEqual(["ulevt_1"])
      expect(ids(await list("?type[]=user_offboarded&type[]=user_provisioned"))).toHaveLength(3)
      expect(ids(await list("?q=grace"))).toEqual(["ulevt_2"])
      expect(ids(await list("?q=grace+example+com+user+a+b+c+d"))).toEqual([])
      // What stands for anything in a pattern stands for itself here.
      expect(ids(await list("?q=gr_ce"))).toEqual([])
      expect(ids(await list("?q=user%25"))).toEqual([])
      expect(ids(await list("?q=user_2"))).toEqual(["ulevt_2"])
      expect(
        ids(await list("?created_at[$gte]=2026-01-15&created_at[$lt]=2026-03-01T00:00:00Z"))
      ).toEqual(["ulevt_1"])
    })

    it("answers 400 for what it does not understand", async () => {
      for (const query of [
        "?limit=0",
        "?limit=201",
        "?limit=many",
        "?offset=-1",
        "?created_at[$gte]=yesterday",
        "?created_at[$like]=2026",
        "?created_at[$gte]=%2B200000-01-01T00:00:00Z",
        "?created_at[$gte]=-000001-01-01",
        "?created_at[$gte]=0000-01-01",
        "?created_at[$gte]=2026-13-01",
        "?nonsense=1",
        "?actor_type=nonsense",
        "?q=" + "x".repeat(256),
        "?q=" + "x+".repeat(9),
        "?order=nonsense",
        "?user_id=%00",
      ]) {
        const { status, data } = await list(query)
        expect([query, status, data.type]).toEqual([query, 400, "invalid_data"])
      }
    })

    it("answers 401 to strangers", async () => {
      expect((await api.get("/admin/user-lifecycle/events")).status).toBe(401)
    })
  })
})
