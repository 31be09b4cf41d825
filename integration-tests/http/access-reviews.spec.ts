import type { IUserModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { parse } from "csv-parse/sync"
import type UserLifecycleModuleService from "../../src/modules/user_lifecycle/service"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import type { Credential } from "../helpers/http"
import { PASSWORD, type Person, usePeople } from "../helpers/people"
import { loadWorkflows } from "../helpers/workflows"

const REVIEWS = "/admin/user-lifecycle/access-reviews"
const NOBODY = "urev_00000000000000000000000000"

type Item = {
  id: string
  user_id: string
  email: string
  snapshot: Record<string, unknown>
  decision: string | null
  note: string | null
  decided_by_type: string | null
  decided_by_id: string | null
  decided_by_name: string | null
  decided_at: string | null
}
type Decision = { id: string; decision: string; note?: string }

useBackend({}, (backend) => {
  const { api, databaseUrl, getContainer, sql } = backend
  const people = usePeople(backend)
  let ada: Person
  let grace: Person

  beforeEach(async () => {
    ada = await people.provision("ada@example.com", { first_name: "Ada", last_name: "Lovelace" })
    grace = await people.provision("grace@example.com")
  })

  const open = async (body: object = {}, credential?: Credential) => {
    const { status, data } = await api.post(REVIEWS, body, credential ?? people.root.credential)
    expect({ status, data }).toMatchObject({ status: 200 })
    return data.access_review as { id: string; title: string; created_at: string; counts: object }
  }
  const get = (path: string, credential?: Credential) =>
    api.get(`${REVIEWS}${path}`, credential ?? people.root.credential)
  const items = async (id: string, query = ""): Promise<Item[]> =>
    (await get(`/${id}/items?limit=200${query}`)).data.items
  const itemOf = async (id: string, { email }: { email: string }): Promise<Item> => {
    const item = (await items(id)).find((one) => one.email === email)
    if (!item) {
      throw new Error(`${email} is not in the review`)
    }
    return item
  }
  const decide = (id: string, decisions: Decision[], credential?: Credential) =>
    api.post(`${REVIEWS}/${id}/items`, { items: decisions }, credential ?? people.root.credential)
  const close = (id: string, body: object = {}, credential?: Credential) =>
    api.post(`${REVIEWS}/${id}/close`, body, credential ?? people.root.credential)
  const countsOf = async (id: string) => (await get(`/${id}`)).data.access_review.counts
  const entries = (type: string) =>
    sql(
      "SELECT user_id, email, actor_id, reason, data FROM lifecycle_event WHERE type = $1 ORDER BY sequence",
      [type]
    )

  /** Waits until so many sessions of the database wait for a lock. */
  const untilWaiting = async (count: number) => {
    const deadline = Date.now() + 10_000
    for (;;) {
      const waiting = await sql(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
      )
      if (waiting.length >= count) {
        return
      }
      if (Date.now() > deadline) {
        throw new Error(`${waiting.length} wait for a lock, and not ${count}`)
      }
    }
  }

  describe("POST /admin/user-lifecycle/access-reviews", () => {
    it("freezes a list of everybody who is active or suspended, with what is known of each", async () => {
      const linus = await people.provision("linus@example.com")
      const gone = await people.provision("gone@example.com")
      const key = await people.createKey(ada.credential, "till")
      await people.act("suspend", grace, { reason: "on leave" })
      await people.act("offboard", gone)
      const at = "2099-01-31T17:00:00.000Z"
      const review = await open({ title: "First quarter", due_at: at })

      expect(review).toMatchObject({
        id: expect.stringMatching(/^urev_/),
        title: "First quarter",
        status: "open",
        due_at: at,
        opened_by_type: "user",
        opened_by_id: people.root.id,
        opened_by_name: "root@example.com",
        closed_at: null,
        counts: { total: 4, keep: 0, remove: 0, undecided: 4 },
      })
      const list = await items(review.id)
      expect(list.map(({ email }) => email)).toEqual([
        "ada@example.com",
        "grace@example.com",
        "linus@example.com",
        "root@example.com",
      ])
      expect(list[0]).toMatchObject({
        id: expect.stringMatching(/^urevi_/),
        user_id: ada.id,
        decision: null,
        decided_at: null,
        snapshot: {
          user_id: ada.id,
          email: "ada@example.com",
          first_name: "Ada",
          status: "active",
          login_methods: ["emailpass"],
          api_keys: 1,
          created_by_id: people.root.id,
          created_by_name: "root@example.com",
        },
      })
      expect(list[1].snapshot).toMatchObject({ status: "suspended", reason: "on leave" })
      const [{ created_at }] = await sql(`SELECT created_at FROM "user" WHERE id = $1`, [ada.id])
      expect(new Date(String(list[0].snapshot.created_at))).toEqual(created_at)
      expect(await entries("access_review_opened")).toEqual([
        {
          user_id: null,
          email: null,
          actor_id: people.root.id,
          reason: null,
          data: { access_review_id: review.id, title: "First quarter", due_at: at, total: 4 },
        },
      ])

      // Nothing that happens now is seen in it.
      await people.provision("late@example.com")
      await people.act("change-email", ada, { email: "countess@example.com" })
      await people.act("offboard", linus)
      await api.post(`/admin/api-keys/${key.id}/revoke`, {}, people.root.credential)
      expect(await items(review.id)).toEqual(list)
      const next = await open()
      expect((await items(next.id)).map(({ email }) => email)).toEqual([
        "countess@example.com",
        "grace@example.com",
        "late@example.com",
        "root@example.com",
      ])
      expect(next.title).toMatch(/^Access review of \d{4}-\d\d-\d\d$/)
    })

    it("has whoever is committed before it, and nobody whose provision is under way", async () => {
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(
          `INSERT INTO "user" (id, email) VALUES ('user_underway', 'underway@example.com')`
        )
        const review = await open()
        await client.query("COMMIT")
        expect((await items(review.id)).map(({ email }) => email)).not.toContain(
          "underway@example.com"
        )
      })
    })

    it("is opened with an API key, too, in whose name it is", async () => {
      const key = await people.createKey(ada.credential, "till")
      const review = await open({}, key.credential)
      expect(review).toMatchObject({
        opened_by_type: "api-key",
        opened_by_id: key.id,
        opened_by_name: "till",
      })
    })

    it("takes a title in which nothing can be seen for none", async () => {
      const body = { title: "\u200b\u2060 \u3164" }
      const { status, data } = await api.post(REVIEWS, body, people.root.credential)
      expect(status).toBe(200)
      const none = await api.post(REVIEWS, {}, people.root.credential)
      expect(data.access_review.title).toBe(none.data.access_review.title)
    })

    it("answers 400 to what is no title and no date, and opens nothing", async () => {
      const bodies: [string, object][] = [
        ["a title that is no text", { title: 1 }],
        ["a title that is too long", { title: "x".repeat(256) }],
        ["a title that can't be stored", { title: "\u0000" }],
        ["a date that is none", { due_at: "soon" }],
        ["a time without an offset", { due_at: "2099-01-01T00:00:00" }],
        ["an unknown field", { dry_run: true }],
      ]
      for (const [what, body] of bodies) {
        const { status, data } = await api.post(REVIEWS, body, people.root.credential)
        expect([what, status, data.type]).toEqual([what, 400, "invalid_data"])
      }
      expect(await sql("SELECT id FROM access_review")).toEqual([])
    })
  })

  describe("GET /admin/user-lifecycle/access-reviews", () => {
    it("lists the youngest first, with counts, by status and by pages", async () => {
      const ids: string[] = []
      for (const title of ["one", "two", "three"]) {
        ids.unshift((await open({ title })).id)
      }
      await decide(ids[0], [{ id: (await itemOf(ids[0], ada)).id, decision: "keep" }])
      await close(ids[1], { allow_undecided: true })

      const { data } = await get("")
      expect(data).toMatchObject({ count: 3, limit: 50, offset: 0 })
      expect(data.access_reviews.map(({ id }: { id: string }) => id)).toEqual(ids)
      expect(data.access_reviews[0].counts).toEqual({ total: 3, keep: 1, remove: 0, undecided: 2 })
      expect((await get("?status=closed")).data).toMatchObject({
        count: 1,
        access_reviews: [{ id: ids[1], closed_by_name: "root@example.com" }],
      })
      const page = (await get("?status=open&limit=1&offset=1")).data
      expect(page).toMatchObject({ count: 2, access_reviews: [{ id: ids[2] }] })
      expect((await get(`/${ids[0]}`)).data.access_review).toEqual(data.access_reviews[0])
    })

    it("lists those that are open first, if that is asked for, the youngest of each first", async () => {
      const ids: string[] = []
      for (const title of ["one", "two", "three", "four"]) {
        ids.push((await open({ title })).id)
      }
      const [one, two, three, four] = ids
      await close(two, { allow_undecided: true })
      await close(four, { allow_undecided: true })
      const { data } = await get("?order=-status")
      expect(data.access_reviews.map(({ id }: { id: string }) => id)).toEqual([
        three,
        one,
        four,
        two,
      ])
      const page = (await get("?order=-status&limit=1&offset=2")).data
      expect(page).toMatchObject({ count: 4, access_reviews: [{ id: four }] })
    })

    it("answers 400 to an unknown status or order, and to pages that there are not", async () => {
      for (const query of [
        "?status=done",
        "?order=title",
        "?limit=201",
        "?limit=0",
        "?offset=-1",
        "?q=x",
      ]) {
        expect([query, (await get(query)).status]).toEqual([query, 400])
      }
    })
  })

  describe("GET /admin/user-lifecycle/access-reviews/:id/items", () => {
    it("filters by decision, and by a part of the email or the name, in pages", async () => {
      const { id } = await open()
      await decide(id, [
        { id: (await itemOf(id, ada)).id, decision: "keep" },
        { id: (await itemOf(id, grace)).id, decision: "remove" },
      ])
      const emails = async (query: string) => (await items(id, query)).map(({ email }) => email)
      expect(await emails("&decision=keep")).toEqual(["ada@example.com"])
      expect(await emails("&decision=remove")).toEqual(["grace@example.com"])
      expect(await emails("&decision=undecided")).toEqual(["root@example.com"])
      expect(await emails("&q=LOVEL")).toEqual(["ada@example.com"])
      expect(await emails("&q=GRACE@")).toEqual(["grace@example.com"])
      expect(await emails("&q=%25")).toEqual([])
      expect(await emails("&q=grace&decision=keep")).toEqual([])
      const { data } = await get(`/${id}/items?limit=1&offset=1`)
      expect(data).toMatchObject({ count: 3, limit: 1, offset: 1 })
      expect(data.items.map(({ email }: Item) => email)).toEqual(["grace@example.com"])
      for (const query of ["decision=maybe", "limit=1000", "q=%00", "order=note", "role=admin"]) {
        expect([query, (await get(`/${id}/items?${query}`)).status]).toEqual([query, 400])
      }
    })

    it("filters, and puts in order, by what was known of each when it was opened", async () => {
      const linus = await people.provision("linus@example.com")
      await people.linkSso(linus, "sso|linus")
      await people.createKey(ada.credential)
      await people.act("suspend", grace)
      const bare = await api.post(
        "/admin/users",
        { email: "bare@example.com", auth: { provider: "test-sso", entity_id: "sso|bare" } },
        people.root.credential
      )
      expect(bare.status).toBe(200)
      // What the instance knows of logins is written before, and not over what is changed here.
      const lifecycle: UserLifecycleModuleService = getContainer().resolve("user_lifecycle")
      await lifecycle.access.activity.flush({ ignoresInterval: true })
      await sql(
        "UPDATE user_activity SET last_login_at = now() - interval '40 days' WHERE user_id = $1",
        [ada.id]
      )
      const { id } = await open()
      // What becomes of them since is not what the list is of.
      await people.act("reactivate", grace)
      const names = async (query: string) =>
        (await items(id, query)).map(({ email }) => email.split("@")[0])
      const before = encodeURIComponent(new Date(Date.now() - 30 * 86_400_000).toISOString())

      expect(await names("")).toEqual(["ada", "bare", "grace", "linus", "root"])
      expect(await names("&order=-email")).toEqual(["root", "linus", "grace", "bare", "ada"])
      expect(await names("&status=suspended")).toEqual(["grace"])
      expect(await names("&status=suspended&status=active")).toHaveLength(5)
      expect(await names("&login_method=test-sso")).toEqual(["bare", "linus"])
      expect(await names("&login_method=none")).toEqual([])
      expect(await names("&never_logged_in=true")).toEqual(["bare"])
      expect(await names("&never_logged_in=false&q=ada")).toEqual(["ada"])
      expect(await names(`&last_login_at[$lt]=${before}`)).toEqual(["ada"])
      expect(await names(`&last_login_at[$gte]=${before}`)).toEqual(["grace", "linus", "root"])
      expect(await names("&has_api_keys=true")).toEqual(["ada"])
      expect(await names("&has_api_keys=false")).toHaveLength(4)
      expect((await names("&order=-api_keys"))[0]).toBe("ada")
      // Whoever never did comes before whoever has not done so for longest.
      expect((await names("&order=last_login_at")).slice(0, 2)).toEqual(["bare", "ada"])
      expect((await names("&order=-last_login_at")).slice(-2)).toEqual(["ada", "bare"])
      expect((await names("&order=created_at"))[0]).toBe("root")
      const { data } = await get(`/${id}/items?order=-email&limit=2&offset=1`)
      expect(data.count).toBe(5)
      expect(data.items.map(({ email }: Item) => email)).toEqual([
        "linus@example.com",
        "grace@example.com",
      ])
    })

    it("knows of a login of a moment ago, which the instance has yet to write down", async () => {
      const { id } = await open()
      expect((await itemOf(id, ada)).snapshot).toMatchObject({
        last_login_at: expect.any(String),
      })
    })
  })

  describe("POST /admin/user-lifecycle/access-reviews/:id/items", () => {
    it("marks who keeps their access, and offboards who is removed", async () => {
      const { id } = await open()
      const [first, second] = [await itemOf(id, ada), await itemOf(id, grace)]
      const { status, data } = await decide(id, [
        { id: first.id, decision: "keep", note: "still in the team" },
        { id: second.id, decision: "remove", note: "changed teams" },
      ])
      expect({ status, data }).toEqual({
        status: 200,
        data: {
          results: [
            { id: first.id, status: "decided" },
            { id: second.id, status: "decided" },
          ],
        },
      })
      expect(await people.status(ada.credential)).toBe(200)
      expect(await people.status(grace.credential)).toBe(401)
      const by = {
        decided_by_type: "user",
        decided_by_id: people.root.id,
        decided_by_name: "root@example.com",
        decided_at: expect.any(String),
      }
      expect(await itemOf(id, ada)).toEqual({
        ...first,
        ...by,
        decision: "keep",
        note: "still in the team",
      })
      expect(await itemOf(id, grace)).toEqual({
        ...second,
        ...by,
        decision: "remove",
        note: "changed teams",
      })
      expect(await countsOf(id)).toEqual({ total: 3, keep: 1, remove: 1, undecided: 1 })

      const decided = { access_review_id: id }
      expect((await people.ledger(ada)).slice(1)).toEqual([
        {
          type: "access_review_decided",
          reason: "still in the team",
          actor_id: people.root.id,
          data: { ...decided, item_id: first.id, decision: "keep" },
        },
      ])
      expect((await people.ledger(grace)).slice(1)).toMatchObject([
        { type: "user_offboarded", reason: `changed teams (access review ${id})` },
        {
          type: "access_review_decided",
          reason: "changed teams",
          data: { ...decided, item_id: second.id, decision: "remove" },
        },
      ])
    })

    it("emits what an offboarding emits, once, and that lines were decided", async () => {
      const { id } = await open()
      const lines = [await itemOf(id, ada), await itemOf(id, grace)]
      const bus = getContainer().resolve(Modules.EVENT_BUS)
      const seen: unknown[] = []
      const done = new Promise<void>((resolve) => {
        for (const name of [
          "user.deleted",
          "user_lifecycle.user_offboarded",
          "user_lifecycle.access_review_decided",
          "user_lifecycle.access_review_closed",
        ]) {
          const remember = async (event: { name: string; data: unknown }) => {
            seen.push([event.name, event.data])
            if (name === "user_lifecycle.access_review_closed") {
              resolve()
            }
          }
          bus.subscribe(name, remember as never, { subscriberId: `test-remember-${name}` })
        }
      })
      await decide(id, [
        { id: lines[0].id, decision: "keep" },
        { id: lines[1].id, decision: "remove" },
      ])
      await decide(id, [{ id: lines[1].id, decision: "remove" }])
      await close(id, { allow_undecided: true })
      await done
      const decided = (item: Item, decision: string) => [
        "user_lifecycle.access_review_decided",
        { access_review_id: id, item_id: item.id, user_id: item.user_id, decision },
      ]
      expect(seen).toHaveLength(5)
      expect(seen).toEqual(
        expect.arrayContaining([
          decided(lines[0], "keep"),
          decided(lines[1], "remove"),
          ["user.deleted", { id: grace.id }],
          ["user_lifecycle.user_offboarded", { user_id: grace.id }],
          ["user_lifecycle.access_review_closed", { access_review_id: id }],
        ])
      )
    })

    it("takes another decision while the review is open; but a removal stays, also of somebody restored", async () => {
      const { id } = await open()
      const line = await itemOf(id, grace)
      const decideTo = async (decision: string, note: string, credential?: Credential) => {
        const { data } = await decide(id, [{ id: line.id, decision, note }], credential)
        return data.results[0]
      }
      await decideTo("keep", "one")
      await decideTo("keep", "two", ada.credential)
      expect(await itemOf(id, grace)).toMatchObject({
        decision: "keep",
        note: "two",
        decided_by_id: ada.id,
      })
      expect((await decideTo("remove", "three")).status).toBe("decided")
      const removed = await itemOf(id, grace)
      expect(removed).toMatchObject({ decision: "remove", note: "three" })

      const stays = { status: "failed", code: "user_lifecycle.access_review_removal_stays" }
      expect(await decideTo("keep", "four")).toMatchObject(stays)
      // Again: it is so, and stays as the first decided it.
      expect(await decideTo("remove", "five", ada.credential)).toEqual({
        id: line.id,
        status: "decided",
      })
      await people.act("restore", grace)
      expect(await decideTo("remove", "six")).toMatchObject({
        ...stays,
        message: expect.stringContaining("restored since"),
      })
      expect(await decideTo("keep", "seven")).toMatchObject(stays)
      expect(await itemOf(id, grace)).toEqual(removed)
      expect(await entries("access_review_decided")).toHaveLength(3)
      expect(await entries("user_offboarded")).toHaveLength(1)

      // Another review can tell of them.
      const next = await open()
      await decide(next.id, [{ id: (await itemOf(next.id, grace)).id, decision: "remove" }])
      expect(await countsOf(next.id)).toMatchObject({ remove: 1 })
      expect(await entries("user_offboarded")).toHaveLength(2)
    })

    it("refuses oneself and the last admin, and marks nothing then, but the others", async () => {
      const { id } = await open()
      const [self, other] = [await itemOf(id, people.root), await itemOf(id, grace)]
      const key = await people.createKey(people.root.credential)
      for (const credential of [people.root.credential, key.credential]) {
        const { status, data } = await decide(
          id,
          [
            { id: self.id, decision: "remove" },
            { id: other.id, decision: "keep" },
          ],
          credential
        )
        expect(status).toBe(200)
        expect(data.results).toMatchObject([
          { id: self.id, status: "failed", code: "user_lifecycle.self_offboarding" },
          { id: other.id, status: "decided" },
        ])
      }
      expect((await itemOf(id, people.root)).decision).toBeNull()

      await people.act("offboard", ada)
      await people.act("suspend", grace)
      const { decideAccessReviewWorkflow } = await loadWorkflows()
      const { result } = await decideAccessReviewWorkflow(getContainer()).run({
        input: { review_id: id, items: [{ id: self.id, decision: "remove" }] },
      })
      expect(result.results).toMatchObject([
        { id: self.id, status: "failed", code: "user_lifecycle.last_admin" },
      ])
      expect((await itemOf(id, people.root)).decision).toBeNull()
      expect(await people.status(people.root.credential)).toBe(200)
      expect((await people.ledger(people.root)).map(({ type }) => type)).toEqual([])
    })

    it("offboards nobody whose line can't be marked", async () => {
      const { id } = await open()
      const lines = [await itemOf(id, ada), await itemOf(id, grace)]
      await sql(
        `CREATE FUNCTION out_of_order() RETURNS trigger AS $$
         BEGIN RAISE EXCEPTION 'out of order'; END $$ LANGUAGE plpgsql`
      )
      await sql(
        `CREATE TRIGGER out_of_order BEFORE UPDATE ON access_review_item
         FOR EACH ROW WHEN (OLD.id = '${lines[0].id}') EXECUTE FUNCTION out_of_order()`
      )
      const { status, data } = await decide(
        id,
        lines.map((line) => ({ id: line.id, decision: "remove" }))
      )
      expect([status, data.results]).toEqual([
        200,
        [
          { id: lines[0].id, status: "failed", message: "out of order" },
          { id: lines[1].id, status: "decided" },
        ],
      ])
      expect(await people.status(ada.credential)).toBe(200)
      expect(await itemOf(id, ada)).toEqual(lines[0])
      expect((await people.ledger(ada)).map(({ type }) => type)).toEqual(["user_provisioned"])
      expect(await people.status(grace.credential)).toBe(401)
      await sql("DROP FUNCTION out_of_order CASCADE")
    })

    it("marks somebody who was offboarded meanwhile, and does nothing else", async () => {
      const { id } = await open()
      const lines = [await itemOf(id, ada), await itemOf(id, grace)]
      await people.act("offboard", ada)
      await people.act("offboard", grace)
      // Erased, by somebody who has the database.
      await sql(`DELETE FROM "user" WHERE id = $1`, [grace.id])
      const before = await sql("SELECT * FROM user_access ORDER BY user_id")
      const { data } = await decide(id, [
        { id: lines[0].id, decision: "keep" },
        { id: lines[1].id, decision: "remove" },
      ])
      expect(data.results.map(({ status }: { status: string }) => status)).toEqual([
        "decided",
        "decided",
      ])
      expect(await entries("user_offboarded")).toHaveLength(2)
      const after = await sql("SELECT * FROM user_access ORDER BY user_id")
      const withoutConfirmation = (rows: Record<string, unknown>[]) =>
        rows.map(({ updated_at: _, ...row }) => row)
      expect(withoutConfirmation(after)).toEqual(withoutConfirmation(before))
      expect(await countsOf(id)).toEqual({ total: 3, keep: 1, remove: 1, undecided: 1 })
      const again = await decide(id, [{ id: lines[0].id, decision: "remove" }])
      expect(again.data.results).toEqual([{ id: lines[0].id, status: "decided" }])
      expect(await entries("user_offboarded")).toHaveLength(2)
    })

    it("marks somebody of whom nothing is left at all", async () => {
      await sql(`INSERT INTO "user" (id, email) VALUES ('user_bare', 'bare@example.com')`)
      const { id } = await open()
      const line = await itemOf(id, { email: "bare@example.com" })
      await sql(`DELETE FROM "user" WHERE id = 'user_bare'`)
      const { data } = await decide(id, [{ id: line.id, decision: "remove" }])
      expect(data.results).toEqual([{ id: line.id, status: "decided" }])
    })

    it("has who is gone and left keys that work, which go when they are removed", async () => {
      const key = await people.createKey(ada.credential)
      await people.createKey(grace.credential)
      await people.act("offboard", ada, { revoke_api_keys: false })
      await people.act("offboard", grace)
      const { id } = await open()
      const item = await itemOf(id, ada)
      expect(item.snapshot).toMatchObject({ status: "offboarded", api_keys: 1, login_methods: [] })
      expect((await items(id)).map(({ email }) => email)).toEqual([ada.email, "root@example.com"])
      expect(await people.status(key.credential)).toBe(200)

      const { data } = await decide(id, [{ id: item.id, decision: "remove" }])
      expect(data.results).toEqual([expect.objectContaining({ status: "decided" })])
      expect(await people.status(key.credential)).toBe(401)
    })

    it("has whoever left keys that work also after their user row was erased, by the email they had last", async () => {
      const key = await people.createKey(ada.credential)
      await people.act("offboard", ada, { revoke_api_keys: false })
      await sql(`DELETE FROM "user" WHERE id = $1`, [ada.id])
      await sql("ALTER TABLE api_key DISABLE TRIGGER USER")
      const stranger = "user_0123456789ABCDEFGHJKMNPQRS"
      for (const [id, maker] of [
        ["apk_stranger", stranger],
        ["apk_script", "erp-import"],
      ]) {
        await sql(
          `INSERT INTO api_key (id, token, salt, redacted, title, type, created_by)
           VALUES ($1, $1, 'salt', 'sk_***', $1, 'secret', $2)`,
          [id, maker]
        )
      }
      await sql("ALTER TABLE api_key ENABLE TRIGGER USER")
      expect(await people.status(key.credential)).toBe(200)

      const { id } = await open()
      const lines = await items(id)
      expect(lines.map(({ email }) => email).sort()).toEqual(
        [ada.email, grace.email, "root@example.com", stranger].sort()
      )
      const gone = lines.filter(({ snapshot }) => snapshot.status === "offboarded")
      expect(gone).toHaveLength(2)
      const { data } = await decide(
        id,
        gone.map((line) => ({ id: line.id, decision: "remove" }))
      )
      expect(data.results).toEqual(gone.map((line) => ({ id: line.id, status: "decided" })))
      expect(await people.status(key.credential)).toBe(401)
      expect(
        await sql("SELECT id FROM api_key WHERE type = 'secret' AND revoked_at IS NULL")
      ).toEqual([{ id: "apk_script" }])
    })

    it("completes the offboarding of somebody whom other code has deleted", async () => {
      const key = await people.createKey(grace.credential)
      const { id } = await open()
      const users: IUserModuleService = getContainer().resolve(Modules.USER)
      await users.softDeleteUsers([grace.id])
      await decide(id, [{ id: (await itemOf(id, grace)).id, decision: "remove" }])
      const [{ revoked_at }] = await sql("SELECT revoked_at FROM api_key WHERE id = $1", [key.id])
      expect(revoked_at).not.toBeNull()
      expect(await entries("user_offboarded")).toMatchObject([
        { data: { was_deleted_before: true } },
      ])
    })

    it("does not let an invite be refused because somebody who is gone was decided about", async () => {
      const { id } = await open()
      const lines = [await itemOf(id, ada), await itemOf(id, grace)]
      const tokens: string[] = []
      for (const { email, user_id } of lines) {
        await people.act("offboard", { id: user_id })
        const { data } = await api.post("/admin/invites", { email }, people.root.credential)
        tokens.push(data.invite.token)
      }
      await decide(id, [
        { id: lines[0].id, decision: "keep" },
        { id: lines[1].id, decision: "remove" },
      ])
      for (const token of tokens) {
        const accepted = await api.post("/admin/invites/accept", { token, password: PASSWORD })
        expect({ status: accepted.status, code: accepted.data.code }).toEqual({
          status: 200,
          code: undefined,
        })
      }
      // They are other users now, who are not on the list.
      expect(await countsOf(id)).toEqual({ total: 3, keep: 1, remove: 1, undecided: 1 })
    })

    it("removes somebody once, however many reviewers do so at once", async () => {
      const linus = await people.provision("linus@example.com")
      const { id } = await open()
      const line = await itemOf(id, linus)
      const answers = await Promise.all(
        [people.root, ada, grace, people.root].map(({ credential }) =>
          decide(id, [{ id: line.id, decision: "remove" }], credential)
        )
      )
      expect(answers.map(({ data }) => data.results)).toEqual(
        answers.map(() => [{ id: line.id, status: "decided" }])
      )
      expect((await people.ledger(linus)).map(({ type }) => type)).toEqual([
        "user_provisioned",
        "user_offboarded",
        "access_review_decided",
      ])
    })

    it("takes the keys also of somebody who goes while they are removed, where an offboarding leaves keys", async () => {
      const key = await people.createKey(ada.credential)
      const { id } = await open()
      const line = await itemOf(id, ada)
      const { options } = getContainer().resolve<{
        options: { offboarding: { revoke_api_keys: boolean } }
      }>("user_lifecycle")
      options.offboarding.revoke_api_keys = false
      try {
        const { data } = await withClient(databaseUrl, async (client) => {
          await client.query("BEGIN")
          await client.query(`SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE`, [ada.id])
          const answer = decide(id, [{ id: line.id, decision: "remove" }])
          await untilSomebodyWaitsForALock(databaseUrl)
          await client.query(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [ada.id])
          await client.query("COMMIT")
          return await answer
        })
        expect(data.results).toEqual([{ id: line.id, status: "decided" }])
        const [{ revoked_at }] = await sql("SELECT revoked_at FROM api_key WHERE id = $1", [key.id])
        expect(revoked_at).not.toBeNull()
      } finally {
        options.offboarding.revoke_api_keys = true
      }
    })

    it("lets the second of two reviewers see what the first decided, whoever that is", async () => {
      const { id } = await open()
      const line = await itemOf(id, grace)
      const [removed, kept] = await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("SELECT 1 FROM access_review_item WHERE id = $1 FOR UPDATE", [line.id])
        const answers = [
          decide(id, [{ id: line.id, decision: "remove" }]),
          decide(id, [{ id: line.id, decision: "keep" }], ada.credential),
        ]
        await untilWaiting(2)
        await client.query("COMMIT")
        return (await Promise.all(answers)).map(({ data }) => data.results[0])
      })
      expect(removed.status).toBe("decided")
      if (kept.status === "failed") {
        expect(kept.code).toBe("user_lifecycle.access_review_removal_stays")
      }
      expect((await itemOf(id, grace)).decision).toBe("remove")
      expect(await people.status(grace.credential)).toBe(401)
    })

    it("lets two reviewers who remove each other at once remove one of them", async () => {
      const { id } = await open()
      const [adas, graces] = [await itemOf(id, ada), await itemOf(id, grace)]
      const answers = await Promise.all([
        decide(id, [{ id: graces.id, decision: "remove" }], ada.credential),
        decide(id, [{ id: adas.id, decision: "remove" }], grace.credential),
      ])
      // Whoever was removed is refused in the middle of the request, or before it.
      const removed = answers.filter(({ data }) => data.results?.[0].status === "decided")
      expect(removed).toHaveLength(1)
      const statuses = await Promise.all(
        [ada, grace].map(({ credential }) => people.status(credential))
      )
      expect(statuses.sort()).toEqual([200, 401])
      expect(await countsOf(id)).toMatchObject({ remove: 1 })
    })

    it("does nothing for a reviewer who was offboarded while the request was under way", async () => {
      const { id } = await open()
      const line = await itemOf(id, grace)
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("SELECT 1 FROM access_review_item WHERE id = $1 FOR UPDATE", [line.id])
        const answer = decide(id, [{ id: line.id, decision: "keep" }], ada.credential)
        await untilSomebodyWaitsForALock(databaseUrl)
        await people.act("offboard", ada)
        await client.query("COMMIT")
        expect((await answer).data.results).toMatchObject([
          { id: line.id, status: "failed", code: "user_lifecycle.user_deleted" },
        ])
      })
      expect((await itemOf(id, grace)).decision).toBeNull()
    })

    it("says which lines there are not, and decides about the others", async () => {
      const { id } = await open()
      const other = await open()
      const line = await itemOf(id, ada)
      const { status, data } = await decide(id, [
        { id: "urevi_nothing", decision: "keep" },
        { id: (await itemOf(other.id, ada)).id, decision: "remove" },
        { id: line.id, decision: "keep" },
      ])
      const unknown = { status: "failed", code: "user_lifecycle.access_review_item_not_found" }
      expect(status).toBe(200)
      expect(data.results).toMatchObject([unknown, unknown, { id: line.id, status: "decided" }])
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("answers 400 to what is no list of decisions, and decides nothing", async () => {
      const { id } = await open()
      const line = await itemOf(id, ada)
      const bodies: [string, unknown][] = [
        ["no body", {}],
        ["no lines", { items: [] }],
        ["an unknown decision", { items: [{ id: line.id, decision: "maybe" }] }],
        ["no decision", { items: [{ id: line.id }] }],
        ["no line", { items: [{ decision: "remove" }] }],
        ["a NUL in an id", { items: [{ id: "\u0000", decision: "remove" }] }],
        ["a NUL in a note", { items: [{ id: line.id, decision: "remove", note: "\u0000" }] }],
        ["a long note", { items: [{ id: line.id, decision: "remove", note: "x".repeat(1001) }] }],
        ["an unknown field", { items: [{ id: line.id, decision: "remove", force: true }] }],
        [
          "the same line twice",
          {
            items: [
              { id: line.id, decision: "keep" },
              { id: line.id, decision: "remove" },
            ],
          },
        ],
        [
          "too many lines",
          {
            items: Array.from({ length: 501 }, (_, n) => ({ id: `urevi_${n}`, decision: "keep" })),
          },
        ],
      ]
      for (const [what, body] of bodies) {
        const { status, data } = await api.post(
          `${REVIEWS}/${id}/items`,
          body,
          people.root.credential
        )
        expect([what, status, data.type]).toEqual([what, 400, "invalid_data"])
      }
      expect((await itemOf(id, ada)).decision).toBeNull()
    })

    it("takes as many long notes as it says", async () => {
      const { id } = await open()
      const note = "ü".repeat(1000)
      const { status, data } = await decide(
        id,
        Array.from({ length: 500 }, (_, n) => ({ id: `urevi_${n}`, decision: "keep", note }))
      )
      expect([status, data.results.length]).toEqual([200, 500])
    })
  })

  describe("POST /admin/user-lifecycle/access-reviews/:id/close", () => {
    it("refuses while lines are undecided, unless that is allowed, and tells the ledger once", async () => {
      const { id } = await open({ title: "First quarter" })
      await decide(id, [{ id: (await itemOf(id, grace)).id, decision: "remove" }])
      const refused = await close(id)
      expect([refused.status, refused.data.code]).toEqual([
        400,
        "user_lifecycle.access_review_undecided",
      ])
      expect(refused.data.message).toContain("2 of 3 lines")
      const closed = await close(id, { note: "signed off", allow_undecided: true })
      expect(closed.status).toBe(200)
      expect(closed.data.access_review).toMatchObject({
        id,
        status: "closed",
        closed_by_type: "user",
        closed_by_id: people.root.id,
        closed_at: expect.any(String),
        counts: { total: 3, keep: 0, remove: 1, undecided: 2 },
      })
      // Again: it is so, and stays as the first closed it.
      const again = await close(id, { note: "once more" }, ada.credential)
      expect([again.status, again.data]).toEqual([200, closed.data])
      expect(await entries("access_review_closed")).toEqual([
        {
          user_id: null,
          email: null,
          actor_id: people.root.id,
          reason: "signed off",
          data: {
            access_review_id: id,
            title: "First quarter",
            total: 3,
            keep: 0,
            remove: 1,
            undecided: 2,
          },
        },
      ])
    })

    it("closes without more ado where everything is decided", async () => {
      const { id } = await open()
      await decide(
        id,
        (await items(id)).map((item) => ({ id: item.id, decision: "keep" }))
      )
      expect((await close(id)).status).toBe(200)
    })

    it("lets nothing of it be decided any more, and nobody be removed by it", async () => {
      const { id } = await open()
      const line = await itemOf(id, ada)
      await decide(id, [{ id: line.id, decision: "keep" }])
      await close(id, { allow_undecided: true })
      const list = await items(id)
      const { status, data } = await decide(id, [{ id: line.id, decision: "remove" }])
      expect([status, data.code]).toEqual([400, "user_lifecycle.access_review_closed"])
      expect(await items(id)).toEqual(list)
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("waits for decisions that are under way, and counts them", async () => {
      const { id } = await open()
      const lines = await items(id)
      await decide(
        id,
        lines.slice(1).map((line) => ({ id: line.id, decision: "keep" }))
      )
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("SELECT 1 FROM access_review_item WHERE id = $1 FOR UPDATE", [
          lines[0].id,
        ])
        const decided = decide(id, [{ id: lines[0].id, decision: "keep" }])
        await untilSomebodyWaitsForALock(databaseUrl)
        const closed = close(id)
        await untilWaiting(2)
        const late = decide(id, [{ id: lines[1].id, decision: "remove" }])
        await untilWaiting(3)
        await client.query("COMMIT")
        expect((await decided).data.results[0].status).toBe("decided")
        expect((await closed).data.access_review.counts).toMatchObject({ keep: lines.length })
        expect((await late).data.results).toMatchObject([
          { status: "failed", code: "user_lifecycle.access_review_closed" },
        ])
      })
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("is done once, however many close it at once", async () => {
      const { id } = await open()
      const answers = await Promise.all(
        [people.root, ada, grace].map(({ credential }) =>
          close(id, { allow_undecided: true }, credential)
        )
      )
      const by = answers.map(({ data }) => data.access_review.closed_by_id)
      expect(new Set(by).size).toBe(1)
      expect(await entries("access_review_closed")).toHaveLength(1)
    })

    it("answers 400 to what is no note and no flag, and closes nothing", async () => {
      const { id } = await open()
      for (const body of [{ note: 1 }, { allow_undecided: "yes" }, { force: true }]) {
        const { status, data } = await close(id, body)
        expect([body, status, data.type]).toEqual([body, 400, "invalid_data"])
      }
      expect((await get(`/${id}`)).data.access_review.status).toBe("open")
    })
  })

  describe("evidence", () => {
    const refusal = { code: "42501" }

    it("is not changed or deleted by plain SQL while the review is open", async () => {
      const { id } = await open()
      const [first, second] = await items(id)
      await decide(id, [{ id: second.id, decision: "remove" }])
      for (const statement of [
        "UPDATE access_review_item SET user_id = 'user_other'",
        "UPDATE access_review_item SET email = 'other@example.com'",
        "UPDATE access_review_item SET snapshot = '{}'",
        `UPDATE access_review_item SET snapshot = snapshot - 'api_keys' WHERE id = '${first.id}'`,
        "UPDATE access_review_item SET review_id = 'urev_other'",
        "UPDATE access_review_item SET deleted_at = now()",
        "UPDATE access_review_item SET created_at = now()",
        `UPDATE access_review_item SET id = 'urevi_other' WHERE id = '${first.id}'`,
        `UPDATE access_review_item SET decision = 'keep' WHERE id = '${second.id}'`,
        `UPDATE access_review_item SET note = 'other' WHERE id = '${second.id}'`,
        `DELETE FROM access_review_item WHERE id = '${first.id}'`,
        "TRUNCATE access_review_item",
        `INSERT INTO access_review_item (id, review_id, user_id, email, snapshot)
           SELECT 'urevi_added', review_id, 'user_other', email, snapshot FROM access_review_item LIMIT 1`,
        `INSERT INTO access_review_item (id, review_id, user_id, email, snapshot)
           VALUES ('urevi_added', 'urev_nothing', 'user_other', 'other@example.com', '{}')`,
        "UPDATE access_review SET opened_by_id = 'user_other'",
        "UPDATE access_review SET opened_by_name = 'other@example.com'",
        "UPDATE access_review SET item_count = 1",
        "UPDATE access_review SET item_count = NULL",
        "UPDATE access_review SET created_at = now()",
        "UPDATE access_review SET deleted_at = now()",
        "UPDATE access_review SET id = 'urev_other'",
        "DELETE FROM access_review",
        "TRUNCATE access_review",
        "TRUNCATE access_review, access_review_item",
      ]) {
        const answer = await sql(statement).catch((error) => error)
        expect([statement, answer]).toMatchObject([statement, refusal])
      }
      expect((await items(id))[0]).toEqual(first)
      expect((await get(`/${id}`)).data.access_review.counts.total).toBe(3)
    })

    it("says of every decision, and of every closing, that somebody made it", async () => {
      const { id } = await open()
      const [line] = await items(id)
      for (const statement of [
        `UPDATE access_review_item SET decision = 'keep' WHERE id = '${line.id}'`,
        `UPDATE access_review SET status = 'closed' WHERE id = '${id}'`,
        `UPDATE access_review_item SET decision = 'maybe', decided_at = now(), decided_by_type = 'user' WHERE id = '${line.id}'`,
      ]) {
        await expect(sql(statement)).rejects.toMatchObject({ code: "23514" })
      }
    })

    it("is not changed by plain SQL, or through the module, once the review is closed", async () => {
      const { id } = await open()
      const [line] = await items(id)
      await close(id, { allow_undecided: true })
      for (const statement of [
        "UPDATE access_review SET status = 'open', closed_at = NULL, closed_by_type = NULL, closed_by_id = NULL",
        "UPDATE access_review SET title = 'other'",
        "UPDATE access_review SET closed_at = now()",
        "UPDATE access_review SET closed_by_name = 'other@example.com'",
        "UPDATE access_review_item SET decided_by_name = 'other@example.com'",
        "UPDATE access_review_item SET decision = 'keep', decided_at = now(), decided_by_type = 'user'",
        "UPDATE access_review_item SET updated_at = now()",
        "DELETE FROM access_review_item",
        "DELETE FROM access_review",
      ]) {
        await expect(sql(statement)).rejects.toMatchObject(refusal)
      }
      const lifecycle = getContainer().resolve<{
        updateAccessReviewItems(data: object): Promise<unknown>
        softDeleteAccessReviews(ids: string[]): Promise<unknown>
      }>("user_lifecycle")
      await expect(lifecycle.updateAccessReviewItems({ id: line.id, note: "x" })).rejects.toThrow()
      await expect(lifecycle.softDeleteAccessReviews([id])).rejects.toThrow()
    })

    it("names whoever opened, decided and closed by what they were called then, whatever has become of them", async () => {
      const key = await people.createKey(people.root.credential, "till")
      const { id } = await open({}, key.credential)
      const [line] = await items(id)
      await decide(id, [{ id: line.id, decision: "keep" }], ada.credential)
      await close(id, { allow_undecided: true }, key.credential)
      await sql("UPDATE api_key SET title = 'other' WHERE id = $1", [key.id])
      await sql(`UPDATE "user" SET email = 'other@example.com' WHERE id = $1`, [ada.id])

      const expectNames = async () => {
        expect((await get(`/${id}`)).data.access_review).toMatchObject({
          opened_by_name: "till",
          closed_by_name: "till",
        })
        const { data } = await get(`/${id}/export?format=ndjson`)
        const lines: Item[] = String(data)
          .trim()
          .split("\n")
          .map((text) => JSON.parse(text))
        expect(lines.find((each) => each.id === line.id)?.decided_by_name).toBe("ada@example.com")
        expect((await items(id))[0].decided_by_name).toBe("ada@example.com")
      }
      await expectNames()
      await sql(`DELETE FROM "user" WHERE id = $1`, [ada.id])
      await sql("DELETE FROM api_key WHERE id = $1", [key.id])
      await expectNames()
    })

    it("names by what they are called now those of whom a review of before has kept no name", async () => {
      const { id } = await open()
      const [line] = await items(id)
      await decide(id, [{ id: line.id, decision: "keep" }])
      await sql("UPDATE access_review_item SET decided_by_name = NULL")
      await sql("ALTER TABLE access_review DISABLE TRIGGER USER")
      await sql("UPDATE access_review SET opened_by_name = NULL")
      await sql("ALTER TABLE access_review ENABLE TRIGGER USER")
      expect((await items(id))[0].decided_by_name).toBe("root@example.com")
      expect((await get(`/${id}`)).data.access_review.opened_by_name).toBe("root@example.com")
    })

    it("holds against a transaction that began before the review was closed", async () => {
      const { id } = await open()
      const [line] = await items(id)
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(
          `UPDATE access_review_item SET decision = 'keep', decided_at = now(), decided_by_type = 'user' WHERE id = $1`,
          [line.id]
        )
        const closed = close(id, { allow_undecided: true })
        await untilSomebodyWaitsForALock(databaseUrl)
        await client.query("COMMIT")
        expect((await closed).status).toBe(200)
      })
      await withClient(databaseUrl, async (client) => {
        const other = await open()
        const [first] = await items(other.id)
        await client.query("BEGIN")
        await client.query(
          "UPDATE access_review SET status = 'closed', closed_at = now(), closed_by_type = 'user' WHERE id = $1",
          [other.id]
        )
        const late = sql(
          "UPDATE access_review_item SET decision = 'keep', decided_at = now(), decided_by_type = 'user' WHERE id = $1",
          [first.id]
        ).catch((error) => error)
        await untilSomebodyWaitsForALock(databaseUrl)
        await client.query("COMMIT")
        expect(await late).toMatchObject(refusal)
      })
    })
  })

  describe("GET /admin/user-lifecycle/access-reviews/:id/export", () => {
    const download = (id: string, query = "") => get(`/${id}/export${query}`)

    it("is a CSV of everybody on the list, with nothing that a spreadsheet takes for a formula", async () => {
      await sql(
        `UPDATE "user" SET first_name = '=HYPERLINK("http://example.com")', last_name = '@x' WHERE id = $1`,
        [ada.id]
      )
      const { id } = await open()
      await decide(id, [
        { id: (await itemOf(id, ada)).id, decision: "keep", note: "-1+1" },
        { id: (await itemOf(id, grace)).id, decision: "remove", note: 'a "b", c\r\nd' },
      ])
      const { status, data, headers } = await download(id)
      expect(status).toBe(200)
      expect(headers["content-type"]).toMatch(/^text\/csv/)
      expect(headers["content-disposition"]).toBe(`attachment; filename="access-review-${id}.csv"`)
      const rows: Record<string, string>[] = parse(data, { bom: true, columns: true })
      expect(rows).toHaveLength(3)
      expect(rows[0]).toMatchObject({
        review_id: id,
        user_id: ada.id,
        email: "ada@example.com",
        first_name: `'=HYPERLINK("http://example.com")`,
        last_name: "'@x",
        status: "active",
        login_methods: "emailpass",
        api_keys: "0",
        created_by_name: "root@example.com",
        decision: "keep",
        note: "'-1+1",
        decided_by_name: "root@example.com",
        review_status: "open",
        review_opened_by: "root@example.com",
        review_closed_by: "",
      })
      expect(rows[1]).toMatchObject({ decision: "remove", note: 'a "b", c\r\nd' })
      expect(rows[2]).toMatchObject({ decision: "", decided_at: "" })
      expect(new Date(rows[0].decided_at).toISOString()).toBe(rows[0].decided_at)
    })

    it("is NDJSON where that is asked for, with everything as it is", async () => {
      const { id } = await open()
      await close(id, { allow_undecided: true })
      const { access_review: review } = (await get(`/${id}`)).data
      const { data, headers } = await download(id, "?format=ndjson")
      expect(headers["content-type"]).toMatch(/^application\/x-ndjson/)
      const rows = String(data)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
      const list = await items(id)
      expect(rows.map((row) => row.id)).toEqual(list.map((item) => item.id))
      expect(rows[0]).toMatchObject({
        email: list[0].email,
        login_methods: list[0].snapshot.login_methods,
        created_at: list[0].snapshot.created_at,
        decision: null,
        review_title: review.title,
        review_status: "closed",
        review_opened_at: review.created_at,
        review_closed_at: review.closed_at,
        review_closed_by: "root@example.com",
      })
    })

    it("has each of thousands of lines once", async () => {
      const everybody = 2_503
      await sql(
        `INSERT INTO "user" (id, email)
         SELECT 'user_' || n, 'person' || n || '@example.com' FROM generate_series(1, $1 - 3) n`,
        [everybody]
      )
      const { id, counts } = await open()
      expect(counts).toMatchObject({ total: everybody, undecided: everybody })
      const { data } = await download(id)
      const rows: Record<string, string>[] = parse(data, { bom: true, columns: true })
      expect(rows).toHaveLength(everybody)
      expect(new Set(rows.map((row) => row.user_id)).size).toBe(everybody)
    })

    it("answers 400 to an unknown format, and tells the ledger of nothing", async () => {
      const { id } = await open()
      for (const query of ["?format=xlsx", "?format=", "?limit=1"]) {
        expect([query, (await download(id, query)).status]).toEqual([query, 400])
      }
      expect((await download(id, "")).status).toBe(200)
      expect((await get(`/${NOBODY}/export`)).status).toBe(404)
      expect(await entries("access_review_exported")).toHaveLength(1)
    })

    it("is in the ledger before the first row leaves: who, which review, and how many there were", async () => {
      const { id } = await open()
      await download(id, "?format=ndjson")
      expect(await entries("access_review_exported")).toEqual([
        {
          user_id: null,
          email: null,
          actor_id: people.root.id,
          reason: null,
          data: { access_review_id: id, format: "ndjson", filters: {}, count: 3 },
        },
      ])
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        // Readers get past it, writers do not.
        await client.query("LOCK TABLE lifecycle_event IN SHARE MODE")
        let hasAnswered = false
        const answer = download(id).then((response) => {
          hasAnswered = true
          return response
        })
        await untilSomebodyWaitsForALock(databaseUrl)
        // An answer that was under way would be here by the time of another one.
        expect((await get(`/${id}`)).status).toBe(200)
        expect(hasAnswered).toBe(false)
        await client.query("COMMIT")
        expect((await answer).status).toBe(200)
      })
      expect(await entries("access_review_exported")).toHaveLength(2)
    })

    it("leaves nothing for somebody who was offboarded while the request was under way", async () => {
      const { id } = await open()
      const { recordExportWorkflow } = await loadWorkflows()
      await people.act("offboard", grace)
      // The guard had let them in just before.
      await expect(
        recordExportWorkflow(getContainer()).run({
          input: {
            of: "access_review",
            access_review_id: id,
            format: "csv",
            filters: {},
            count: 3,
            actor: { type: "user", id: grace.id },
          },
        })
      ).rejects.toMatchObject({ code: "user_lifecycle.user_deleted" })
      expect(await entries("access_review_exported")).toEqual([])
    })
  })

  describe("a review that there is not", () => {
    it("is answered with 404 and a code on every route, and nothing is written", async () => {
      const root = people.root.credential
      for (const id of [NOBODY, "urev", "%00", "..%2F..", "x".repeat(300)]) {
        const answers = await Promise.all([
          get(`/${id}`),
          get(`/${id}/items`),
          get(`/${id}/export`),
          decide(id, [{ id: "urevi_1", decision: "remove" }]),
          api.post(`${REVIEWS}/${id}/close`, { allow_undecided: true }, root),
        ])
        expect([id, answers.map(({ status, data }) => [status, data.code])]).toEqual([
          id,
          answers.map(() => [404, "user_lifecycle.access_review_not_found"]),
        ])
      }
      expect(await sql("SELECT 1 FROM lifecycle_event WHERE type LIKE 'access_review%'")).toEqual(
        []
      )
    })
  })

  describe("wrong credentials", () => {
    it("get 401 on every route", async () => {
      const { id } = await open()
      await people.act("offboard", grace)
      for (const credential of [{ headers: {} }, grace.credential]) {
        const answers = await Promise.all([
          get("", credential),
          api.post(REVIEWS, {}, credential),
          get(`/${id}`, credential),
          get(`/${id}/items`, credential),
          get(`/${id}/export`, credential),
          decide(id, [{ id: "urevi_1", decision: "remove" }], credential),
          close(id, { allow_undecided: true }, credential),
        ])
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401))
      }
    })
  })
})
