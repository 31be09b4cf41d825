import { ContainerRegistrationKeys, FeatureFlag, Modules } from "@medusajs/framework/utils"
import { HASHES_AT_ONCE } from "../../src/auth/hashes-at-once"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { readEvents } from "../helpers/event-stream"
import { bearer, type Credential, login, openSession, signInWithSso } from "../helpers/http"
import { uploadPeople } from "../helpers/people-file"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const PASSWORD = "correct horse battery staple"

/** The part of Medusa's RBAC module that the tests need; the package is there only where it is licensed. */
type Rbac = {
  createRbacRoles(roles: { name: string }[]): Promise<{ id: string }[]>
  listRbacPolicies(filters: object): Promise<{ id: string }[]>
  createRbacPolicies(
    policies: { key: string; resource: string; operation: string; name: string }[]
  ): Promise<{ id: string }[]>
  createRbacRolePolicies(links: { role_id: string; policy_id: string }[]): Promise<unknown>
}

// The runner reads the configuration before the flags of Medusa itself are known.
FeatureFlag.setFlag("rbac", true)

const BACKEND = {
  env: { MEDUSA_FF_RBAC: "true" },
  options: {
    provisioning: { jit_domains: ["example.org"] },
    // Longer than any test waits: what counts sooner was announced.
    access: { cache_ttl_seconds: 60 },
  },
}

useBackend(BACKEND, ({ api, createAdmin, databaseUrl, getContainer, sql }) => {
  const createRole = async (name: string, policies: [resource: string, operation: string][]) => {
    const rbac: Rbac = getContainer().resolve(Modules.RBAC)
    const [role] = await rbac.createRbacRoles([{ name }])
    for (const [resource, operation] of policies) {
      const key = `${resource}:${operation}`
      const [known] = await rbac.listRbacPolicies({ key })
      const [policy] = known
        ? [known]
        : await rbac.createRbacPolicies([{ key, resource, operation, name: key }])
      await rbac.createRbacRolePolicies([{ role_id: role.id, policy_id: policy.id }])
    }
    return role.id
  }

  const createAdminWithRole = async (email: string, roleId?: string) => {
    const user = await createAdmin({ email, password: PASSWORD })
    if (roleId) {
      await getContainer()
        .resolve(ContainerRegistrationKeys.LINK)
        .create({
          [Modules.USER]: { user_id: user.id },
          [Modules.RBAC]: { rbac_role_id: roleId },
        })
    }
    return { id: user.id, credential: bearer(await login(api, email, PASSWORD)) }
  }

  it("asks for the same policies as Medusa's user routes", async () => {
    const role = await createRole("nothing", [["product", "read"]])
    const ada = await createAdminWithRole("ada@example.com", role)
    for (const answer of [
      await api.post("/admin/users", { email: "grace@example.com" }, ada.credential),
      await api.patch(`/admin/users/${ada.id}`, {}, ada.credential),
      await api.post(`/admin/users/${ada.id}/offboard`, {}, ada.credential),
      await api.delete(`/admin/users/${ada.id}`, ada.credential),
      ...(await Promise.all(
        ["suspend", "reactivate", "restore", "revoke-sessions"].map((action) =>
          api.post(`/admin/users/${ada.id}/${action}`, {}, ada.credential)
        )
      )),
      await api.post(
        `/admin/users/${ada.id}/change-email`,
        { email: "grace@example.com" },
        ada.credential
      ),
      await api.get(`/admin/users/${ada.id}/access`, ada.credential),
      await api.post("/admin/user-lifecycle/revoke-all-sessions", {}, ada.credential),
      ...(await Promise.all(
        [
          "events",
          "events/export",
          "overview",
          "people",
          "people/export",
          "settings",
          "invites/invite_1/link",
        ].map((path) => api.get(`/admin/user-lifecycle/${path}`, ada.credential))
      )),
      await api.get("/admin/user-lifecycle/access-reviews", ada.credential),
      await api.post("/admin/user-lifecycle/access-reviews", {}, ada.credential),
      await api.get("/admin/user-lifecycle/findings", ada.credential),
      await api.post("/admin/user-lifecycle/findings/repair", { dry_run: true }, ada.credential),
      await api.post("/admin/users/batch", { create: [] }, ada.credential),
      await api.post(`/admin/users/${ada.id}/cancel-offboarding`, {}, ada.credential),
      await api.get("/admin/user-lifecycle/scheduled-offboardings", ada.credential),
      await uploadPeople(api, ada.credential, { content: "email\ngrace@example.com\n" }),
      ...(await Promise.all(
        ["imports", "imports/uimp_1", "imports/uimp_1/lines"].map((path) =>
          api.get(`/admin/user-lifecycle/${path}`, ada.credential)
        )
      )),
      ...(await Promise.all(
        ["confirm", "cancel"].map((action) =>
          api.post(`/admin/user-lifecycle/imports/uimp_1/${action}`, {}, ada.credential)
        )
      )),
    ]) {
      expect([answer.config.url, answer.status]).toEqual([answer.config.url, 403])
    }
    expect(await sql("SELECT id FROM lifecycle_event")).toEqual([])
  })

  it("answers whoever may not have an export, and does not hang up", async () => {
    const ada = await createAdminWithRole(
      "ada@example.com",
      await createRole("nothing", [["product", "read"]])
    )
    const answers = await Promise.all(
      Array.from({ length: 60 }, () =>
        api.get("/admin/user-lifecycle/people/export", ada.credential)
      )
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]))
  })

  it("ends the reset tokens that somebody asked for with the role that let them", async () => {
    const manager = await createRole("manager", [
      ["user", "read"],
      ["user", "update"],
    ])
    const ada = await createAdminWithRole("ada@example.com", manager)
    const grace = await createAdminWithRole("grace@example.com", manager)
    const root = await createAdminWithRole("root@example.com", manager)
    const ask = (credential: Credential) =>
      api.post(`/admin/users/${root.id}/reset-password`, {}, credential)
    const use = ({ data }: Awaited<ReturnType<typeof ask>>) =>
      api.post("/auth/user/emailpass/update", { password: "taken over" }, bearer(data.token))

    const stolen = await ask(ada.credential)
    expect(stolen.status).toBe(200)
    await sql("UPDATE user_rbac_role SET deleted_at = now() WHERE user_id = $1", [ada.id])
    expect((await use(stolen)).status).toBe(401)

    const kept = await ask(grace.credential)
    expect((await use(kept)).status).toBe(200)
  })

  it("gives no role in an import any more that whoever confirmed it has lost since", async () => {
    const importer = await createRole("importer", [
      ["user", "create"],
      ["invite", "create"],
      ["user", "read"],
    ])
    const catalog = await createRole("catalog", [["product", "create"]])
    const ada = await createAdminWithRole("ada@example.com", importer)
    await createAdminWithRole("root@example.com", importer)
    await sql("INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('second', $1, $2)", [
      ada.id,
      catalog,
    ])
    const { data } = await uploadPeople(api, ada.credential, {
      content: `email,auth_provider,auth_entity_id,roles
grace@example.com,test-sso,sso|1,${importer} ${catalog}
linus@example.com,test-sso,sso|2,${importer}
mary@example.com,test-sso,sso|3,
`,
    })
    const { id } = data.import
    const linesOfImport = async () =>
      (await api.get(`/admin/user-lifecycle/imports/${id}/lines`, ada.credential)).data.lines
    expect((await linesOfImport())[0]).toMatchObject({
      roles: [importer, catalog],
      auth: { provider: "test-sso", entity_id: "sso|1" },
    })
    // Confirmed, and not begun yet, when the role is gone.
    await sql(
      `UPDATE user_import SET status = 'running', confirmed_by_type = 'user', confirmed_by_id = $2, confirmed_at = now()
       WHERE id = $1`,
      [id, ada.id]
    )
    await sql("DELETE FROM user_rbac_role WHERE id = 'second'")
    const { runPeopleImportsWorkflow } = await loadWorkflows()
    await waitUntil("the import is done", async () => {
      // The job may have the lines at this moment.
      await runPeopleImportsWorkflow(getContainer()).run({ input: {} })
      const [{ status }] = await sql<{ status: string }>("SELECT status FROM user_import")
      return status === "done"
    })

    const lines: { status: string; message: string | null }[] = await linesOfImport()
    expect(lines.map(({ status }) => status)).toEqual(["failed", "created", "created"])
    expect(lines[0].message).toMatch(/permission to assign these roles/)
    expect(await sql(`SELECT 1 FROM "user" WHERE email = 'grace@example.com'`)).toEqual([])
  })

  it("says of a line of an import that its roles are not the uploader's to give, and makes nobody then", async () => {
    const importer = await createRole("importer", [
      ["user", "create"],
      ["invite", "create"],
    ])
    const catalog = await createRole("catalog", [["product", "create"]])
    const ada = await createAdminWithRole("ada@example.com", importer)
    const { status, data } = await uploadPeople(api, ada.credential, {
      content: `email,password,roles\ngrace@example.com,${PASSWORD},${importer} ${catalog}\nlinus@example.com,${PASSWORD},${importer}\n`,
      fields: { dry_run: "false" },
    })
    expect(status).toBe(200)
    expect(data.import).toMatchObject({ status: "validated", counts: { invalid: 1, ready: 1 } })
    expect(data.lines).toMatchObject([
      {
        line: 2,
        code: "user_lifecycle.import_row_invalid",
        sentences: [{ key: "roles_not_allowed" }],
        roles: [importer, catalog],
      },
    ])
    expect(
      await sql("SELECT line, sealed_password IS NOT NULL AS has_password FROM user_import_row")
    ).toEqual(
      expect.arrayContaining([
        { line: 2, has_password: false },
        { line: 3, has_password: true },
      ])
    )
    const root = await createAdminWithRole(
      "root@example.com",
      await createRole("all", [["*", "*"]])
    )
    const other = await uploadPeople(api, root.credential, {
      content: `email,roles\nmary@example.com,${importer} ${catalog}\n`,
    })
    expect(other.data.import.counts).toMatchObject({ invalid: 0, ready: 1 })
  })

  it("goes on with no import any more once whoever confirmed it may import nobody", async () => {
    const importer = await createRole("importer", [
      ["user", "create"],
      ["invite", "create"],
    ])
    const other = await createRole("other", [["product", "read"]])
    const ada = await createAdminWithRole("ada@example.com", importer)
    await createAdminWithRole("root@example.com", importer)
    const { data } = await uploadPeople(api, ada.credential, {
      content: "email,auth_provider,auth_entity_id\ngrace@example.com,test-sso,sso|1\n",
    })
    const start = () =>
      sql(
        `UPDATE user_import SET status = 'running', confirmed_by_type = 'user', confirmed_by_id = $2, confirmed_at = now()
         WHERE id = $1`,
        [data.import.id, ada.id]
      )
    const { confirmPeopleImportWorkflow, runPeopleImportsWorkflow } = await loadWorkflows()
    await sql("UPDATE user_rbac_role SET rbac_role_id = $1 WHERE user_id = $2", [other, ada.id])
    // An upload that is confirmed at once was allowed when it began.
    const { errors } = await confirmPeopleImportWorkflow(getContainer()).run({
      input: { import_id: data.import.id, actor: { type: "user", id: ada.id } },
      throwOnError: false,
    })
    expect(errors).toMatchObject([{ error: { type: "forbidden" } }])
    await start()
    await runPeopleImportsWorkflow(getContainer()).run({ input: {} })

    expect(await sql("SELECT status FROM user_import")).toEqual([{ status: "cancelled" }])
    expect(await sql(`SELECT 1 FROM "user" WHERE email = 'grace@example.com'`)).toEqual([])
  })

  describe("a permission that is lost while somebody uses it", () => {
    const LOST = { status: "failed", code: "user_lifecycle.permission_lost" }

    const createManager = async () => {
      const role = await createRole("manager", [
        ["user", "create"],
        ["user", "read"],
        ["user", "update"],
        ["user", "delete"],
        ["invite", "delete"],
      ])
      await createAdminWithRole("root@example.com", role)
      return await createAdminWithRole("ada@example.com", role)
    }

    /** Asks for something that waits for what is locked, and takes the role, or all access, of whoever asks away meanwhile. */
    const losingTheRole = async <TAnswer>(
      user: { id: string },
      lock: { statement: string; params?: unknown[] },
      ask: () => Promise<TAnswer>,
      statement = "DELETE FROM user_rbac_role WHERE user_id = $1"
    ): Promise<TAnswer> =>
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(lock.statement, lock.params)
        const answer = ask()
        await untilSomebodyWaitsForALock(databaseUrl)
        await sql(statement, [user.id])
        await client.query("COMMIT")
        return await answer
      })

    const SUSPEND =
      "INSERT INTO user_access (id, user_id, status) VALUES ('uacc_' || $1, $1, 'suspended')"

    it.each([
      ["the role", undefined, LOST],
      ["all access", SUSPEND, { status: "failed", code: "user_lifecycle.user_suspended" }],
    ])("repairs no finding any more without %s, and tells what it did", async (_, lose, lost) => {
      const ada = await createManager()
      const names = ["1", "2", "3"]
      for (const name of names) {
        await sql(
          `INSERT INTO invite (id, email, token, expires_at) VALUES ('invite_' || $1, $1 || '@example.com', $1, now() - interval '1 day')`,
          [name]
        )
      }
      const ids = names.map((name) => `invite_expired:invite_${name}`)
      const lock = { statement: "SELECT 1 FROM invite WHERE id = 'invite_1' FOR UPDATE" }
      const { status, data } = await losingTheRole(
        ada,
        lock,
        () => api.post("/admin/user-lifecycle/findings/repair", { ids }, ada.credential),
        lose
      )

      expect(status).toBe(200)
      expect(data.results).toMatchObject([
        { id: ids[0], status: "repaired" },
        { id: ids[1], kind: "invite_expired", ...lost },
        { id: ids[2], kind: "invite_expired", ...lost },
      ])
      expect(await sql("SELECT id FROM invite WHERE deleted_at IS NULL ORDER BY id")).toEqual([
        { id: "invite_2" },
        { id: "invite_3" },
      ])
    })

    it("updates and offboards nobody any more in a batch", async () => {
      const ada = await createManager()
      const people = [
        await createAdminWithRole("grace@example.com"),
        await createAdminWithRole("alan@example.com"),
      ]
      const lock = {
        statement: `SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE`,
        params: [people[0].id],
      }
      const { status, data } = await losingTheRole(ada, lock, () =>
        api.post(
          "/admin/users/batch",
          { update: people.map(({ id }) => ({ id, first_name: "X" })), delete: [people[1].id] },
          ada.credential
        )
      )

      expect(status).toBe(200)
      expect(data.results).toMatchObject([
        { id: people[0].id, status: "updated" },
        { id: people[1].id, ...LOST },
        { id: people[1].id, ...LOST },
      ])
      expect(
        await sql(`SELECT first_name, deleted_at FROM "user" WHERE id = $1`, [people[1].id])
      ).toEqual([{ first_name: null, deleted_at: null }])
    })

    it("leaves no import behind, with passwords in it, that was to be confirmed at once", async () => {
      const role = await createRole("importer", [
        ["user", "create"],
        ["invite", "create"],
      ])
      const ada = await createAdminWithRole("ada@example.com", role)
      await createAdminWithRole("root@example.com")
      const other = await createRole("other", [["product", "read"]])
      const { status, data } = await losingTheRole(
        ada,
        { statement: "LOCK TABLE user_import_row IN SHARE MODE" },
        () =>
          uploadPeople(api, ada.credential, {
            content: `email,password\ngrace@example.com,${PASSWORD}\n`,
            fields: { dry_run: "false" },
          }),
        `UPDATE user_rbac_role SET rbac_role_id = '${other}' WHERE user_id = $1`
      )
      expect({ status, code: data.code }).toEqual({
        status: 403,
        code: "user_lifecycle.permission_lost",
      })
      expect(await sql("SELECT status FROM user_import")).toEqual([{ status: "cancelled" }])
      expect(await sql("SELECT 1 FROM user_import_row WHERE sealed_password IS NOT NULL")).toEqual(
        []
      )
    })

    it("makes nobody an admin any more in a batch", async () => {
      const ada = await createManager()
      // So many are begun at a time.
      const begun = HASHES_AT_ONCE
      const create = Array.from({ length: begun + 2 }, (_, index) => ({
        email: `person${index}@example.com`,
        auth: { provider: "test-sso", entity_id: `sso|${index}` },
      }))
      const lock = { statement: `LOCK TABLE "user" IN SHARE MODE` }
      const { data } = await losingTheRole(ada, lock, () =>
        api.post("/admin/users/batch", { create }, ada.credential)
      )

      const results: { status: string }[] = data.results
      expect(results.slice(begun)).toMatchObject([LOST, LOST])
      const made = await sql(`SELECT 1 FROM "user" WHERE email LIKE 'person%'`)
      expect(made).toHaveLength(results.filter(({ status }) => status === "created").length)
      expect(made.length).toBeLessThanOrEqual(begun)
    })

    it("decides about no line of an access review any more", async () => {
      const ada = await createManager()
      const grace = await createAdminWithRole("grace@example.com")
      const path = "/admin/user-lifecycle/access-reviews"
      const review = (await api.post(path, {}, ada.credential)).data.access_review.id
      const items: { id: string; user_id: string }[] = (
        await api.get(`${path}/${review}/items`, ada.credential)
      ).data.items
      const [own, graces, roots] = [ada.id, grace.id, undefined].map(
        (id) =>
          items.find(({ user_id }) =>
            id ? user_id === id : ![ada.id, grace.id].includes(user_id)
          ) as { id: string }
      )
      const lock = {
        statement: "SELECT 1 FROM access_review_item WHERE id = $1 FOR UPDATE",
        params: [own.id],
      }
      const { status, data } = await losingTheRole(ada, lock, () =>
        api.post(
          `${path}/${review}/items`,
          {
            items: [
              { id: own.id, decision: "keep" },
              { id: graces.id, decision: "remove" },
              { id: roots.id, decision: "keep" },
            ],
          },
          ada.credential
        )
      )

      expect(status).toBe(200)
      expect(data.results).toMatchObject([
        { id: own.id, status: "decided" },
        { id: graces.id, ...LOST },
        { id: roots.id, ...LOST },
      ])
      expect(await sql("SELECT id FROM access_review_item WHERE decision IS NOT NULL")).toEqual([
        { id: own.id },
      ])
      expect(await sql(`SELECT deleted_at FROM "user" WHERE id = $1`, [grace.id])).toEqual([
        { deleted_at: null },
      ])
    })
  })

  it("lets who may read look at access reviews, who may change open them, and who may delete decide", async () => {
    const read: [string, string] = ["user", "read"]
    const update: [string, string] = ["user", "update"]
    const roles = {
      reader: await createRole("reader", [read]),
      opener: await createRole("opener", [read, update]),
      deleter: await createRole("deleter", [read, ["user", "delete"]]),
      reviewer: await createRole("reviewer", [read, update, ["user", "delete"]]),
    }
    const path = "/admin/user-lifecycle/access-reviews"
    const opener = await createAdminWithRole("opener@example.com", roles.opener)
    const { data } = await api.post(path, {}, opener.credential)
    const review = `${path}/${data.access_review.id}`
    const [item] = (await api.get(`${review}/items`, opener.credential)).data.items
    expect(item.snapshot.roles).toEqual(["opener"])

    const statuses: Record<string, number[]> = {}
    for (const [name, role] of Object.entries(roles)) {
      const { credential } = await createAdminWithRole(`${name}2@example.com`, role)
      const items = [{ id: item.id, decision: "keep" }]
      const answers = [
        await api.get(path, credential),
        await api.get(review, credential),
        await api.get(`${review}/items`, credential),
        await api.get(`${review}/export`, credential),
        await api.post(path, {}, credential),
        await api.post(`${review}/items`, { items }, credential),
        await api.post(`${review}/close`, {}, credential),
      ]
      statuses[name] = answers.map(({ status }) => status)
    }
    const looked = [200, 200, 200, 200]
    expect(statuses).toEqual({
      reader: [...looked, 403, 403, 403],
      // An undecided line is what it may not close with.
      opener: [...looked, 200, 403, 400],
      deleter: [...looked, 403, 403, 403],
      reviewer: [...looked, 200, 200, 200],
    })
  })

  describe("GET /admin/user-lifecycle/people", () => {
    it("has the names of everybody's roles, and finds people by them, also in an export", async () => {
      const reader = await createRole("reader", [["user", "read"]])
      const owner = await createRole("owner; all of it", [["store", "update"]])
      const root = await createAdminWithRole("root@example.com", reader)
      const ada = await createAdminWithRole("ada@example.com", owner)
      await createAdminWithRole("grace@example.com")
      await getContainer()
        .resolve(ContainerRegistrationKeys.LINK)
        .create({ [Modules.USER]: { user_id: ada.id }, [Modules.RBAC]: { rbac_role_id: reader } })

      const list = async (query = "") => {
        const { data } = await api.get(`/admin/user-lifecycle/people${query}`, root.credential)
        return data.people.map(({ email, roles }: { email: string; roles: string[] }) => [
          email.split("@")[0],
          roles,
        ])
      }
      expect(await list()).toEqual([
        ["ada", ["owner; all of it", "reader"]],
        ["grace", []],
        ["root", ["reader"]],
      ])
      const described = await api.get(`/admin/users/${ada.id}/access`, root.credential)
      expect(described.data.access.roles).toEqual(["owner; all of it", "reader"])
      expect(await list(`?role=${owner}`)).toEqual([["ada", ["owner; all of it", "reader"]]])
      expect((await list(`?role=${owner}&role=${reader}`)).length).toBe(2)
      expect(await list("?role=role_nobody")).toEqual([])

      const { data } = await api.get(
        `/admin/user-lifecycle/people/export?format=ndjson&role=${owner}`,
        { ...root.credential, responseType: "text" }
      )
      expect(JSON.parse(data).roles).toEqual(["owner; all of it", "reader"])

      // A role that is gone gives nobody anything, and is still there to be taken away.
      await sql("UPDATE rbac_role SET deleted_at = now() WHERE id = $1", [owner])
      await sql("DELETE FROM user_rbac_role WHERE user_id = $1 AND rbac_role_id = $2", [
        ada.id,
        reader,
      ])
      expect(await list(`?role=${owner}`)).toEqual([["ada", [owner]]])
      await sql("UPDATE user_rbac_role SET deleted_at = now() WHERE user_id = $1", [ada.id])
      expect(await list(`?role=${owner}`)).toEqual([])
    })

    it("lets whoever may read users see them, and not what is about invites", async () => {
      const role = await createRole("reader", [["user", "read"]])
      const { credential } = await createAdminWithRole("root@example.com", role)
      for (const [path, status] of [
        ["people", 200],
        ["people/export", 200],
        ["events/export", 200],
        ["settings", 200],
        ["overview", 403],
      ]) {
        const answer = await api.get(`/admin/user-lifecycle/${path}`, credential)
        expect([path, answer.status]).toEqual([path, status])
      }
      const both = await createRole("inviter", [
        ["user", "read"],
        ["invite", "read"],
      ])
      const ada = await createAdminWithRole("ada@example.com", both)
      const overview = await api.get("/admin/user-lifecycle/overview", ada.credential)
      expect(overview.status).toBe(200)
    })
  })

  describe("a role that is taken away, or given", () => {
    const untilAnswered = async (status: number, ask: () => Promise<{ status: number }>) => {
      const deadline = Date.now() + 5_000
      while ((await ask()).status !== status) {
        if (Date.now() > deadline) {
          throw new Error(`It is not answered with ${status}`)
        }
      }
    }
    const readers: [string, (id: string) => Promise<unknown>][] = [
      ["by plain SQL", (id) => sql("DELETE FROM user_rbac_role WHERE user_id = $1", [id])],
      [
        "softly, as Medusa's links are",
        (id) => sql("UPDATE user_rbac_role SET deleted_at = now() WHERE user_id = $1", [id]),
      ],
    ]

    it.each(readers)("counts at once for tokens and sessions: %s", async (_, remove) => {
      const reader = await createRole("reader", [["user", "read"]])
      const ada = await createAdminWithRole("ada@example.com", reader)
      const token = ada.credential.headers.authorization.split(" ")[1]
      const session = await openSession(api, token)
      const credentials = [ada.credential, session]
      for (const credential of credentials) {
        expect((await api.get("/admin/user-lifecycle/events", credential)).status).toBe(200)
      }

      await remove(ada.id)

      for (const credential of credentials) {
        await untilAnswered(403, () => api.get("/admin/user-lifecycle/events", credential))
        expect((await api.get("/admin/users", credential)).status).toBe(403)
      }
      const { data } = await api.post("/auth/token/refresh", undefined, ada.credential)
      const refreshed = await api.get("/admin/user-lifecycle/events", bearer(data.token))
      expect(refreshed.status).toBe(403)

      await getContainer()
        .resolve(ContainerRegistrationKeys.LINK)
        .create({ [Modules.USER]: { user_id: ada.id }, [Modules.RBAC]: { rbac_role_id: reader } })
      for (const credential of credentials) {
        await untilAnswered(200, () => api.get("/admin/user-lifecycle/events", credential))
      }
    })
  })

  it("judges whom Medusa takes by their own roles of now, whatever credential comes beside theirs", async () => {
    const reader = await createRole("reader", [["user", "read"]])
    const ada = await createAdminWithRole("ada@example.com", reader)
    const grace = await createAdminWithRole("grace@example.com", reader)
    const session = await openSession(api, ada.credential.headers.authorization.split(" ")[1])
    const both = { headers: { ...session.headers, ...grace.credential.headers } }
    const paths = ["/custom/people", "/admin/users"]
    for (const path of paths) {
      expect([path, (await api.get(path, both)).status]).toEqual([path, 200])
    }

    await sql("DELETE FROM user_rbac_role WHERE user_id = $1", [ada.id])

    const deadline = Date.now() + 5_000
    while ((await api.get("/admin/users", session)).status !== 403 && Date.now() < deadline) {
      // News about it is on its way.
    }
    for (const path of paths) {
      expect([path, (await api.get(path, both)).status]).toEqual([path, 403])
      expect([path, (await api.get(path, grace.credential)).status]).toEqual([path, 200])
    }
  })

  describe("an invite's roles", () => {
    const EMAIL = "ada@example.com"

    const ways: [string, (token: string) => Promise<string>][] = [
      [
        "in one call",
        async (token) =>
          (await api.post("/admin/invites/accept", { token, password: PASSWORD })).data.user.id,
      ],
      [
        "in two steps",
        async (token) => {
          const registered = await api.post("/auth/user/emailpass/register", {
            email: EMAIL,
            password: PASSWORD,
          })
          const { data } = await api.post(
            `/admin/invites/accept?token=${token}`,
            {},
            bearer(registered.data.token)
          )
          return data.user.id
        },
      ],
      [
        "by single sign-on",
        async () => {
          const token = await signInWithSso(api, { sub: "sso|ada", email: EMAIL })
          return (await api.post("/auth/test-sso/user", undefined, bearer(token))).data.user.id
        },
      ],
    ]

    /** Invites somebody with the role of whoever invites them. */
    const inviteManager = async ({
      email = EMAIL,
      policies = [],
    }: { email?: string; policies?: [string, string][] } = {}) => {
      const manager = await createRole("people manager", [
        ["user", "read"],
        ["invite", "create"],
        ...policies,
      ])
      const root = await createAdminWithRole("root@example.com", manager)
      const { data } = await api.post(
        "/admin/user-lifecycle/invites/batch",
        { invites: [{ email, roles: [manager] }] },
        root.credential
      )
      expect(data.results).toMatchObject([{ status: "created" }])
      const { id }: { id: string } = data.results[0]
      const [{ token }] = await sql<{ token: string }>("SELECT token FROM invite WHERE id = $1", [
        id,
      ])
      return { manager, root, id, token }
    }

    it.each(ways)("are the person's who accepts it %s, and in the ledger", async (_, accept) => {
      const { manager, root, id, token } = await inviteManager()

      const userId = await accept(token)

      expect(
        await sql(
          "SELECT rbac_role_id FROM user_rbac_role WHERE user_id = $1 AND deleted_at IS NULL",
          [userId]
        )
      ).toEqual([{ rbac_role_id: manager }])
      const [entry] = await sql<{ data: unknown }>(
        "SELECT data FROM lifecycle_event WHERE user_id = $1 AND type = 'user_provisioned'",
        [userId]
      )
      expect(entry.data).toMatchObject({
        roles: [manager],
        invites_accepted: [id],
        invited_by: { type: "user", id: root.id },
      })
    })

    it("are left out where a role was deleted since", async () => {
      const [manager, former] = [
        await createRole("people manager", [["invite", "create"]]),
        await createRole("former", [["user", "read"]]),
      ]
      const root = await createAdminWithRole("root@example.com", manager)
      await sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('urole_former', $1, $2)",
        [root.id, former]
      )
      const { data } = await api.post(
        "/admin/user-lifecycle/invites/batch",
        { invites: [{ email: EMAIL, roles: [manager, former] }] },
        root.credential
      )
      expect(data.results).toEqual([expect.objectContaining({ status: "created" })])
      await sql("UPDATE rbac_role SET deleted_at = now() WHERE id = $1", [former])
      const [{ token }] = await sql<{ token: string }>("SELECT token FROM invite WHERE id = $1", [
        data.results[0].id,
      ])
      const accepted = await api.post("/admin/invites/accept", { token, password: PASSWORD })
      expect(
        await sql("SELECT rbac_role_id FROM user_rbac_role WHERE user_id = $1", [
          accepted.data.user.id,
        ])
      ).toEqual([{ rbac_role_id: manager }])
    })

    it("are handed out, with the token, by nobody who may not give them", async () => {
      const { id } = await inviteManager()
      const sender = await createAdminWithRole(
        "sender@example.com",
        await createRole("sender", [
          ["invite", "read"],
          ["invite", "update"],
        ])
      )
      const tokens = () => sql("SELECT token FROM invite")
      const before = await tokens()
      for (const answer of [
        await api.post(`/admin/invites/${id}/resend`, {}, sender.credential),
        await api.post(`/admin/invites/${id}/resent`, {}, sender.credential),
        await api.get(`/admin/user-lifecycle/invites/${id}/link`, sender.credential),
      ]) {
        expect(answer.status).toBe(403)
      }
      expect(await tokens()).toEqual(before)
    })

    it("are nobody's by the token, which only who may read invites is shown, by whatever way of fields", async () => {
      const { root, token } = await inviteManager({ policies: [["rbac_role", "read"]] })
      const reader = await createAdminWithRole(
        "reader@example.com",
        await createRole("reader", [
          ["invite", "read"],
          ["user", "read"],
          ["rbac_role", "read"],
        ])
      )
      const ways = [
        "/admin/rbac/roles?fields=id,name,invites_link.invite.email,invites_link.invite.token",
        "/admin/users?fields=id,rbac_roles_link.rbac_role.invites_link.invite.token",
        "/admin/users/me?fields=id,rbac_roles_link.rbac_role.invites_link.invite.token",
        "/admin/users/me?fields=id,*rbac_roles_link.rbac_role.invites_link",
        "/ADMIN/users/me?fields=%2Brbac_roles_link.rbac_role.invites_link.invite.token",
        "/admin/users?fields=id,rbac_roles_link.rbac_role.invite_rbac_roles.invite.token",
      ]
      const shown: boolean[] = []
      for (const way of ways) {
        const answer = await api.get(way, root.credential)
        expect([way, answer.status, JSON.stringify(answer.data).includes(token)]).toEqual([
          way,
          403,
          false,
        ])
        shown.push(JSON.stringify((await api.get(way, reader.credential)).data).includes(token))
      }
      // Otherwise this proves nothing.
      expect(shown[0]).toBe(true)
      expect(
        (await api.get("/admin/users/me?fields=id,metadata.invited_by", root.credential)).status
      ).toBe(200)
    })

    it("are nobody's once the invite has expired", async () => {
      await inviteManager({ email: "ada@example.org" })
      await sql("UPDATE invite SET expires_at = now()")
      const token = await signInWithSso(api, { sub: "sso|ada", email: "ada@example.org" })
      const { status, data } = await api.post("/auth/test-sso/user", undefined, bearer(token))
      expect(status).toBe(200)
      expect(await sql("SELECT 1 FROM user_rbac_role WHERE user_id = $1", [data.user.id])).toEqual(
        []
      )
    })
  })

  it("lets an admin vouch for a login who may make users, and takes anybody else for a stranger", async () => {
    const reader = await createAdminWithRole(
      "reader@example.com",
      await createRole("reader", [["user", "read"]])
    )
    const nobody = await createAdminWithRole("nobody@example.com")
    const maker = await createAdminWithRole(
      "maker@example.com",
      await createRole("maker", [["user", "create"]])
    )
    const register = async ({ credential }: { credential: Credential }) => {
      const { status, data } = await api.post(
        "/auth/user/emailpass/register",
        { email: "grace@example.com", password: PASSWORD },
        credential
      )
      return [status, data.code]
    }
    for (const admin of [reader, nobody]) {
      expect(await register(admin)).toEqual([401, "user_lifecycle.not_invited"])
    }
    expect(await register(maker)).toEqual([200, undefined])
    await sql("DELETE FROM auth_identity WHERE app_metadata IS NULL")
    await sql("DELETE FROM user_rbac_role WHERE user_id = $1", [maker.id])
    expect(await register(maker)).toEqual([401, "user_lifecycle.not_invited"])
  })

  it("ends a stream of events with the role that let somebody open it", async () => {
    const reader = await createRole("reader", [
      ["workflow_execution", "read"],
      ["workflow_execution", "create"],
      ["workflow_execution", "update"],
    ])
    const ada = await createAdminWithRole("ada@example.com", reader)
    const grace = await createAdminWithRole("grace@example.com", reader)
    const [adas, graces] = [
      await readEvents(api, ada.credential, grace.credential),
      await readEvents(api, grace.credential, grace.credential),
    ]
    expect([adas.ended_at, graces.ended_at]).toEqual([undefined, undefined])
    await sql("DELETE FROM user_rbac_role WHERE user_id = $1", [ada.id])
    await waitUntil("the stream ended", () => adas.ended_at !== undefined)
    expect(graces.ended_at).toBeUndefined()
    graces.stop()
  })

  it("ends a stream of events when the role loses what let somebody open it", async () => {
    const policies: [string, string][] = ["read", "create", "update"].map((operation) => [
      "workflow_execution",
      operation,
    ])
    const reader = await createRole("reader", policies)
    const runner = await createRole("runner", policies)
    const ada = await createAdminWithRole("ada@example.com", reader)
    const grace = await createAdminWithRole("grace@example.com", runner)
    const stream = await readEvents(api, ada.credential, grace.credential)
    expect([stream.status, stream.ended_at]).toEqual([200, undefined])
    await sql("UPDATE rbac_role_policy SET deleted_at = now() WHERE role_id = $1", [reader])
    await waitUntil("the stream ended", () => stream.ended_at !== undefined)
  })

  it("gives roles in the same transaction, only those that the actor may give, and takes them away", async () => {
    const manager = await createRole("people manager", [
      ["user", "create"],
      ["user", "delete"],
      ["user", "read"],
    ])
    const owner = await createRole("owner", [["store", "update"]])
    const root = await createAdminWithRole("root@example.com", manager)

    const tooMuch = await api.post(
      "/admin/users",
      { email: "ada@example.com", password: PASSWORD, roles: [owner] },
      root.credential
    )
    expect(tooMuch.status).toBe(403)
    const unknown = await api.post(
      "/admin/users",
      { email: "ada@example.com", password: PASSWORD, roles: ["role_nobody"] },
      root.credential
    )
    expect(unknown.status).toBe(400)
    expect(await sql(`SELECT id FROM "user" WHERE email = 'ada@example.com'`)).toEqual([])

    const { status, data } = await api.post(
      "/admin/users",
      { email: "ada@example.com", password: PASSWORD, roles: [manager] },
      root.credential
    )
    expect(status).toBe(200)
    const ada = bearer(await login(api, "ada@example.com", PASSWORD))
    expect((await api.get("/admin/user-lifecycle/events", ada)).status).toBe(200)

    const offboarded = await api.delete(`/admin/users/${data.user.id}`, root.credential)
    expect(offboarded.status).toBe(200)
    expect(
      await sql("SELECT * FROM user_rbac_role WHERE user_id = $1 AND deleted_at IS NULL", [
        data.user.id,
      ])
    ).toEqual([])
  })
})
