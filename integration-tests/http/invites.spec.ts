import type { IUserModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { useFailingWorkflows } from "../helpers/failing-workflows"
import type { OutboxEmail } from "../helpers/outbox"
import { PASSWORD, usePeople } from "../helpers/people"

useBackend({}, (backend) => {
  const { api, outbox, sql } = backend
  const people = usePeople(backend)
  const makeAndUndo = useFailingWorkflows(backend)

  const invite = (email: string) => api.post("/admin/invites", { email }, people.root.credential)

  const openInvites = async () =>
    await sql<{ id: string; email: string }>(
      "SELECT id, email FROM invite WHERE deleted_at IS NULL"
    )

  const codeOf = async (token: string) =>
    (await api.post("/admin/invites/accept", { token, password: PASSWORD })).data.code

  describe("POST /admin/invites", () => {
    it("replaces an invite that has expired, in whatever case its email was", async () => {
      const { data: first } = await invite("Bob@Example.com")
      await sql("UPDATE invite SET expires_at = now(), email = 'Bob@Example.com'")

      const { status, data } = await invite("bob@example.com")
      expect(status).toBe(200)
      expect(data.invite.id).not.toBe(first.invite.id)
      expect(await openInvites()).toEqual([{ id: data.invite.id, email: "bob@example.com" }])
      expect(await codeOf(first.invite.token)).toBe("user_lifecycle.invite_replaced")
      expect(await codeOf(data.invite.token)).toBeUndefined()
    })

    it("makes one invite of two spellings of an email", async () => {
      const { data } = await invite("Bob@Example.com")
      expect(data.invite.email).toBe("bob@example.com")
      const { status, data: refused } = await invite("BOB@example.com")
      expect(status).toBe(400)
      expect(refused.message).toContain("already exists")
      expect(await openInvites()).toHaveLength(1)
    })

    it("makes one of any number that come at the same moment", async () => {
      const spellings = ["bob@example.com", "BOB@example.com", "Bob@example.com", "bOb@example.com"]
      const answers = await Promise.all(spellings.map(invite))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
      expect(await openInvites()).toHaveLength(1)
    })

    it("is not made again of one that was deleted, while there is another one", async () => {
      const { data: first } = await invite("bob@example.com")
      await api.delete(`/admin/invites/${first.invite.id}`, people.root.credential)
      expect((await invite("bob@example.com")).status).toBe(200)
      const users: IUserModuleService = backend.getContainer().resolve(Modules.USER)
      await expect(users.restoreInvites([first.invite.id])).rejects.toThrow()
      expect(await openInvites()).toHaveLength(1)
    })

    it("refuses the email of a user, in any case", async () => {
      for (const email of ["root@example.com", "ROOT@example.com"]) {
        expect((await invite(email)).status).toBe(400)
      }
      expect(await openInvites()).toEqual([])
    })

    it("invites somebody again who accepted, by password or single sign-on, and was offboarded", async () => {
      const { data } = await invite("ada@example.com")
      const accepted = await api.post("/admin/invites/accept", {
        token: data.invite.token,
        password: PASSWORD,
      })
      await people.act("offboard", accepted.data.user)
      expect((await invite("ada@example.com")).status).toBe(200)

      await invite("linus@example.com")
      const signedIn = await people.signIn("linus", { email: "linus@example.com" })
      const admitted = await api.post("/auth/test-sso/user", undefined, {
        headers: { authorization: `Bearer ${signedIn.data.token}` },
      })
      expect(admitted.status).toBe(200)
      await people.act("offboard", admitted.data.user)
      expect((await invite("linus@example.com")).status).toBe(200)
    })
  })

  describe("cancelInviteWorkflow", () => {
    const cancelAndUndo = (invite_id: string, meanwhile: () => Promise<unknown>) =>
      makeAndUndo(
        "cancelInviteWorkflow",
        { invite_id, actor: { type: "user", id: people.root.id } },
        async () => void (await meanwhile())
      )
    const entries = async () =>
      (
        await sql<{ type: string }>(
          "SELECT type FROM lifecycle_event WHERE email = 'bob@example.com' AND actor_id = $1 ORDER BY sequence",
          [people.root.id]
        )
      ).map(({ type }) => type)

    it("brings the invite back where a larger workflow fails later, and the ledger tells of both", async () => {
      const { data } = await invite("bob@example.com")
      let open: unknown[] | undefined
      await cancelAndUndo(data.invite.id, async () => {
        open = await openInvites()
      })
      expect(open).toEqual([])
      expect(await openInvites()).toEqual([{ id: data.invite.id, email: "bob@example.com" }])
      expect(await entries()).toEqual([
        "user_invited",
        "invite_cancelled",
        "invite_cancellation_reverted",
      ])
      expect(await codeOf(data.invite.token)).toBeUndefined()
    })

    it("leaves it cancelled where there is another one by then, as the ledger says", async () => {
      const { data } = await invite("bob@example.com")
      await cancelAndUndo(data.invite.id, () => invite("BOB@example.com"))
      const [open, ...others] = await openInvites()
      expect([open.id === data.invite.id, others]).toEqual([false, []])
      expect(await entries()).toEqual(["user_invited", "invite_cancelled", "user_invited"])
    })
  })

  describe.each(["resend", "resent"])("POST /admin/invites/:id/%s", (action) => {
    // By its token: an email of the test before can still arrive while this one has begun, and is to the same address.
    const hasToken = (token: string) => (email: OutboxEmail) =>
      email.to === "bob@example.com" && String(email.data?.accept_url).includes(token)

    it("sends a new token, with which the old one is replaced", async () => {
      const { data: first } = await invite("bob@example.com")
      await outbox.waitFor(hasToken(first.invite.token))

      const { status, data } = await api.post(
        `/admin/invites/${first.invite.id}/${action}`,
        {},
        people.root.credential
      )
      expect(status).toBe(200)
      expect(data.invite.id).toBe(first.invite.id)
      await outbox.waitFor(hasToken(data.invite.token))
      expect(await codeOf(first.invite.token)).toBe("user_lifecycle.invite_replaced")
      expect(await codeOf(data.invite.token)).toBeUndefined()
    })

    it("tells the ledger who did it", async () => {
      const { data } = await invite("bob@example.com")
      await api.post(`/admin/invites/${data.invite.id}/${action}`, {}, people.root.credential)
      const { data: deleted } = await api.delete(
        `/admin/invites/${data.invite.id}`,
        people.root.credential
      )
      expect(deleted).toEqual({ id: data.invite.id, object: "invite", deleted: true })
      await api.delete(`/admin/invites/${data.invite.id}`, people.root.credential)
      const entries = await sql(
        "SELECT type, actor_id, data->>'invite_id' AS id FROM lifecycle_event WHERE email = 'bob@example.com' AND actor_type = 'user' ORDER BY sequence"
      )
      expect(entries).toEqual(
        ["user_invited", "invite_resent", "invite_cancelled"].map((type) => ({
          type,
          actor_id: people.root.id,
          id: data.invite.id,
        }))
      )
      const again = await api.post(
        `/admin/invites/${data.invite.id}/${action}`,
        {},
        people.root.credential
      )
      expect(again.status).toBe(400)
    })

    it("is for admins only", async () => {
      const { data } = await invite("bob@example.com")
      expect((await api.post(`/admin/invites/${data.invite.id}/${action}`, {})).status).toBe(401)
    })
  })
})
