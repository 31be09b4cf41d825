import { once } from "node:events"
import http from "node:http"
import net, { type AddressInfo } from "node:net"
import path from "node:path"
import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { parse } from "csv-parse/sync"
import express from "express"
import { seedPeople } from "../bench/seed-people"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer, type Credential, openSession } from "../helpers/http"
import { type Person, usePeople } from "../helpers/people"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const BUILD = path.join(__dirname, "../../.medusa/server/src")

type Json = Record<string, unknown>

/** What is too long for the buffers of two sockets: whoever does not read it keeps the server waiting. */
const MANY = 6_000
const LONG_NAME = "x".repeat(5_000)

useBackend({}, (backend) => {
  const { api, getContainer, sql, databaseUrl } = backend
  const people = usePeople(backend)

  const ask = (what: string, credential: Credential = people.root.credential) =>
    api.get(`/admin/user-lifecycle/${what}`, { ...credential, responseType: "text" })

  const download = async (what: string): Promise<string> => {
    const { status, data } = await ask(what)
    expect([what, status]).toEqual([what, 200])
    return data
  }

  const asJson = (text: string): Json[] =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line))

  const asCsv = (text: string): Record<string, string>[] =>
    parse(text, { bom: true, columns: true, record_delimiter: "\r\n" })

  const exportsInLedger = () =>
    sql<{ type: string; actor_id: string; data: Json }>(
      "SELECT * FROM lifecycle_event WHERE type LIKE '%\\_exported' ORDER BY sequence"
    )

  /** The head of an answer whose body nobody reads yet. */
  const open = async (what: string): Promise<http.IncomingMessage> => {
    const request = http.get(`${api.defaults.baseURL}/admin/user-lifecycle/${what}`, {
      headers: { authorization: `Bearer ${people.root.token}` },
      agent: false,
    })
    const [response] = (await once(request, "response")) as [http.IncomingMessage]
    return response.on("error", () => {})
  }

  const readToEnd = async (response: http.IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = []
    for await (const chunk of response) {
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString()
  }

  /** The database sessions in which an export waits for its client. */
  const waitingExports = async () =>
    await sql<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE '%page AS MATERIALIZED%'`
    )
  const untilExportsWait = (count: number) =>
    waitUntil(
      `${count} exports wait for their clients`,
      async () => (await waitingExports()).length === count
    )

  const seedMany = async () => {
    await seedPeople(databaseUrl, MANY)
    await sql(`UPDATE "user" SET last_name = $1 WHERE id LIKE 'user\\_01BENCH%'`, [LONG_NAME])
  }

  describe("GET /admin/user-lifecycle/people/export", () => {
    it("has everybody whom the list has, with everything that the list has of them", async () => {
      const ada = await people.provision("ada@example.com", { first_name: "Ada" })
      const grace = await people.provision("grace@example.com")
      await people.linkSso(ada, "sso|ada")
      await people.createKey(ada.credential)
      await people.act("suspend", grace, {
        reason: "on leave",
        until: new Date(Date.now() + 3_600_000).toISOString(),
      })
      const mary = await people.provision("mary@example.com")
      await people.act("offboard", mary)
      await sql(`INSERT INTO "user" (id, email) VALUES ('user_old', 'old@example.com')`)

      for (const filters of [
        "",
        "q=ADA",
        "status=active",
        "status[]=suspended&status[]=offboarded",
        "login_method=none",
        "login_method=test-sso",
        "never_logged_in=true",
        "last_login_at[$gte]=2026-01-01",
        "last_login_at[$lt]=2026-01-01",
        "role=role_1",
      ]) {
        const { data } = await api.get(
          `/admin/user-lifecycle/people?limit=200&${filters}`,
          people.root.credential
        )
        const listed: Json[] = data.people.sort((one: Json, other: Json) =>
          String(one.user_id) < String(other.user_id) ? -1 : 1
        )
        // The one who asks was seen a moment later.
        const comparable = ({ last_seen_at, ...person }: Json) => person
        const rows = asJson(await download(`people/export?format=ndjson&${filters}`))
        expect([filters, rows.map(comparable)]).toEqual([filters, listed.map(comparable)])
        expect(rows.map(Object.keys)).toEqual(listed.map(Object.keys))

        const cells = asCsv(await download(`people/export?format=csv&${filters}`))
        expect([
          filters,
          cells.map(({ user_id, email, status }) => [user_id, email, status]),
        ]).toEqual([filters, listed.map(({ user_id, email, status }) => [user_id, email, status])])
      }
      const [person] = asCsv(await download("people/export?q=ada"))
      expect(person).toMatchObject({
        first_name: "Ada",
        last_name: "",
        until: "",
        login_methods: "emailpass; test-sso",
        roles: "",
        api_keys: "1",
        created_by_type: "user",
        created_by_name: "root@example.com",
      })
      expect(new Date(person.created_at).toISOString()).toBe(person.created_at)
    })

    it("has whoever left keys that work also after their user row was erased, unlike the list", async () => {
      const ada = await people.provision("ada@example.com")
      await people.createKey(ada.credential)
      await people.act("offboard", ada, { revoke_api_keys: false })
      await sql(`DELETE FROM "user" WHERE id = $1`, [ada.id])

      for (const [filters, isThere] of [
        ["", true],
        ["q=ADA", true],
        ["q=grace", false],
        ["status=offboarded", true],
        ["status=active", false],
        ["login_method=none", true],
        ["login_method=emailpass", false],
        ["role=role_1", false],
        ["never_logged_in=false", false],
        ["last_login_at[$gte]=2020-01-01", false],
      ] as const) {
        const rows = asJson(await download(`people/export?format=ndjson&${filters}`))
        const found = rows.filter(({ user_id }) => user_id === ada.id)
        expect([filters, found.length]).toEqual([filters, isThere ? 1 : 0])
        const [{ data }] = (await exportsInLedger()).slice(-1)
        expect([filters, data.count]).toEqual([filters, rows.length])
      }
      const rows = asJson(await download("people/export?format=ndjson"))
      const [root, gone] = rows
      expect(gone).toMatchObject({
        user_id: ada.id,
        email: "ada@example.com",
        status: "offboarded",
        api_keys: 1,
        created_at: null,
      })
      expect(Object.keys(gone)).toEqual(Object.keys(root))
      expect(asCsv(await download("people/export?q=ada"))).toMatchObject([
        { email: "ada@example.com", status: "offboarded", api_keys: "1", created_at: "" },
      ])
      const { data } = await api.get("/admin/user-lifecycle/people", people.root.credential)
      expect(data.count).toBe(1)
    })

    it("is a file with a name, in the format that was asked for, and CSV without being asked", async () => {
      const name = (ending: string) =>
        expect.stringMatching(
          new RegExp(`^attachment; filename="people-\\d{4}-\\d\\d-\\d\\d\\.${ending}"$`)
        )
      for (const [query, ending, type] of [
        ["", "csv", "text/csv"],
        ["?format=csv", "csv", "text/csv"],
        ["?format=ndjson", "ndjson", "application/x-ndjson"],
      ]) {
        const { headers } = await ask(`people/export${query}`)
        expect(headers).toMatchObject({
          "content-type": expect.stringContaining(type),
          "content-disposition": name(ending),
          "cache-control": "no-store",
        })
      }
    })

    const NAMES: [name: string, cell: string][] = [
      ['=HYPERLINK("http://example.com")', `'=HYPERLINK("http://example.com")`],
      ["+1", "'+1"],
      ["-1+1", "'-1+1"],
      ["@SUM(A1)", "'@SUM(A1)"],
      ["\t=1", "'\t'=1"],
      ["\r=1", "'\r'=1"],
      ["＝1", "'＝1"],
      ["Ada;=1+1", "Ada;'=1+1"],
      ["Ada\n=1+1", "Ada\n'=1+1"],
      ['Ada "the countess", or so', 'Ada "the countess", or so'],
      ["two\nlines", "two\nlines"],
      ["two\r\nlines", "two\r\nlines"],
      ["semi;colon", "semi;colon"],
      ["'quoted'", "'quoted'"],
      [" spaces ", " spaces "],
      ["Zoë Žižek 王 🙂 é", "Zoë Žižek 王 🙂 é"],
      ["\u202eright to left", "\u202eright to left"],
      ["", ""],
    ]

    it("writes names that a spreadsheet would take for formulas, or a parser for several cells, as text", async () => {
      for (const [n, [name]] of NAMES.entries()) {
        await sql(`INSERT INTO "user" (id, email, first_name) VALUES ($1, $2, $3)`, [
          `user_${String(n).padStart(2, "0")}`,
          `name${n}@example.com`,
          name,
        ])
      }
      const response = await open("people/export?q=name")
      const bytes = Buffer.from(await readToEnd(response))
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
      const text = bytes.toString()
      expect(text.split("\r\n")[0]).toMatch(
        /^\ufeffuser_id,email,first_name,.*,offboarded_at,awaits_password$/
      )
      expect(text.endsWith("\r\n")).toBe(true)
      expect(asCsv(text).map(({ first_name }) => first_name)).toEqual(NAMES.map(([, cell]) => cell))
      const rows = asJson(await download("people/export?format=ndjson&q=name"))
      expect(rows.map(({ first_name }) => first_name)).toEqual(NAMES.map(([name]) => name))
    })

    it("has a header where there is nobody", async () => {
      expect(asJson(await download("people/export?format=ndjson&q=nobody"))).toEqual([])
      expect(await download("people/export?q=nobody")).toMatch(/^\ufeff?user_id,email,.*\r\n$/)
    })

    it("has each of many people once, and tells the ledger how many they are", async () => {
      await seedPeople(databaseUrl, MANY)
      const ids = asJson(await download("people/export?format=ndjson")).map(
        ({ user_id }) => user_id
      )
      expect(ids).toHaveLength(MANY + 1)
      expect(new Set(ids).size).toBe(MANY + 1)
      expect(asCsv(await download("people/export")).map(({ user_id }) => user_id)).toEqual(ids)
      expect((await exportsInLedger()).map(({ data }) => data.count)).toEqual([MANY + 1, MANY + 1])
    })

    it("is of one instant, whatever is changed while a client takes its time", async () => {
      await seedMany()
      const last = "user_01BENCH" + String(MANY).padStart(19, "0")
      const response = await open("people/export?format=ndjson")
      await untilExportsWait(1)
      const ada = await people.provision("ada@example.com")
      await people.act("offboard", { id: last })
      const rows = asJson(await readToEnd(response))
      expect(rows).toHaveLength(MANY + 1)
      expect(rows.find(({ user_id }) => user_id === last)).toMatchObject({ status: "active" })

      const later = asJson(await download("people/export?format=ndjson"))
      expect(later).toHaveLength(MANY + 2)
      expect(later.map(({ user_id }) => user_id)).toContain(ada.id)
      expect(later.find(({ user_id }) => user_id === last)).toMatchObject({ status: "offboarded" })
    })

    it("lets go of the database when the client goes away in the middle, and the ledger knows all the same", async () => {
      await seedMany()
      for (let time = 0; time < 2; time++) {
        const responses = await Promise.all(
          [1, 2, 3].map(() => open("people/export?format=ndjson"))
        )
        await untilExportsWait(3)
        responses.forEach((response) => response.destroy())
        await untilExportsWait(0)
      }
      expect(await exportsInLedger()).toHaveLength(6)
    })

    it("ends with its reader's access, and lets go of the database", async () => {
      const ada = await people.provision("ada@example.com")
      await seedMany()
      const response = await open("people/export?format=ndjson")
      await untilExportsWait(1)
      expect((await people.act("offboard", people.root, {}, ada.credential)).status).toBe(200)
      // Sooner than a client is given up that does not read.
      const hasEnded = async () => (await waitingExports()).length === 0
      await waitUntil("the export ends", hasEnded, 15_000)
      await expect(readToEnd(response)).rejects.toThrow("aborted")
      const others = await ask("people/export?q=ada", ada.credential)
      expect(others.status).toBe(200)
    })

    it("lets go of the database when the client does not read", async () => {
      await seedMany()
      const { streamRows } = jest.requireActual<typeof import("../../src/api/stream-rows")>(
        path.join(BUILD, "api/stream-rows.js")
      )
      const { streamPeople } = jest.requireActual<
        typeof import("../../src/workflows/report/list-people")
      >(path.join(BUILD, "workflows/report/list-people.js"))
      const app = express().get("/", (req, res, next) => {
        Object.assign(req, { scope: getContainer() })
        streamRows(res as unknown as Parameters<typeof streamRows>[0], {
          format: "csv",
          file_name: "people",
          columns: ["user_id", "last_name"],
          rows: streamPeople(getContainer(), {}),
          patience_ms: 1_000,
        }).catch(next)
      })
      const server = app.listen(0, "127.0.0.1")
      await once(server, "listening")
      const { port } = server.address() as AddressInfo
      const socket = net.connect({ port, host: "127.0.0.1" }).on("error", () => {})
      try {
        socket.pause()
        socket.write("GET / HTTP/1.1\r\nhost: example.com\r\n\r\n")
        await untilExportsWait(1)
        await untilExportsWait(0)
      } finally {
        socket.destroy()
        server.close()
      }
    })

    it("breaks off where the database does, and leaves the server as it was", async () => {
      await seedMany()
      const response = await open("people/export?format=ndjson")
      await untilExportsWait(1)
      const [{ pid }] = await waitingExports()
      await sql("SELECT pg_terminate_backend($1)", [pid])
      await expect(readToEnd(response)).rejects.toThrow("aborted")
      const { headers } = response
      expect(headers["transfer-encoding"]).toBe("chunked")
      expect(asJson(await download("people/export?format=ndjson"))).toHaveLength(MANY + 1)
    })

    it("is one of three at most on an instance, so that the others find a database connection", async () => {
      const { data: opened } = await api.post(
        "/admin/user-lifecycle/access-reviews",
        {},
        people.root.credential
      )
      const review = `access-reviews/${opened.access_review.id}/export`
      await seedMany()
      const [people1, people2, events] = await Promise.all([
        open("people/export"),
        open("people/export?format=ndjson"),
        open("people/export?q=person"),
      ])
      await untilExportsWait(3)
      for (const what of ["people/export", "events/export", review]) {
        const refused = await ask(what)
        expect(refused.status).toBe(429)
        expect(JSON.parse(refused.data)).toMatchObject({
          type: "not_allowed",
          code: "user_lifecycle.too_many_downloads",
        })
        expect(refused.headers["retry-after"]).toBe("5")
      }
      expect((await ask("people")).status).toBe(200)
      // What was refused for another reason takes no place.
      people1.destroy()
      await untilExportsWait(2)
      for (let time = 0; time < 5; time++) {
        expect((await ask("people/export?format=xlsx")).status).toBe(400)
      }
      await waitUntil(
        "there is room",
        async () => (await ask("people/export?q=root")).status === 200
      )
      people2.destroy()
      events.destroy()
      await untilExportsWait(0)
      expect((await exportsInLedger()).length).toBe(4)
    })
  })

  describe("GET /admin/user-lifecycle/events/export", () => {
    const FIELDS =
      "id,sequence,type,user_id,email,actor_type,actor_id,ip_address,user_agent,request_id,reason,data,created_at,actor_name,user_name"
    let ada: Person

    beforeEach(async () => {
      ada = await people.provision("ada@example.com")
      await people.act("suspend", ada, { reason: "=1+1, or 100% of it" })
      await people.act("reactivate", ada)
      await people.provision("grace_hopper@example.com")
    })

    it("has what the list has for the same filters, oldest first", async () => {
      const [{ created_at }] = await sql<{ created_at: Date }>(
        "SELECT created_at FROM lifecycle_event WHERE type = 'user_suspended'"
      )
      const instant = created_at.toISOString()
      const later = new Date(created_at.getTime() + 1).toISOString()
      for (const filters of [
        `user_id=${ada.id}`,
        `user_id[]=${ada.id}&user_id[]=user_nobody`,
        `actor_id=${people.root.id}&type=user_suspended`,
        "actor_type=system",
        "actor_type[]=user&actor_type[]=api-key&type=user_suspended",
        "type[]=user_suspended&type[]=user_provisioned",
        "type=user_provisioned&q=ADA",
        "type=user_provisioned&q=example%20grace",
        "type=user_provisioned&q=grace_h",
        "type=user_provisioned&q=_",
        "type=user_suspended&q=100%25",
        "type=user_suspended&q=%5C",
        "type=user_suspended&q=%20",
        "type=user_suspended&q=",
        `created_at[$gte]=${instant}&created_at[$lt]=${later}`,
        `created_at[$lte]=${later}&type=user_provisioned`,
        `created_at[$gt]=${later}&type[]=user_reactivated&type[]=user_provisioned`,
        `created_at[$ne]=${later}&type=user_suspended`,
        `created_at=${instant}&type=user_suspended`,
        "created_at[$lt]=2026-01-01",
      ]) {
        const { data } = await api.get(
          `/admin/user-lifecycle/events?limit=200&order=sequence&${filters}`,
          people.root.credential
        )
        const rows = asJson(await download(`events/export?format=ndjson&${filters}`))
        expect([filters, rows]).toEqual([filters, data.events])
        expect(rows.map((row) => Object.keys(row).join())).toEqual(rows.map(() => FIELDS))
        const cells = asCsv(await download(`events/export?${filters}`))
        expect([filters, cells.map(({ id }) => id)]).toEqual([filters, rows.map(({ id }) => id)])
      }
    })

    it("has the entry's data as JSON in CSV, and no formulas", async () => {
      const [suspended] = asCsv(await download("events/export?type=user_suspended"))
      expect(suspended).toMatchObject({
        type: "user_suspended",
        user_id: ada.id,
        email: "ada@example.com",
        actor_id: people.root.id,
        reason: "'=1+1, or 100% of it",
      })
      const cells = asCsv(await download("events/export?type=user_provisioned&q=ada"))
      const rows = asJson(await download("events/export?format=ndjson&type=user_provisioned&q=ada"))
      expect(cells.map(({ data }) => JSON.parse(data))).toEqual(rows.map(({ data }) => data))
      expect(rows[0].data).toMatchObject({ provider: "emailpass" })
    })

    it("has each of many entries once, also where several have one number", async () => {
      await sql(
        `INSERT INTO lifecycle_event (id, sequence, type, actor_type)
         SELECT 'ulevt_' || n, 1000000 + n / 7, 'user_suspended', 'system' FROM generate_series(1, 4100) n`
      )
      const rows = asJson(await download("events/export?format=ndjson"))
      const sequences = rows.map(({ sequence }) => Number(sequence))
      expect(sequences).toEqual([...sequences].sort((one, other) => one - other))
      const ids = rows.map(({ id }) => String(id)).filter((id) => /^ulevt_\d{1,4}$/.test(id))
      expect(ids).toHaveLength(4100)
      expect(new Set(ids).size).toBe(4100)
    })

    it("has the entry that it is exported, if that is asked for", async () => {
      const rows = asJson(await download("events/export?format=ndjson"))
      const [entry] = await exportsInLedger()
      expect(rows.find(({ type }) => type === "events_exported")).toMatchObject({
        actor_id: people.root.id,
        data: entry.data,
      })
      expect(rows).toHaveLength(Number(entry.data.count) + 1)
    })
  })

  describe("The ledger", () => {
    it("knows who exported what, from where, and how many there were", async () => {
      await people.provision("ada@example.com")
      await download(
        "people/export?format=ndjson&status[]=active&q=ada&last_login_at[$gte]=2026-01-01"
      )
      await api.get("/admin/user-lifecycle/events/export?type=user_provisioned", {
        headers: { ...people.root.credential.headers, "user-agent": "an auditor's browser" },
      })
      expect(await exportsInLedger()).toMatchObject([
        {
          type: "people_exported",
          actor_type: "user",
          actor_id: people.root.id,
          user_id: null,
          data: {
            format: "ndjson",
            filters: {
              q: "ada",
              status: ["active"],
              last_login_at: { $gte: "2026-01-01T00:00:00.000Z" },
            },
            count: 1,
          },
        },
        {
          type: "events_exported",
          actor_id: people.root.id,
          user_agent: "an auditor's browser",
          ip_address: expect.any(String),
          request_id: expect.any(String),
          data: { format: "csv", filters: { type: "user_provisioned" }, count: 1 },
        },
      ])
      const [{ data }] = await exportsInLedger()
      expect(Object.keys(data.filters as Json).sort()).toEqual(["last_login_at", "q", "status"])
    })

    it("knows it before the first row leaves", async () => {
      for (const what of ["people/export", "events/export"]) {
        const before = (await exportsInLedger()).length
        await withClient(databaseUrl, async (client) => {
          await client.query("BEGIN")
          // Readers get past it, writers do not.
          await client.query("LOCK TABLE lifecycle_event IN SHARE MODE")
          let hasBegun = false
          const opening = open(what).then((response) => {
            hasBegun = true
            return response
          })
          await untilSomebodyWaitsForALock(databaseUrl)
          // An answer that was under way would be here by the time of another one.
          expect((await ask("people")).status).toBe(200)
          expect(hasBegun).toBe(false)
          await client.query("COMMIT")
          const response = await opening
          expect(await exportsInLedger()).toHaveLength(before + 1)
          response.destroy()
        })
      }
    })

    it("is not told of what is refused", async () => {
      const ada = await people.provision("ada@example.com")
      await people.act("offboard", ada)
      for (const what of ["people/export", "events/export"]) {
        expect((await ask(what, { headers: {} })).status).toBe(401)
        expect((await ask(what, ada.credential)).status).toBe(401)
        for (const query of [
          "format=xlsx",
          "format=",
          "format[]=csv",
          "limit=10",
          "offset=10",
          "order=email",
          "fields=id",
          "q=%00",
          "created_at[$gte]=yesterday",
          "last_login_at[$gte]=yesterday",
          "status=gone",
        ]) {
          const { status, data } = await ask(`${what}?${query}`)
          expect([what, query, status, JSON.parse(data).type]).toEqual([
            what,
            query,
            400,
            "invalid_data",
          ])
        }
      }
      const { recordExportWorkflow } = await loadWorkflows()
      // The guard had let them in just before.
      await expect(
        recordExportWorkflow(getContainer()).run({
          input: {
            of: "people",
            format: "csv",
            filters: {},
            count: 1,
            actor: { type: "user", id: ada.id },
          },
        })
      ).rejects.toMatchObject({ code: "user_lifecycle.user_deleted" })
      expect(await exportsInLedger()).toEqual([])
    })
  })

  it("takes every kind of an admin's credential", async () => {
    const key = await people.createKey(people.root.credential)
    for (const credential of [
      bearer(people.root.token),
      await openSession(api, people.root.token),
      key.credential,
    ]) {
      for (const what of ["people/export", "events/export"]) {
        expect((await ask(what, credential)).status).toBe(200)
      }
    }
    expect((await exportsInLedger()).map(({ actor_id }) => actor_id)).toEqual([
      ...Array(4).fill(people.root.id),
      key.id,
      key.id,
    ])
  })

  it("streams for so long and no longer", async () => {
    const { streamAtOneInstant } = jest.requireActual<
      typeof import("../../src/database/at-one-instant")
    >(path.join(BUILD, "database/at-one-instant.js"))
    const pg: Knex = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
    async function* endless() {
      for (;;) {
        yield 1
      }
    }
    let count = 0
    const read = async () => {
      for await (const row of streamAtOneInstant(pg, endless, { max_ms: 50 })) {
        count += row
      }
    }
    await expect(read()).rejects.toThrow("It was read too slowly")
    expect(count).toBeGreaterThan(0)
    expect(
      await sql(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
      )
    ).toEqual([])
  })
})
