import path from "node:path"
import type { IUserModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { withClient } from "../helpers/database"
import { PASSWORD, usePeople } from "../helpers/people"
import { isHeld, requestEmail } from "../helpers/requested-email"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const BUILT_DELIVERIES = path.join(__dirname, "../../.medusa/server/src/database/deliveries.js")

const loadDeliveries = async (): Promise<typeof import("../../src/database/deliveries")> =>
  await import(BUILT_DELIVERIES)

const BUILT_MIGRATION = path.join(
  __dirname,
  "../../.medusa/server/src/modules/user_lifecycle/migrations/Migration20261125000500.js"
)

/** The statements of the migration, in one direction. */
const readMigration = async (direction: "up" | "down"): Promise<string[]> => {
  const {
    Migration20261125000500: Migration,
  }: typeof import("../../src/modules/user_lifecycle/migrations/Migration20261125000500") =
    await import(BUILT_MIGRATION)
  const statements: string[] = []
  const migration: { up(): Promise<void>; down(): Promise<void> } = Object.assign(
    Object.create(Migration.prototype),
    { addSql: (statement: string) => statements.push(statement) }
  )
  await migration[direction]()
  return statements
}

const BUILT_KEEP_LEASE = path.join(
  __dirname,
  "../../.medusa/server/src/workflows/email/delivery/keep-lease.js"
)

const loadKeepLease = async (): Promise<
  typeof import("../../src/workflows/email/delivery/keep-lease")
> => await import(BUILT_KEEP_LEASE)

type DeliveryRow = {
  id: string
  recipient: string
  status: string
  attempts: number
  last_error: string | null
  sealed_token: string | null
  wait_seconds: number
}

useBackend({ options: { emails: { retry_delays_seconds: [30, 600] } } }, (backend) => {
  const { api, databaseUrl, getContainer, outbox, sql } = backend
  const people = usePeople(backend)

  const invite = async (email: string) => {
    const { status, data } = await api.post("/admin/invites", { email }, people.root.credential)
    expect(status).toBe(200)
    return data.invite as { id: string; token: string }
  }

  const deliveries = async (email: string) =>
    await sql<DeliveryRow>(
      `SELECT id, recipient, status, attempts, last_error, sealed_token,
         round(extract(epoch FROM next_attempt_at - updated_at))::int AS wait_seconds
       FROM email_delivery WHERE recipient = $1 ORDER BY created_at`,
      [email]
    )

  /** The first attempt is made by the subscriber, after the answer. */
  const untilAttempted = async (email: string): Promise<DeliveryRow> => {
    await waitUntil(`an email to ${email} was attempted`, async () => {
      const [delivery] = await deliveries(email)
      return !!delivery && (delivery.status !== "pending" || delivery.last_error !== null)
    })
    return (await deliveries(email))[0]
  }

  /** Lets the time pass until the next attempt, and runs what the scheduled job runs. */
  const runJob = async ({ waits = true } = {}) => {
    if (waits) {
      await sql("UPDATE email_delivery SET next_attempt_at = now() WHERE status = 'pending'")
    }
    const { deliverEmailsWorkflow } = await loadWorkflows()
    return (await deliverEmailsWorkflow(getContainer()).run({ input: {} })).result
  }

  const sentTo = (email: string) => outbox.read().filter(({ to }) => to === email).length

  const entries = async (email: string) =>
    await sql<{ type: string; reason: string | null }>(
      "SELECT type, reason FROM lifecycle_event WHERE email = $1 AND type LIKE 'email%' ORDER BY sequence",
      [email]
    )

  const listInvites = async (query = "") =>
    (await api.get(`/admin/user-lifecycle/invites${query}`, people.root.credential)).data

  describe("an email that fails", () => {
    it("is tried again after each delay, until it leaves, and leaves once", async () => {
      const email = "fails-2-late@busy.example.com"
      await invite(email)
      expect(await untilAttempted(email)).toMatchObject({ status: "pending", wait_seconds: 30 })
      expect(sentTo(email)).toBe(0)

      await runJob({ waits: false })
      expect(await deliveries(email)).toEqual([expect.objectContaining({ attempts: 1 })])

      await runJob()
      expect(await deliveries(email)).toEqual([
        expect.objectContaining({ status: "pending", attempts: 2, wait_seconds: 600 }),
      ])
      await runJob()
      expect(await deliveries(email)).toEqual([
        expect.objectContaining({ status: "sent", attempts: 3, last_error: null }),
      ])
      await runJob()

      expect(sentTo(email)).toBe(1)
      expect((await entries(email)).map(({ type }) => type)).toEqual(["email_sent"])
    })

    it("is given up after the last one, which the ledger and the list of invites say, without its link", async () => {
      const email = "fails-9-never@busy.example.com"
      const { id, token } = await invite(email)
      await untilAttempted(email)
      await runJob()
      await runJob()
      await runJob()

      const reason = expect.stringMatching(/^attempt 3: busy, as .*\[link\]/)
      expect(await entries(email)).toEqual([{ type: "email_failed", reason }])
      const { invites, count } = await listInvites("?status=failed")
      expect(count).toBe(1)
      expect(invites).toEqual([
        {
          id,
          email,
          status: "failed",
          expires_at: expect.any(String),
          created_at: expect.any(String),
          delivery: {
            status: "failed",
            attempts: 3,
            next_attempt_at: null,
            sent_at: null,
            last_error: reason,
          },
        },
      ])
      const rows = await sql("SELECT * FROM email_delivery")
      const events = await sql("SELECT * FROM lifecycle_event")
      const notifications = await sql("SELECT * FROM notification")
      expect(JSON.stringify([rows, events, invites, notifications])).not.toContain(token)
    })

    it("is given up at once where the provider says that it always will", async () => {
      const email = "nobody@bounce.example.com"
      await invite(email)
      expect(await untilAttempted(email)).toMatchObject({ status: "failed", attempts: 1 })
      expect(await entries(email)).toEqual([
        { type: "email_failed", reason: expect.stringContaining("refuses") },
      ])
    })
  })

  describe("POST /admin/user-lifecycle/invites/:id/retry", () => {
    const retry = ({ id }: { id: string }) =>
      api.post(`/admin/user-lifecycle/invites/${id}/retry`, {}, people.root.credential)

    it("tries an email again that was given up", async () => {
      const email = "fails-3-retried@busy.example.com"
      const invited = await invite(email)
      await untilAttempted(email)
      await runJob()
      await runJob()
      expect(await deliveries(email)).toEqual([expect.objectContaining({ status: "failed" })])

      const { status, data } = await retry(invited)
      expect({ status, data }).toEqual({
        status: 200,
        data: { id: invited.id, status: "pending" },
      })
      await outbox.waitFor(({ to }) => to === email)
      expect(sentTo(email)).toBe(1)
      const [entry] = await sql(
        "SELECT actor_id FROM lifecycle_event WHERE type = 'email_retried' AND email = $1",
        [email]
      )
      expect(entry.actor_id).toBe(people.root.id)
    })

    it("does not send an email again that has left, nor one of an invite that is gone", async () => {
      const email = "grace@example.com"
      const invited = await invite(email)
      await outbox.waitFor(({ to }) => to === email)
      await untilAttempted(email)
      const expired = await invite("fails-1-expired@busy.example.com")
      const waiting = await untilAttempted("fails-1-expired@busy.example.com")
      await sql("UPDATE invite SET expires_at = now() WHERE id = $1", [expired.id])
      const byEmail = await api.post(
        `/admin/user-lifecycle/emails/${waiting.id}/retry`,
        {},
        people.root.credential
      )
      expect(byEmail.status).toBe(404)

      for (const each of [invited, expired, { id: "invite_nobody" }, { id: "%00" }]) {
        const { status, data } = await retry(each)
        expect({ status, code: data.code }).toEqual({
          status: 404,
          code: "user_lifecycle.email_not_found",
        })
      }
      expect(sentTo(email)).toBe(1)
    })
  })

  it("does not let an email leave with another one that somebody has asked for and that has no token yet", async () => {
    const ada = await people.provision("ada@example.com")
    await requestEmail(sql, ada)
    expect((await people.act("suspend", ada)).status).toBe(200)
    await waitUntil("she is told", async () => sentTo("ada@example.com") === 1)
    expect(await isHeld(sql)).toBe(true)
  })

  describe("emails", () => {
    const list = async (query: string) =>
      (await api.get(`/admin/user-lifecycle/emails${query}`, people.root.credential)).data
    const retry = (id: string) =>
      api.post(`/admin/user-lifecycle/emails/${id}/retry`, {}, people.root.credential)

    /** Gives somebody a set-password email, which is given up. */
    const giveUpSetPassword = async (email: string) => {
      await api.post("/admin/users", { email }, people.root.credential)
      await untilAttempted(email)
      await runJob()
      await runJob()
      const { emails } = await list(`?status=failed&q=${encodeURIComponent(email)}`)
      expect(emails).toHaveLength(1)
      return emails[0]
    }

    it("are listed with what became of them, and without what is in them", async () => {
      await invite("grace@example.com")
      await outbox.waitFor(({ to }) => to === "grace@example.com")
      const failed = await giveUpSetPassword("fails-9-listed@busy.example.com")

      expect(failed).toEqual({
        id: expect.any(String),
        template: "user-lifecycle.set-password",
        recipient: "fails-9-listed@busy.example.com",
        subject_type: "user",
        subject_id: expect.any(String),
        status: "failed",
        attempts: 3,
        next_attempt_at: null,
        sent_at: null,
        last_error: expect.stringMatching(/^attempt 3: busy/),
        created_at: expect.any(String),
      })
      expect((await list(`?user_id=${failed.subject_id}`)).count).toBe(1)
      expect((await list("?template=user-lifecycle.invite")).emails).toEqual([
        expect.objectContaining({ recipient: "grace@example.com", status: "sent" }),
      ])
      expect((await list("?limit=1")).emails).toHaveLength(1)
    })

    it("can be tried again, with a link that works though the former one is gone", async () => {
      const email = "fails-3-again@busy.example.com"
      const failed = await giveUpSetPassword(email)

      const { status, data } = await retry(failed.id)
      expect({ status, data }).toEqual({ status: 200, data: { id: failed.id, status: "pending" } })
      const { content } = await outbox.waitFor(({ to }) => to === email)
      const token = /token=(\S+)/.exec(content?.text ?? "")?.[1] ?? ""
      expect((await usePasswordToken(backend, token, PASSWORD)).status).toBe(200)
      expect((await people.logIn(email)).status).toBe(200)
    })

    it("do not leave to set a first password for somebody who has one by now", async () => {
      const email = "fails-3-late@busy.example.com"
      const failed = await giveUpSetPassword(email)
      const token = await requestResetToken(backend, email)
      await usePasswordToken(backend, token, PASSWORD)

      await retry(failed.id)
      await waitUntil("the email was given up", async () => {
        const { emails } = await list(`?q=${encodeURIComponent(email)}`)
        return emails.some(
          ({ id, status }: { id: string; status: string }) =>
            id === failed.id && status === "cancelled"
        )
      })
    })

    it("are not found that have left, or never were", async () => {
      await invite("grace@example.com")
      await outbox.waitFor(({ to }) => to === "grace@example.com")
      await untilAttempted("grace@example.com")
      const [sent] = await deliveries("grace@example.com")

      for (const id of [sent.id, "uemail_nobody", "%00"]) {
        const { status, data } = await retry(id)
        expect({ status, code: data.code }).toEqual({
          status: 404,
          code: "user_lifecycle.email_not_found",
        })
      }
    })
  })

  describe("an invite that no event told of", () => {
    const createInvite = (email: string) => {
      const users: IUserModuleService = getContainer().resolve(Modules.USER)
      return users.createInvites({ email })
    }

    /** Makes it so old that no event can still be on its way. From here on the job finds it. */
    const age = ({ id }: { id: string }) =>
      sql("UPDATE invite SET updated_at = now() - interval '1 minute' WHERE id = $1", [id])

    const inviteSilently = async (email: string) => age(await createInvite(email))

    it("gets its email all the same, and one", async () => {
      await inviteSilently("grace@example.com")
      await runJob()
      await runJob()
      expect(sentTo("grace@example.com")).toBe(1)
    })

    it("gets one also where several instances notice at once", async () => {
      await Promise.all(
        ["ada", "grace", "linus"].map((name) => inviteSilently(`${name}@example.com`))
      )
      await Promise.all(Array.from({ length: 6 }, () => runJob({ waits: false })))
      const sent = outbox.read().map(({ to }) => to)
      expect(sent.sort()).toEqual(["ada@example.com", "grace@example.com", "linus@example.com"])
    })

    it("is given a moment first, in which what made it may still fail", async () => {
      await createInvite("grace@example.com")
      await runJob()
      expect(outbox.read()).toEqual([])
    })

    it("gets none once it has expired, or was deleted", async () => {
      const [expired, deleted] = [
        await createInvite("grace@example.com"),
        await createInvite("linus@example.com"),
      ]
      await sql("UPDATE invite SET expires_at = now() - interval '1 second' WHERE id = $1", [
        expired.id,
      ])
      await api.delete(`/admin/invites/${deleted.id}`, people.root.credential)
      // Only now: the job's own timer may run it at any moment.
      await age(expired)
      await age(deleted)
      await runJob()
      expect(outbox.read()).toEqual([])
      expect((await listInvites()).invites).toEqual([
        expect.objectContaining({ email: "grace@example.com", status: "expired", delivery: null }),
      ])
    })
  })

  describe("an email of an instance that died", () => {
    it("is left alone until its lease is over, and sent then", async () => {
      const email = "fails-1-leased@busy.example.com"
      await invite(email)
      await untilAttempted(email)
      await sql(
        "UPDATE email_delivery SET next_attempt_at = now(), leased_until = now() + interval '1 minute'"
      )
      await runJob({ waits: false })
      expect(sentTo(email)).toBe(0)

      await sql("UPDATE email_delivery SET leased_until = now()")
      await runJob({ waits: false })
      expect(sentTo(email)).toBe(1)
    })

    it("is given up where every instance that tried to send it died", async () => {
      const email = "fails-1-deadly@busy.example.com"
      await invite(email)
      await untilAttempted(email)
      await sql("UPDATE email_delivery SET attempts = 3, leased_until = now()")
      await runJob()
      expect(await deliveries(email)).toEqual([
        expect.objectContaining({
          status: "failed",
          last_error: expect.stringContaining("stopped"),
        }),
      ])
      expect(sentTo(email)).toBe(0)
    })
  })

  describe("an attempt that takes long", () => {
    it("keeps the email as long as it renews the lease, and has no say in it any more once it does not", async () => {
      const { leaseDueDeliveries, queueDelivery, renewLease, settleDelivery } =
        await loadDeliveries()
      const db = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
      await queueDelivery(db, {
        key: "test:1",
        template: "test",
        recipient: "grace@example.com",
        subject_type: "user",
        subject_id: "user_1",
        trigger_type: "test",
      })
      const lease = { limit: 1, lease_seconds: 60 }
      const [attempt] = await leaseDueDeliveries(db, lease)
      const renewed = await renewLease(db, attempt, 60)
      expect(renewed).not.toBe(attempt.lease)
      expect(await leaseDueDeliveries(db, lease)).toEqual([])

      await sql("UPDATE email_delivery SET leased_until = now() - interval '1 second'")
      const [another] = await leaseDueDeliveries(db, lease)
      expect(another.attempts).toBe(2)
      expect(await renewLease(db, { ...attempt, lease: String(renewed) }, 60)).toBeUndefined()
      expect(await settleDelivery(db, attempt, { status: "sent" })).toBe(false)
      expect(await settleDelivery(db, another, { status: "sent" })).toBe(true)
    })
  })

  describe("an email that has left while the ledger is locked", () => {
    it("is kept until that can be written down, and sent once", async () => {
      const email = "fails-1-locked@busy.example.com"
      await invite(email)
      await untilAttempted(email)
      await sql("UPDATE email_delivery SET next_attempt_at = now()")
      const logger = getContainer().resolve(ContainerRegistrationKeys.LOGGER)
      const warn = jest.spyOn(logger, "warn")
      const hasWarned = () =>
        warn.mock.calls.some(([message]) => String(message).includes("could not be written down"))
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("LOCK TABLE lifecycle_event")
        const delivering = runJob({ waits: false })
        await waitUntil("it could not be written down", hasWarned)
        await client.query("ROLLBACK")
        await delivering
      })
      // The scheduled job of this instance may have been the one that took the email.
      await waitUntil("it is written down", async () => {
        const [delivery] = await deliveries(email)
        return delivery.status !== "pending"
      })
      expect(await deliveries(email)).toEqual([
        expect.objectContaining({ status: "sent", attempts: 2 }),
      ])
      expect((await entries(email)).map(({ type }) => type)).toEqual(["email_sent"])
      await sql("UPDATE email_delivery SET leased_until = now() WHERE leased_until IS NOT NULL")
      await runJob()
      expect(sentTo(email)).toBe(1)
    })
  })

  describe("emails that are due", () => {
    it("are begun no more of at a time than were asked for, whatever the database knows of the table", async () => {
      const { leaseDueDeliveries, queueDeliveries } = await loadDeliveries()
      const db = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
      // Few enough that PostgreSQL (17) would join them with a subquery by running that for each of them.
      const emails = Array.from({ length: 20 }, (_, index) => ({
        key: `test:${index}`,
        template: "test",
        recipient: "grace@example.com",
        subject_type: "user" as const,
        subject_id: "user_1",
        trigger_type: "test",
      }))
      const [first, ...others] = emails
      await queueDeliveries(db, [first])
      await sql("VACUUM ANALYZE email_delivery")
      await queueDeliveries(db, others)
      expect(await leaseDueDeliveries(db, { limit: 1, lease_seconds: 60 })).toHaveLength(1)
    })
  })

  describe("an invite that other code gave another email", () => {
    it("is sent to that address, and not to the former one", async () => {
      const former = "fails-1-former@busy.example.com"
      const { id } = await invite(former)
      await untilAttempted(former)
      await sql(
        "UPDATE invite SET email = 'grace@example.com', updated_at = now() - interval '1 minute' WHERE id = $1",
        [id]
      )
      await runJob()
      expect(outbox.read().map(({ to }) => to)).toEqual(["grace@example.com"])
      expect((await deliveries(former)).map(({ status }) => status)).toEqual(["cancelled"])
    })
  })

  describe("the email of an invite from before keys said whom it is for", () => {
    it("keeps being the invite's, and is not sent once more", async () => {
      const email = "grace@example.com"
      await invite(email)
      await untilAttempted(email)
      const keys = async () => await sql("SELECT key FROM email_delivery")
      const before = await keys()
      for (const statement of await readMigration("down")) {
        await sql(statement)
      }
      expect(await keys()).not.toEqual(before)
      for (const statement of await readMigration("up")) {
        await sql(statement)
      }
      expect(await keys()).toEqual(before)
      await sql("UPDATE invite SET updated_at = now() - interval '1 minute'")
      await runJob()
      expect(sentTo(email)).toBe(1)
    })
  })

  describe("an email that is sent once more, as its sender died before it could write down that it had left", () => {
    it("has the same message id", async () => {
      await invite("grace@example.com")
      expect(await untilAttempted("grace@example.com")).toMatchObject({ status: "sent" })
      await sql("UPDATE email_delivery SET status = 'pending'")
      await runJob()
      const ids = outbox.read().map(({ provider_data }) => provider_data?.message_id)
      expect(ids).toEqual([expect.stringMatching(/^<[0-9a-f]{40}@/), ids[0]])
    })
  })

  describe("an attempt that goes on", () => {
    it("keeps its email from being sent by anybody else, for as long as it takes", async () => {
      const { leaseDueDeliveries, queueDelivery } = await loadDeliveries()
      const { keepLease } = await loadKeepLease()
      const db = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
      await queueDelivery(db, {
        key: "test:1",
        template: "test",
        recipient: "grace@example.com",
        subject_type: "user",
        subject_id: "user_1",
        trigger_type: "test",
      })
      const [delivery] = await leaseDueDeliveries(db, { limit: 1, lease_seconds: 60 })
      const { lease } = delivery
      const stop = keepLease(db, delivery, 10)
      await waitUntil("the lease was renewed", () => delivery.lease !== lease)
      await stop()
      const [{ seconds }] = await sql<{ seconds: number }>(
        "SELECT extract(epoch FROM leased_until - $1::timestamptz)::float AS seconds FROM email_delivery WHERE key = 'test:1'",
        [lease]
      )
      expect(seconds).toBeGreaterThan(0)
      const [row] = await sql("SELECT leased_until::text AS lease FROM email_delivery")
      expect(row.lease).toBe(delivery.lease)
    })
  })

  describe("an email that waits", () => {
    it("is not sent once its invite got another token, which gets its own", async () => {
      const email = "fails-1-replaced@busy.example.com"
      const { id } = await invite(email)
      await untilAttempted(email)
      await api.post(`/admin/invites/${id}/resend`, {}, people.root.credential)
      await outbox.waitFor(({ to }) => to === email)
      await waitUntil(
        "the new email was written down as sent",
        async () => (await deliveries(email))[1]?.status === "sent"
      )
      await runJob()

      expect((await deliveries(email)).map(({ status }) => status)).toEqual(["cancelled", "sent"])
      expect(sentTo(email)).toBe(1)
    })

    it("with a link to set a password is not sent to an address that is the person's no more", async () => {
      const email = "fails-1-moved@busy.example.com"
      const { data } = await api.post("/admin/users", { email }, people.root.credential)
      await untilAttempted(email)
      await people.act("change-email", data.user, { email: "elsewhere@example.com" })
      await runJob()
      const [link] = await deliveries(email)
      expect(link.status).toBe("cancelled")
      const templates = outbox.read().flatMap(({ to, template }) => (to === email ? template : []))
      expect(templates).not.toContain("user-lifecycle.set-password")
    })

    it("keeps the only copy of a reset token sealed, and not for longer than it needs it", async () => {
      const email = "fails-1-sealed@busy.example.com"
      await api.post("/admin/users", { email }, people.root.credential)
      const waiting = await untilAttempted(email)
      expect(waiting.sealed_token).toEqual(expect.any(String))
      expect(waiting.sealed_token).not.toContain(".")

      await runJob()
      const [sent] = await deliveries(email)
      expect(sent).toMatchObject({ status: "sent", sealed_token: null })
      const link = new URL(String(outbox.read()[0].data?.set_password_url))
      const { status } = await api.post(
        "/auth/user/emailpass/update",
        { password: "correct horse battery staple" },
        { headers: { authorization: `Bearer ${link.searchParams.get("token")}` } }
      )
      expect(status).toBe(200)
    })
  })

  describe("GET /admin/user-lifecycle/invites", () => {
    it("tells an invite whose email is to come from one that has none to wait for", async () => {
      const email = "grace@example.com"
      await invite(email)
      await untilAttempted(email)
      // As the migration does for those that are older than the plugin, and as an email ends that the application does not want.
      await sql("UPDATE email_delivery SET status = 'cancelled', sent_at = NULL")
      expect((await listInvites("?status=pending")).count).toBe(0)
      expect((await listInvites("?status=not_sent")).invites).toEqual([
        expect.objectContaining({
          email,
          status: "not_sent",
          delivery: expect.objectContaining({ status: "cancelled" }),
        }),
      ])
    })

    it("lists open invites by page, filter and part of the email, and never a token", async () => {
      for (const name of ["ada", "grace", "linus"]) {
        await invite(`${name}@example.com`)
        await outbox.waitFor(({ to }) => to === `${name}@example.com`)
        await untilAttempted(`${name}@example.com`)
      }
      const page = await listInvites("?limit=2&offset=1")
      expect(page).toMatchObject({ count: 3, limit: 2, offset: 1 })
      expect(page.invites.map(({ email }: { email: string }) => email)).toEqual([
        "grace@example.com",
        "ada@example.com",
      ])
      expect((await listInvites("?q=GRACE&status=delivered")).count).toBe(1)
      expect((await listInvites("?status=pending")).count).toBe(0)
      expect((await listInvites("?status=pending&status=delivered")).count).toBe(3)
      expect(JSON.stringify(page)).not.toContain("token")

      for (const query of ["?limit=100000", "?status=lost", "?nonsense=1"]) {
        const { status } = await api.get(
          `/admin/user-lifecycle/invites${query}`,
          people.root.credential
        )
        expect({ query, status }).toEqual({ query, status: 400 })
      }
    })
  })
})
