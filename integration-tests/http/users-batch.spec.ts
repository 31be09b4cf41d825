import { useBackend } from "../helpers/backend"
import { bearer } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { loadWorkflows } from "../helpers/workflows"

useBackend({}, (backend) => {
  const { api, getContainer, sql } = backend
  const people = usePeople(backend)

  const batch = (body: object, credential = people.root.credential) =>
    api.post("/admin/users/batch", body, credential)

  const living = async () =>
    (
      await sql<{ email: string }>(
        `SELECT email FROM "user" WHERE deleted_at IS NULL ORDER BY email`
      )
    ).map(({ email }) => email)

  describe("POST /admin/users/batch", () => {
    it("creates, updates and deletes, and says what became of each", async () => {
      const ada = await people.provision("ada@example.com")
      const bob = await people.provision("bob@example.com")

      const { status, data } = await batch({
        create: [
          { email: "grace@example.com", password: PASSWORD },
          { email: "ADA@example.com" },
          { email: "linus@example.com", password: "short" },
          { email: "Grace@example.com " },
          { email: "nonsense" },
        ],
        update: [
          { id: ada.id, first_name: "Ada" },
          { id: "user_nobody", first_name: "Nobody" },
        ],
        delete: [bob.id, people.root.id, "user_nobody"],
        reason: "The team was rebuilt.",
      })

      expect(status).toBe(200)
      expect(data.dry_run).toBe(false)
      expect(
        data.results.map(
          ({ operation, index, id, status: became, code }: Record<string, unknown>) => [
            operation,
            index,
            id,
            became,
            code,
          ]
        )
      ).toEqual([
        ["create", 0, expect.any(String), "created", undefined],
        ["create", 1, null, "failed", undefined],
        ["create", 2, null, "failed", "user_lifecycle.password_too_weak"],
        ["create", 3, null, "failed", undefined],
        ["create", 4, null, "failed", "user_lifecycle.email_invalid"],
        ["update", 0, ada.id, "updated", undefined],
        ["update", 1, "user_nobody", "failed", "user_lifecycle.user_not_found"],
        ["delete", 0, bob.id, "deleted", undefined],
        ["delete", 1, people.root.id, "failed", "user_lifecycle.self_offboarding"],
        ["delete", 2, "user_nobody", "failed", "user_lifecycle.user_not_found"],
      ])
      expect(data.results[1].message).toContain("already exists")
      expect(data.results[3].message).toContain("comes twice")
      expect(await living()).toEqual(["ada@example.com", "grace@example.com", "root@example.com"])
      expect((await people.logIn("grace@example.com")).status).toBe(200)
      await people.untilRefused(bob.credential)
      expect(await people.ledger(bob)).toContainEqual(
        expect.objectContaining({
          type: "user_offboarded",
          actor_id: people.root.id,
          reason: "The team was rebuilt.",
        })
      )
      const { data: updated } = await api.get(`/admin/users/${ada.id}`, people.root.credential)
      expect(updated.user.first_name).toBe("Ada")
    })

    it("says the same in a dry run, and changes nothing", async () => {
      const ada = await people.provision("ada@example.com")
      await people.linkSso(ada, "sso|ada")
      await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_other', $1)", [
        JSON.stringify({ user_id: ada.id }),
      ])
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('provid_other', 'Other@example.com', 'emailpass', 'authid_other')`
      )
      const before = [
        await living(),
        await sql("SELECT id FROM lifecycle_event WHERE type NOT LIKE 'email%'"),
      ]

      const { data } = await batch({
        create: [
          { email: "grace@example.com", password: PASSWORD },
          { email: "ada@example.com" },
          { email: "linus@example.com", password: "short" },
          { email: "sso@example.com", auth: { provider: "test-sso", entity_id: "sso|ada" } },
          { email: "roles@example.com", roles: ["role_1"] },
          { email: "other@example.com" },
        ],
        update: [{ id: ada.id, first_name: "Other" }, { id: "user_nobody" }],
        delete: [ada.id, people.root.id],
        dry_run: true,
      })
      expect(data.results.map(({ status }: { status: string }) => status)).toEqual([
        "would_create",
        "failed",
        "failed",
        "failed",
        "failed",
        "failed",
        "would_update",
        "failed",
        "would_delete",
        "failed",
      ])
      expect(data.results[5]).toMatchObject({
        operation: "create",
        code: "user_lifecycle.login_taken",
        message: expect.stringContaining(`already belongs to user ${ada.id}`),
      })
      const after = [
        await living(),
        await sql("SELECT id FROM lifecycle_event WHERE type NOT LIKE 'email%'"),
      ]
      expect(after).toEqual(before)
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("leaves one admin, whoever is deleted", async () => {
      const script = await people.createKey(people.root.credential)
      // Nobody's: it does not remove itself with the last of them.
      await sql("UPDATE api_key SET created_by = 'script' WHERE id = $1", [script.id])
      const ada = await people.provision("ada@example.com")
      const { status, data } = await batch({ delete: [ada.id, people.root.id] }, script.credential)
      expect(status).toBe(200)
      expect(
        data.results.map(({ id, status, code }: Record<string, string>) => [id, status, code])
      ).toEqual([
        [ada.id, "deleted", undefined],
        [people.root.id, "failed", "user_lifecycle.last_admin"],
      ])
      expect(await living()).toEqual(["root@example.com"])
      expect((await people.logIn("root@example.com")).status).toBe(200)
    })

    it.each(["offboard", "suspend"] as const)(
      "stops where whoever asked may not act any more: %s",
      async (action) => {
        const ada = await people.provision("ada@example.com")
        const grace = await people.provision("grace@example.com")
        await people.act(action, ada)
        // The request was let in before, and gets to it now.
        const { batchUsersWorkflow } = await loadWorkflows()
        const { result } = await batchUsersWorkflow(getContainer()).run({
          input: {
            create: [{ email: "late@example.com", password: PASSWORD }],
            update: [{ id: grace.id, first_name: "Late" }],
            delete: [grace.id],
            actor: { type: "user", id: ada.id },
          },
        })
        expect(result.results).toHaveLength(3)
        for (const { status, code } of result.results) {
          expect({ status, code }).toEqual({
            status: "failed",
            code:
              action === "suspend"
                ? "user_lifecycle.user_suspended"
                : "user_lifecycle.user_deleted",
          })
        }
        expect(await sql('SELECT first_name FROM "user" WHERE id = $1', [grace.id])).toEqual([
          { first_name: null },
        ])
        expect(await living()).not.toContain("late@example.com")
      }
    )

    it.each<[string, object]>([
      ["nothing", {}],
      ["empty lists", { create: [], update: [], delete: [] }],
      ["something unknown", { create: [{ email: "a@example.com", is_admin: true }] }],
      ["an email in an update", { update: [{ id: "user_1", email: "a@example.com" }] }],
      ["too many", { delete: Array.from({ length: 201 }, (_, index) => `user_${index}`) }],
      ["ids that are none", { delete: [""] }],
    ])("refuses a request with %s", async (_, body) => {
      expect((await batch(body)).status).toBe(400)
      expect(await living()).toEqual(["root@example.com"])
    })

    it("needs an admin", async () => {
      expect((await batch({ delete: ["user_1"] }, bearer("nonsense"))).status).toBe(401)
    })
  })
})
