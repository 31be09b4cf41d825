import type { IUserModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { bearer } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { createStep, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import type { InviteUsersInput } from "../../src/workflows/invite"
import { loadWorkflows } from "../helpers/workflows"
import { waitUntil } from "../helpers/wait-until"

type Result = { id: string | null; email: string; status: string; message?: string; code?: string }

const failStep = createStep("fail-after-the-invites", async (): Promise<never> => {
  throw new Error("a later step failed")
})

const options = { provisioning: { allowed_email_domains: ["example.com"] } }

useBackend({ options }, (backend) => {
  const { api, getContainer, outbox, sql } = backend
  const people = usePeople(backend)

  const batch = (body: object, credential = people.root.credential) =>
    api.post("/admin/user-lifecycle/invites/batch", body, credential)

  const summary = ({ results }: { results: Result[] }) =>
    results.map(({ email, status }) => `${status} ${email}`)

  const openInvites = async () =>
    await sql<{ id: string; email: string; metadata: unknown }>(
      "SELECT id, email, metadata FROM invite WHERE deleted_at IS NULL ORDER BY email"
    )

  // What is on its way would find its database gone.
  afterEach(() =>
    waitUntil("no email waited any more", async () => {
      const waiting = await sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
      return waiting.length === 0
    })
  )

  const emails = Array.from({ length: 250 }, (_, index) => `person-${index + 1}@example.com`)

  describe("POST /admin/user-lifecycle/invites/batch", () => {
    it("invites everybody who can be invited, says what became of each, and sends one email", async () => {
      await api.post("/admin/invites", { email: "ada@example.com" }, people.root.credential)
      const [ada] = await openInvites()
      await people.provision("linus@example.com")

      const { status, data } = await batch({
        emails: ["Grace@Example.com", "ada@example.com", "LINUS@example.com", "grace@example.com"],
        invites: [
          { email: "nonsense" },
          { email: "a@example.net" },
          { email: "alan@example.com", metadata: { team: "ops" } },
        ],
        metadata: { team: "sales" },
      })
      expect(status).toBe(200)
      expect(data.dry_run).toBe(false)
      expect(summary(data)).toEqual([
        "created grace@example.com",
        "exists ada@example.com",
        "refused linus@example.com",
        "exists grace@example.com",
        "refused nonsense",
        "refused a@example.net",
        "created alan@example.com",
      ])
      const [grace, kept, taken, again, malformed, elsewhere, alan]: Result[] = data.results
      expect(kept.id).toBe(ada.id)
      expect(again.id).toBe(grace.id)
      expect([taken, malformed, elsewhere].map(({ id, code }) => [id, code])).toEqual([
        [null, "user_lifecycle.email_taken"],
        [null, "user_lifecycle.email_invalid"],
        [null, "user_lifecycle.email_domain_not_allowed"],
      ])
      expect(await openInvites()).toEqual([
        expect.objectContaining({ id: ada.id }),
        { id: alan.id, email: "alan@example.com", metadata: { team: "ops" } },
        { id: grace.id, email: "grace@example.com", metadata: { team: "sales" } },
      ])

      const email = await outbox.waitFor(({ to }) => to === "grace@example.com")
      const token = new URL(String(email.data?.accept_url)).searchParams.get("token")
      const accepted = await api.post("/admin/invites/accept", { token, password: PASSWORD })
      expect(accepted.status).toBe(200)
      expect((await api.get("/admin/users/me", bearer(accepted.data.token))).status).toBe(200)

      const entries = await sql(
        "SELECT email, actor_id FROM lifecycle_event WHERE type = 'user_invited' ORDER BY email"
      )
      expect(entries).toEqual(
        ["ada", "alan", "grace"].map((name) => ({
          email: `${name}@example.com`,
          actor_id: people.root.id,
        }))
      )
    })

    it("changes nothing in a dry run, and says the same", async () => {
      const body = { emails: ["grace@example.com", "GRACE@example.com", "root@example.com"] }
      const dry = await batch({ ...body, dry_run: true })
      expect(dry.data.dry_run).toBe(true)
      expect(dry.data.results[0].id).toBeNull()
      expect(await openInvites()).toEqual([])
      expect(await sql("SELECT 1 FROM email_delivery")).toEqual([])
      expect(summary(dry.data)).toEqual(summary((await batch(body)).data))
    })

    it("invites hundreds, again without a second invite or email for anybody", async () => {
      const first = await batch({ emails })
      expect(new Set(summary(first.data).map((line) => line.split(" ")[0]))).toEqual(
        new Set(["created"])
      )
      const again = await batch({ emails: [...emails].reverse() })
      expect(again.data.results.map(({ id }: Result) => id)).toEqual(
        first.data.results.map(({ id }: Result) => id).reverse()
      )
      await waitUntil(
        "everybody had their email",
        () => outbox.read().length >= emails.length,
        100_000
      )
      expect(
        outbox
          .read()
          .map(({ to }) => to)
          .sort()
      ).toEqual([...emails].sort())
    })

    it("makes one invite for each email where several do the same at once", async () => {
      const some = emails.slice(0, 40)
      const answers = await Promise.all([
        batch({ emails: some }),
        batch({ emails: [...some].reverse() }),
        ...some
          .slice(0, 4)
          .map((email) => api.post("/admin/invites", { email }, people.root.credential)),
      ])
      expect(answers.slice(0, 2).map(({ status }) => status)).toEqual([200, 200])
      expect((await openInvites()).map(({ email }) => email)).toEqual([...some].sort())
    })

    it("replaces invites that have expired", async () => {
      const { data: first } = await batch({ emails: ["grace@example.com"] })
      await sql("UPDATE invite SET expires_at = now()")
      const { data: second } = await batch({ emails: ["grace@example.com"] })
      expect(summary(second)).toEqual(["created grace@example.com"])
      expect(second.results[0].id).not.toBe(first.results[0].id)
    })

    it.each([
      ["nobody", { emails: [] }],
      [
        "more than a thousand",
        { emails: Array.from({ length: 1_001 }, (_, i) => `p${i}@example.com`) },
      ],
      ["something else", { users: ["grace@example.com"] }],
      ["roles without RBAC", { emails: ["grace@example.com"], roles: ["role_1"] }],
      [
        "more metadata than is sensible",
        { emails: ["grace@example.com"], metadata: { a: "x".repeat(5_000) } },
      ],
      ["what can't be stored", { emails: ["grace@example.com"], metadata: { a: "\u0000" } }],
    ])("refuses %s", async (_, body) => {
      expect((await batch(body)).status).toBe(400)
      expect(await openInvites()).toEqual([])
    })

    it("takes a thousand", async () => {
      const many = Array.from({ length: 1_000 }, (_, i) => `a-rather-long-name-${i}@example.com`)
      for (const dry_run of [true, false]) {
        const { status, data } = await batch({ emails: many, dry_run })
        expect(status).toBe(200)
        expect(new Set(data.results.map((result: Result) => result.status))).toEqual(
          new Set(["created"])
        )
      }
      expect(await openInvites()).toHaveLength(1_000)
      await waitUntil("everybody had their email", () => outbox.read().length >= 1_000, 540_000)
    }, 600_000)

    it("refuses one email that can't be stored, or is another's in disguise, and not the others", async () => {
      const { data } = await batch({
        emails: [
          "a\u0000@example.com",
          "\ud800@example.com",
          "a@\uff45xample.com",
          "grace@example.com",
        ],
      })
      expect(data.results.map(({ status }: Result) => status)).toEqual([
        "refused",
        "refused",
        "refused",
        "created",
      ])
    })

    it("is for admins only", async () => {
      expect((await batch({ emails: ["grace@example.com"] }, bearer("nonsense"))).status).toBe(401)
    })
  })

  describe("POST /admin/invites", () => {
    it("refuses what the batch refuses, with its code", async () => {
      for (const [email, code] of [
        ["root@example.com", "user_lifecycle.email_taken"],
        ["nonsense", "user_lifecycle.email_invalid"],
        ["\u0430da@example.com", "user_lifecycle.email_mixes_scripts"],
        ["a@example.net", "user_lifecycle.email_domain_not_allowed"],
      ]) {
        const { status, data } = await api.post("/admin/invites", { email }, people.root.credential)
        expect({ email, status, code: data.code }).toEqual({ email, status: 400, code })
      }
    })
  })

  describe("an invite of other code to a domain that is not allowed", () => {
    it("can't be accepted", async () => {
      const users = getContainer().resolve<IUserModuleService>(Modules.USER)
      const invite = await users.createInvites({ email: "a@example.net" })
      const { status, data } = await api.post("/admin/invites/accept", {
        token: invite.token,
        password: PASSWORD,
      })
      expect({ status, code: data.code }).toEqual({
        status: 400,
        code: "user_lifecycle.email_domain_not_allowed",
      })
      const signedIn = await people.signIn("someone", { email: "a@example.net" })
      const admitted = await api.post("/auth/test-sso/user", undefined, bearer(signedIn.data.token))
      expect({ status: admitted.status, code: admitted.data.code }).toEqual({
        status: 401,
        code: "user_lifecycle.email_domain_not_allowed",
      })
    })
  })

  describe("inviteUsersWorkflow in a larger workflow whose later step fails", () => {
    it("takes the invites back, and the one that had expired is there again", async () => {
      await batch({ emails: ["grace@example.com"] })
      await outbox.waitFor(({ to }) => to === "grace@example.com")
      await sql("UPDATE invite SET expires_at = now()")
      const before = await sql("SELECT * FROM invite ORDER BY id")
      const emailsBefore = await sql("SELECT id FROM email_delivery ORDER BY id")

      const { inviteUsersWorkflow } = await loadWorkflows()
      const inviteThenFail = createWorkflow("invite-then-fail", (input: InviteUsersInput) => {
        inviteUsersWorkflow.runAsStep({ input })
        failStep()
        return new WorkflowResponse(undefined)
      })
      const invites = ["grace@example.com", ...emails.slice(0, 150)].map((email) => ({ email }))
      await expect(
        inviteThenFail(getContainer()).run({ input: { invites } })
      ).rejects.toMatchObject({
        message: expect.stringContaining("a later step failed"),
      })

      expect(await sql("SELECT * FROM invite ORDER BY id")).toEqual(before)
      expect(await sql("SELECT id FROM email_delivery ORDER BY id")).toEqual(emailsBefore)
      const [{ count }] = await sql(
        "SELECT count(*)::int AS count FROM lifecycle_event WHERE type = 'user_invitation_reverted'"
      )
      expect(count).toBe(151)
    })
  })
})
