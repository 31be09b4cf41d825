import { AccessStatus, effectiveStatus } from "../../src/domain/access"
import { LifecycleEventType, SYSTEM_ACTOR } from "../../src/domain/lifecycle-event"
import type UserLifecycleModuleService from "../../src/modules/user_lifecycle/service"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer, type Credential, openSession } from "../helpers/http"
import { PASSWORD, type Person, usePeople } from "../helpers/people"
import { deliverUserDeleted } from "../helpers/subscribers"
import { waitUntil } from "../helpers/wait-until"

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

useBackend({}, (backend) => {
  const { api, getContainer, sql } = backend
  const people = usePeople(backend)

  const list = (query = "", credential: Credential = people.root.credential) =>
    api.get(`/admin/user-lifecycle/people${query}`, credential)

  const emails = async (query = "") => {
    const { status, data } = await list(query)
    expect([query, status]).toEqual([query, 200])
    return data.people.map(({ email }: { email: string }) => email)
  }

  const find = async ({ email }: { email: string }) => {
    const { data } = await list(`?q=${encodeURIComponent(email)}`)
    expect(data.count).toBe(1)
    return data.people[0]
  }

  const databaseClock = async () =>
    (await sql<{ now: Date }>("SELECT clock_timestamp() AS now"))[0].now.toISOString()

  /** People of whom the plugin knows nothing. */
  const insertUsers = (users: { id: string; email: string; created_at?: string }[]) =>
    sql(
      `INSERT INTO "user" (id, email, created_at)
       SELECT id, email, coalesce(created_at, now()) FROM jsonb_to_recordset($1::jsonb) AS u (id text, email text, created_at timestamptz)`,
      [JSON.stringify(users)]
    )

  const invite = async (email: string, credential: Credential) => {
    const { data } = await api.post("/admin/invites", { email }, credential)
    return data.invite as { id: string; token: string }
  }

  describe("GET /admin/user-lifecycle/people", () => {
    it("tells all of a person, and nothing that is secret", async () => {
      const before = await databaseClock()
      const ada = await people.provision("ada@example.com", {
        first_name: "Ada",
        last_name: "Lovelace",
        metadata: { note: "not for the list" },
      })
      const { status, data } = await list("?q=ada")
      expect(status).toBe(200)
      expect(data).toMatchObject({ count: 1, offset: 0, limit: 50 })
      const { created_at, last_login_at, last_seen_at, ...person } = data.people[0]
      expect(person).toEqual({
        user_id: ada.id,
        email: "ada@example.com",
        first_name: "Ada",
        last_name: "Lovelace",
        status: "active",
        reason: null,
        until: null,
        login_methods: ["emailpass"],
        roles: [],
        api_keys: 0,
        created_by_type: "user",
        created_by_id: people.root.id,
        created_by_name: "root@example.com",
        offboarding_at: null,
        offboarded_at: null,
        awaits_password: false,
      })
      // The login was a moment ago, and this instance would write about it within a minute.
      for (const instant of [created_at, last_login_at, last_seen_at]) {
        expect(instant >= before && instant <= (await databaseClock())).toBe(true)
      }
    })

    it("knows nobody who made a user that is older than the plugin", async () => {
      expect(await find(people.root)).toMatchObject({
        status: "active",
        created_by_type: null,
        created_by_id: null,
        created_by_name: null,
      })
      await insertUsers([{ id: "user_old", email: "old@example.com" }])
      expect(await find({ email: "old@example.com" })).toMatchObject({
        status: "active",
        login_methods: [],
        api_keys: 0,
        created_by_id: null,
        last_login_at: null,
        last_seen_at: null,
      })
    })

    describe("says who made somebody, or invited them:", () => {
      let ada: Person
      beforeEach(async () => {
        ada = await people.provision("ada@example.com")
      })
      const madeBy = (type: string, id: string | null, name: string | null) => ({
        created_by_type: type,
        created_by_id: id,
        created_by_name: name,
      })

      it("an admin whose invite was accepted with a password", async () => {
        const { token } = await invite("grace@example.com", ada.credential)
        await api.post("/admin/invites/accept", { token, password: PASSWORD })
        expect(await find({ email: "grace@example.com" })).toMatchObject(
          madeBy("user", ada.id, "ada@example.com")
        )
      })

      it("an admin whose invite was accepted by signing in at an identity provider", async () => {
        await invite("grace@example.com", ada.credential)
        const { data } = await people.signIn("sso|grace", { email: "grace@example.com" })
        await api.post("/auth/test-sso/user", undefined, bearer(data.token))
        expect(await find({ email: "grace@example.com" })).toMatchObject({
          ...madeBy("user", ada.id, "ada@example.com"),
          login_methods: ["test-sso"],
        })
      })

      it("an API key", async () => {
        const key = await people.createKey(ada.credential, "Onboarding")
        await api.post("/admin/users", { email: "grace@example.com" }, key.credential)
        expect(await find({ email: "grace@example.com" })).toMatchObject(
          madeBy("api-key", key.id, "Onboarding")
        )
        const { token } = await invite("mary@example.com", key.credential)
        await api.post("/admin/invites/accept", { token, password: PASSWORD })
        expect(await find({ email: "mary@example.com" })).toMatchObject(
          madeBy("api-key", key.id, "Onboarding")
        )
      })

      it("nobody, for an invite that nobody is known to have made", async () => {
        const { token } = await invite("grace@example.com", ada.credential)
        await sql("ALTER TABLE lifecycle_event DISABLE TRIGGER USER")
        await sql("DELETE FROM lifecycle_event WHERE type = 'user_invited'")
        await sql("ALTER TABLE lifecycle_event ENABLE TRIGGER USER")
        await api.post("/admin/invites/accept", { token, password: PASSWORD })
        expect(await find({ email: "grace@example.com" })).toMatchObject(
          madeBy("system", null, null)
        )
      })

      it("a job that invited somebody, and not whoever the entry of the provision names", async () => {
        await insertUsers([{ id: "user_grace", email: "grace@example.com" }])
        await sql(
          `INSERT INTO lifecycle_event (id, type, user_id, actor_type, actor_id, data)
           VALUES ('ulevt_1', 'user_provisioned', 'user_grace', 'user', $1, '{"invited_by": {"type": "system", "id": null}}')`,
          [ada.id]
        )
        expect(await find({ email: "grace@example.com" })).toMatchObject(
          madeBy("system", null, null)
        )
      })

      it("still the same after they were offboarded and restored, under the email that the maker has now", async () => {
        const { data } = await api.post(
          "/admin/users",
          { email: "grace@example.com", password: PASSWORD },
          ada.credential
        )
        await people.act("offboard", data.user)
        await people.act("restore", data.user)
        await people.act("change-email", ada, { email: "countess@example.com" })
        expect(await find({ email: "grace@example.com" })).toMatchObject(
          madeBy("user", ada.id, "countess@example.com")
        )
      })
    })

    it("has everybody's status as it counts now", async () => {
      const [ada, grace, mary, joan] = await Promise.all(
        ["ada", "grace", "mary", "joan"].map((name) => people.provision(`${name}@example.com`))
      )
      const until = inHours(1)
      await people.act("suspend", ada, { reason: "on leave", until })
      await people.act("suspend", grace, { reason: "on leave", until })
      await people.act("offboard", mary, { reason: "left the company" })
      // As other code does, of whom nobody tells the plugin.
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [joan.id])
      await sql("UPDATE user_access SET until = now() - interval '1 second' WHERE user_id = $1", [
        grace.id,
      ])

      expect(await find(ada)).toMatchObject({
        status: "suspended",
        reason: "on leave",
        until,
        offboarded_at: null,
      })
      expect(await find(grace)).toMatchObject({ status: "active", reason: null, until: null })
      const offboarded = await find(mary)
      expect(offboarded).toMatchObject({
        status: "offboarded",
        reason: "left the company",
        login_methods: [],
      })
      expect(Date.parse(offboarded.offboarded_at)).toBeGreaterThan(
        Date.parse(offboarded.created_at)
      )
      expect(await find(joan)).toMatchObject({ status: "offboarded", reason: null })

      expect(await emails("?status=suspended")).toEqual(["ada@example.com"])
      expect(await emails("?status=offboarded")).toEqual(["joan@example.com", "mary@example.com"])
      expect(await emails("?status=active")).toEqual(["grace@example.com", "root@example.com"])
      expect(await emails("?status[]=suspended&status[]=offboarded")).toHaveLength(3)
      await deliverUserDeleted(getContainer(), joan.id)
      expect(await emails("?status=offboarded")).toEqual(["joan@example.com", "mary@example.com"])
    })

    it("judges every stored state as the guard does", async () => {
      const now = new Date()
      const states = [undefined, ...Object.values(AccessStatus)].flatMap((status) =>
        (status === "suspended" ? [null, -1, 1] : [null]).flatMap((hours) =>
          [false, true].map((is_deleted) => ({
            status: status ?? null,
            until: hours === null ? null : new Date(now.getTime() + hours * HOUR_MS),
            is_deleted,
          }))
        )
      )
      await insertUsers(states.map((_, n) => ({ id: `user_${n}`, email: `state${n}@example.com` })))
      for (const [n, { status, until, is_deleted }] of states.entries()) {
        if (status) {
          await sql(
            "INSERT INTO user_access (id, user_id, status, until) VALUES ($1, $2, $3, $4)",
            [`uacc_${n}`, `user_${n}`, status, until]
          )
        }
        if (is_deleted) {
          await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [`user_${n}`])
        }
      }
      const counts = { active: 1, suspended: 0, offboarded: 0 }
      for (const [n, state] of states.entries()) {
        const expected = state.is_deleted ? "offboarded" : effectiveStatus(state, now)
        counts[expected]++
        const person = await find({ email: `state${n}@example.com` })
        expect([state, person.status]).toEqual([state, expected])
        for (const status of Object.values(AccessStatus)) {
          const { data } = await list(`?q=state${n}@&status=${status}`)
          expect([state, status, data.count]).toEqual([state, status, status === expected ? 1 : 0])
        }
      }
      const { data } = await api.get("/admin/user-lifecycle/overview", people.root.credential)
      expect(data.people).toEqual(counts)
    })

    it("counts the usable keys that lead to somebody, also by way of other keys", async () => {
      const ada = await people.provision("ada@example.com")
      const first = await people.createKey(ada.credential, "first")
      const second = await people.createKey(first.credential, "second")
      await people.createKey(second.credential, "third")
      await people.createKey(people.root.credential, "root's own")
      expect(await find(ada)).toMatchObject({ api_keys: 3 })
      expect(await find(people.root)).toMatchObject({ api_keys: 1 })
      await api.post(`/admin/api-keys/${second.id}/revoke`, {}, people.root.credential)
      expect(await find(ada)).toMatchObject({ api_keys: 2 })
      await people.act("offboard", ada)
      expect(await find(ada)).toMatchObject({ api_keys: 0 })
    })

    it("says when somebody is to be offboarded", async () => {
      const ada = await people.provision("ada@example.com")
      const at = inHours(24)
      await people.act("offboard", ada, { at })
      expect(await find(ada)).toMatchObject({ status: "active", offboarding_at: at })
      await api.post(`/admin/users/${ada.id}/cancel-offboarding`, {}, people.root.credential)
      expect(await find(ada)).toMatchObject({ offboarding_at: null })
    })

    it("finds people by a part of their email or name, in any case and any script", async () => {
      await people.provision("ada@example.com", { first_name: "Ada", last_name: "Lovelace" })
      await people.provision("zoe@example.com", { first_name: "Zoë", last_name: "Žižek 王" })
      await people.provision("x_y%z@example.com")
      expect(await emails("?q=LOVE")).toEqual(["ada@example.com"])
      expect(await emails("?q=ada%20lovelace")).toEqual(["ada@example.com"])
      expect(await emails(`?q=${encodeURIComponent("ZOË ŽIŽEK")}`)).toEqual(["zoe@example.com"])
      expect(await emails(`?q=${encodeURIComponent("王")}`)).toEqual(["zoe@example.com"])
      expect(await emails("?q=_")).toEqual(["x_y%z@example.com"])
      expect(await emails("?q=%25")).toEqual(["x_y%z@example.com"])
      expect(await emails("?q=')%20OR%20true--")).toEqual([])
      expect(await emails("?q=")).toHaveLength(4)
    })

    it("finds people by how they log in, and those who can't", async () => {
      const ada = await people.provision("ada@example.com")
      await people.linkSso(ada, "sso|ada")
      await api.post(
        "/admin/users",
        { email: "grace@example.com", auth: { provider: "test-sso", entity_id: "sso|grace" } },
        people.root.credential
      )
      await insertUsers([{ id: "user_mary", email: "mary@example.com" }])
      // A login that is a customer's alone is nobody's here.
      await people.registerCustomer("mary@example.com", "the customer's password")

      expect(await find(ada)).toMatchObject({ login_methods: ["emailpass", "test-sso"] })
      expect(await emails("?login_method=test-sso")).toEqual([
        "ada@example.com",
        "grace@example.com",
      ])
      expect(await emails("?login_method=emailpass")).toEqual([
        "ada@example.com",
        "root@example.com",
      ])
      expect(await emails("?login_method=none")).toEqual(["mary@example.com"])
      expect(await emails("?login_method[]=none&login_method[]=test-sso")).toEqual([
        "ada@example.com",
        "grace@example.com",
        "mary@example.com",
      ])
      expect(await emails("?login_method=google")).toEqual([])
    })

    it("tells who has yet to set a password, also beside a customer's, here and in their access", async () => {
      const awaits = async (email: string) => {
        const { user_id, awaits_password } = await find({ email })
        const { data } = await api.get(`/admin/users/${user_id}/access`, people.root.credential)
        expect(data.access.awaits_password).toBe(awaits_password)
        return awaits_password
      }
      await people.registerCustomer("mary@example.com", "the customer's password")
      const sso = { provider: "test-sso", entity_id: "sso|grace" }
      for (const body of [
        { email: "ada@example.com" },
        { email: "mary@example.com" },
        { email: "grace@example.com", auth: sso },
      ]) {
        await api.post("/admin/users", body, people.root.credential)
      }
      await insertUsers([{ id: "user_bare", email: "bare@example.com" }])
      expect(await find({ email: "ada@example.com" })).toMatchObject({
        login_methods: ["emailpass"],
      })
      expect([await awaits("ada@example.com"), await awaits("mary@example.com")]).toEqual([
        true,
        true,
      ])
      for (const email of ["root@example.com", "grace@example.com", "bare@example.com"]) {
        expect([email, await awaits(email)]).toEqual([email, false])
      }

      for (const email of ["ada@example.com", "mary@example.com"]) {
        const { user_id: id } = await find({ email })
        const reset = await api.post(
          `/admin/users/${id}/reset-password`,
          {},
          people.root.credential
        )
        const set = await api.post(
          "/auth/user/emailpass/update",
          { password: PASSWORD },
          bearer(reset.data.token)
        )
        expect(set.status).toBe(200)
        expect([email, await awaits(email)]).toEqual([email, false])
      }
      const ada = await find({ email: "ada@example.com" })
      for (const action of ["offboard", "restore"]) {
        await api.post(`/admin/users/${ada.user_id}/${action}`, {}, people.root.credential)
        expect(await awaits("ada@example.com")).toBe(action === "restore")
      }
    })

    it("finds nobody by a role where there are no roles", async () => {
      expect(await emails("?role=role_1")).toEqual([])
    })

    it("finds people by when they last logged in, also where that was a moment ago", async () => {
      await insertUsers([
        { id: "user_never", email: "never@example.com" },
        { id: "user_long", email: "long@example.com" },
      ])
      await sql(
        "INSERT INTO user_activity (id, user_id, last_login_at) VALUES ('uact_1', 'user_long', '2026-01-31T12:00:00Z')"
      )
      expect(await emails("?never_logged_in=true")).toEqual(["never@example.com"])
      expect(await emails("?never_logged_in=false")).toEqual([
        "long@example.com",
        "root@example.com",
      ])
      expect(await emails("?last_login_at[$gte]=2026-01-31T12:00:00Z")).toHaveLength(2)
      expect(await emails("?last_login_at[$gt]=2026-01-31T12:00:00Z")).toEqual(["root@example.com"])
      expect(await emails("?last_login_at[$lte]=2026-01-31T12:00:00Z")).toEqual([
        "long@example.com",
      ])
      expect(await emails("?last_login_at[$lt]=2026-01-31T12:00:00Z")).toEqual([])
      expect(await emails("?last_login_at[$gte]=2026-01-31&last_login_at[$lt]=2026-02-01")).toEqual(
        ["long@example.com"]
      )
      expect(await emails("?last_login_at[$lt]=2027-01-01&never_logged_in=true")).toEqual([])

      const before = await databaseClock()
      expect(await emails(`?last_login_at[$gte]=${before}`)).toEqual([])
      await people.logIn("root@example.com")
      expect(await emails(`?last_login_at[$gte]=${before}`)).toEqual(["root@example.com"])
      await people.logIn("root@example.com")
      const again = await databaseClock()
      expect(await emails(`?last_login_at[$gte]=${again}`)).toEqual([])
    })

    it("has what is being written about people already, and does not wait for it", async () => {
      const before = await databaseClock()
      const query = `?last_login_at[$gte]=${before}`
      await withClient(backend.databaseUrl, async (client) => {
        await client.query("BEGIN")
        // Readers get past it, writers do not.
        await client.query("LOCK TABLE user_activity IN SHARE MODE")
        await people.logIn("root@example.com")
        await untilSomebodyWaitsForALock(backend.databaseUrl)
        expect((await list(query)).data.count).toBe(1)
        await people.logIn("root@example.com")
        const again = await databaseClock()
        expect((await list(query)).data.count).toBe(1)
        expect(await emails(`?last_login_at[$gte]=${again}`)).toEqual([])
        await client.query("COMMIT")
      })
    })

    it("has the newest of whoever asks, and writes nothing about them for that", async () => {
      const ada = await people.provision("ada@example.com")
      const version = async () =>
        (await sql("SELECT xmin::text FROM user_activity WHERE user_id = $1", [ada.id]))[0]
      await waitUntil("she was written about", async () => (await version()) !== undefined)
      const written = await version()

      for (let request = 0; request < 10; request++) {
        const before = await databaseClock()
        await people.logIn(ada.email)
        const loggedIn = await databaseClock()
        const { data } = await list("?order=-last_login_at", ada.credential)
        expect(data.people[0].email).toBe(ada.email)
        expect(data.people[0].last_login_at >= before).toBe(true)
        expect(data.people[0].last_seen_at >= loggedIn).toBe(true)
        expect(await emails(`?last_login_at[$gte]=${before}`)).toEqual([ada.email])
        const exported = await api.get("/admin/user-lifecycle/people/export?format=ndjson&q=ada", {
          ...ada.credential,
          responseType: "text",
          transformResponse: (text) => JSON.parse(text),
        })
        expect(exported.data.last_seen_at > data.people[0].last_seen_at).toBe(true)
      }
      expect(await version()).toEqual(written)
    })

    it("is read in turns with the other lists that count everything, and with the overview", async () => {
      const ask = (what: string) =>
        api.get(`/admin/user-lifecycle/${what}`, { ...people.root.credential, timeout: 10_000 })
      await withClient(backend.databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("LOCK TABLE invite IN ACCESS EXCLUSIVE MODE")
        let refused = 0
        // Two have their turn, twenty wait.
        const asked = Array.from({ length: 22 + 3 }, async () => {
          const { status, data } = await api.get(
            "/admin/user-lifecycle/invites",
            people.root.credential
          )
          refused += status === 429 && data.code === "user_lifecycle.too_busy" ? 1 : 0
          return status
        })
        const answered = Promise.all(asked)
        answered.catch(() => undefined)
        try {
          await waitUntil("all turns are taken", async () => refused === 3)
          for (const what of ["overview", "people", "invites", "events", "emails"]) {
            const { status, headers } = await ask(what)
            expect([what, status, headers["retry-after"]]).toEqual([what, 429, "5"])
          }
        } finally {
          await client.query("COMMIT")
        }
        const statuses = await answered
        expect(statuses.filter((status) => status === 200)).toHaveLength(22)
      })
    })

    it("orders by email, by when they were made, and by their last login", async () => {
      await insertUsers([
        { id: "user_b", email: "b@example.com", created_at: "2026-01-01T00:00:00Z" },
        { id: "user_a", email: "a@example.com", created_at: "2026-01-03T00:00:00Z" },
        { id: "user_c", email: "c@example.com", created_at: "2026-01-02T00:00:00Z" },
      ])
      await sql(
        `INSERT INTO user_activity (id, user_id, last_login_at)
         VALUES ('uact_a', 'user_a', '2026-02-01T00:00:00Z'), ('uact_b', 'user_b', '2026-02-02T00:00:00Z')`
      )
      const inOrder = async (order: string) =>
        (await emails(`?order=${order}`)).map((email: string) => email.split("@")[0]).join(" ")
      expect(await emails()).toEqual(await emails("?order=email"))
      expect(await inOrder("email")).toBe("a b c root")
      expect(await inOrder("-email")).toBe("root c b a")
      expect(await inOrder("created_at")).toBe("b c a root")
      expect(await inOrder("-created_at")).toBe("root a c b")
      // Never comes before long ago.
      expect(await inOrder("last_login_at")).toBe("c a b root")
      expect(await inOrder("-last_login_at")).toBe("root b a c")
    })

    it("has each person on one page, also where nothing tells them apart", async () => {
      const count = 25
      await insertUsers(
        Array.from({ length: count }, (_, n) => ({
          id: `user_${(n * 7) % count}`,
          email: `person${n}@example.com`,
          created_at: "2026-01-01T00:00:00Z",
        }))
      )
      for (const order of ["created_at", "-created_at", "last_login_at", "-last_login_at"]) {
        const seen: string[] = []
        for (let offset = 0; offset < count + 1; offset += 4) {
          const { data } = await list(`?order=${order}&limit=4&offset=${offset}`)
          expect(data).toMatchObject({ count: count + 1, offset, limit: 4 })
          seen.push(...data.people.map(({ email }: { email: string }) => email))
          // What is written to the table moves its rows about.
          await sql(`UPDATE "user" SET updated_at = now() WHERE id = $1`, [`user_${offset}`])
        }
        expect([order, new Set(seen).size, seen.length]).toEqual([order, count + 1, count + 1])
      }
      expect(await emails("?offset=1000")).toEqual([])
      expect(await emails("?limit=200")).toHaveLength(count + 1)
    })

    it("answers 400 for what it does not understand", async () => {
      for (const query of [
        "?limit=0",
        "?limit=201",
        "?offset=-1",
        "?status=gone",
        "?status[]=active&status[]=gone",
        "?login_method=",
        "?login_method=%00",
        "?role=",
        "?last_login_at=2026-01-01",
        "?last_login_at[$gte]=yesterday",
        "?last_login_at[$like]=2026",
        "?last_login_at[$eq]=2026-01-01",
        "?never_logged_in=yes",
        "?never_logged_in=",
        "?order=password",
        "?order=-",
        "?order[]=email",
        "?q=%00",
        "?q=" + "x".repeat(256),
        "?nonsense=1",
        "?fields=*",
      ]) {
        const { status, data } = await list(query)
        expect([query, status, data.type]).toEqual([query, 400, "invalid_data"])
      }
    })

    it("takes every kind of an admin's credential, and no other", async () => {
      const paths = ["people", "overview"].map((name) => `/admin/user-lifecycle/${name}`)
      const credentials = [
        people.root.credential,
        await openSession(api, people.root.token),
        (await people.createKey(people.root.credential)).credential,
      ]
      await api.post("/auth/customer/emailpass/register", {
        email: "customer@example.com",
        password: PASSWORD,
      })
      const { data } = await api.post("/auth/customer/emailpass", {
        email: "customer@example.com",
        password: PASSWORD,
      })
      const ada = await people.provision("ada@example.com")
      await people.act("offboard", ada)
      for (const path of paths) {
        for (const credential of credentials) {
          expect((await api.get(path, credential)).status).toBe(200)
        }
        for (const credential of [{ headers: {} }, bearer(data.token), ada.credential]) {
          expect((await api.get(path, credential)).status).toBe(401)
        }
      }
    })
  })

  describe("GET /admin/user-lifecycle/settings", () => {
    const ask = (query = "") =>
      api.get(`/admin/user-lifecycle/settings${query}`, people.root.credential)

    it("tells how people can log in and what is asked of them, and nothing of anybody", async () => {
      const { status, data } = await ask()
      expect(status).toBe(200)
      expect(data).toEqual({
        login_methods: ["emailpass", "test-sso"],
        password_min_length: 8,
        revokes_api_keys: true,
        sends_emails: true,
        emails_turned_off: [],
      })
    })

    it("tells which emails the options turn off", async () => {
      const { options }: UserLifecycleModuleService = getContainer().resolve("user_lifecycle")
      const { templates } = options.emails
      options.emails.templates = { ...templates, set_password: false, invite: false }
      try {
        expect((await ask()).data).toMatchObject({
          sends_emails: true,
          emails_turned_off: ["invite", "set_password"],
        })
      } finally {
        options.emails.templates = templates
      }
    })

    it("answers 400 for a query, as there is nothing to ask for", async () => {
      expect((await ask("?limit=1")).status).toBe(400)
    })
  })

  describe("GET /admin/user-lifecycle/overview", () => {
    const overview = async () =>
      (await api.get("/admin/user-lifecycle/overview", people.root.credential)).data

    it("has nothing to tell of a shop in which nothing has happened", async () => {
      expect(await overview()).toEqual({
        people: { active: 1, suspended: 0, offboarded: 0 },
        emails: { pending: 0, failed: 0 },
        invites: { pending: 0, delivered: 0, failed: 0, not_sent: 0, expired: 0 },
        scheduled_offboardings: { next: [], count: 0 },
        last_audit: null,
        login_methods: ["emailpass", "test-sso"],
        password_min_length: 8,
        revokes_api_keys: true,
        sends_emails: true,
        emails_turned_off: [],
      })
    })

    it("counts people, emails and invites as their lists do, and has the next offboardings and the last audit", async () => {
      const everybody = await Promise.all(
        Array.from({ length: 8 }, (_, n) => people.provision(`person${n}@example.com`))
      )
      await people.act("suspend", everybody[6])
      await people.act("offboard", everybody[7])
      const dates = [6, 3, 1, 5, 2, 4].map(inHours)
      for (const [n, at] of dates.entries()) {
        await people.act("offboard", everybody[n], { at })
      }
      for (const name of ["pending", "failed", "expired", "accepted"]) {
        const { id, token } = await invite(`${name}@example.com`, people.root.credential)
        if (name === "accepted") {
          await api.post("/admin/invites/accept", { token, password: PASSWORD })
        } else if (name === "expired") {
          await sql("UPDATE invite SET expires_at = now() WHERE id = $1", [id])
        } else {
          // Whoever is at it would write over what is written now.
          await waitUntil("the email left", async () => {
            const [delivery] = await sql(
              "SELECT 1 FROM email_delivery WHERE subject_id = $1 AND status = 'sent'",
              [id]
            )
            return !!delivery
          })
          await sql(
            "UPDATE email_delivery SET status = $2, sent_at = NULL, next_attempt_at = now() + interval '1 day' WHERE subject_id = $1",
            [id, name]
          )
        }
      }
      const lifecycle: UserLifecycleModuleService = getContainer().resolve("user_lifecycle")
      for (const high of [3, 0]) {
        await lifecycle.appendToLedger({
          type: LifecycleEventType.IDENTITIES_AUDITED,
          actor: SYSTEM_ACTOR,
          data: { by_severity: { high, medium: 1, low: 2 }, by_kind: {} },
        })
      }

      const { scheduled_offboardings, last_audit, login_methods: _, ...rest } = await overview()
      const { password_min_length, revokes_api_keys, sends_emails, emails_turned_off, ...counts } =
        rest
      expect({ password_min_length, revokes_api_keys, sends_emails, emails_turned_off }).toEqual({
        password_min_length: 8,
        revokes_api_keys: true,
        sends_emails: true,
        emails_turned_off: [],
      })
      const countIn = async (list: string, query: string) =>
        (await api.get(`/admin/user-lifecycle/${list}?${query}`, people.root.credential)).data.count
      expect(counts).toEqual({
        people: { active: 8, suspended: 1, offboarded: 1 },
        emails: {
          pending: await countIn("emails", "status=pending"),
          failed: await countIn("emails", "status=failed"),
        },
        invites: {
          pending: await countIn("invites", "status=pending"),
          delivered: await countIn("invites", "status=delivered"),
          failed: 1,
          not_sent: 0,
          expired: 1,
        },
      })
      expect(counts.emails.failed).toBe(1)
      expect(counts.invites.pending).toBe(1)
      expect(scheduled_offboardings.count).toBe(6)
      expect(
        scheduled_offboardings.next.map(({ email, offboard_at }: Record<string, string>) => [
          email,
          offboard_at,
        ])
      ).toEqual(
        dates
          .map((at, n) => [`person${n}@example.com`, at])
          .sort(([, one], [, other]) => one.localeCompare(other))
          .slice(0, 5)
      )
      expect(last_audit).toEqual({
        at: expect.any(String),
        by_severity: { high: 0, medium: 1, low: 2 },
      })
    })

    it("answers 400 for a query, as there is nothing to ask for", async () => {
      const { status } = await api.get(
        "/admin/user-lifecycle/overview?limit=1",
        people.root.credential
      )
      expect(status).toBe(400)
    })
  })
})
