import type { Client } from "pg"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const options = { invites: { reminder_after_hours: 48, keep_expired_days: 30 } }

useBackend({ options }, (backend) => {
  const { api, databaseUrl, getContainer, outbox, sql } = backend
  const people = usePeople(backend)

  const invite = async (email: string) => {
    const { data } = await api.post("/admin/invites", { email }, people.root.credential)
    await outbox.waitFor(({ to }) => to === email)
    await waitUntil("it is written down that the email left", async () => {
      const rows = await sql(
        "SELECT 1 FROM email_delivery WHERE recipient = $1 AND status = 'sent' AND subject_id = $2",
        [email, data.invite.id]
      )
      return rows.length > 0
    })
    return data.invite as { id: string; email: string; token: string }
  }

  /** Everything that has happened so far happened earlier. */
  const letHoursPass = async (hours: number) => {
    const past = `interval '${hours} hours'`
    await sql(
      `UPDATE invite SET created_at = created_at - ${past}, updated_at = updated_at - ${past}, expires_at = expires_at - ${past}`
    )
    await sql(
      `UPDATE email_delivery SET created_at = created_at - ${past}, updated_at = updated_at - ${past},
         sent_at = sent_at - ${past}, next_attempt_at = next_attempt_at - ${past}`
    )
  }

  const remind = async () => {
    const { remindInviteesWorkflow } = await loadWorkflows()
    return (await remindInviteesWorkflow(getContainer()).run({ input: {} })).result
  }

  const sweep = async () => {
    const { sweepInvitesWorkflow } = await loadWorkflows()
    return (await sweepInvitesWorkflow(getContainer()).run({ input: {} })).result
  }

  const reminders = () =>
    outbox.read().filter(({ template }) => template === "user-lifecycle.invite-reminder")

  const codeOf = async (token: string) =>
    (await api.post("/admin/invites/accept", { token, password: PASSWORD })).data.code

  describe("a reminder", () => {
    it("comes two days after the invite, with a link that works although the first has expired", async () => {
      const grace = await invite("grace@example.com")
      await letHoursPass(47)
      expect(await remind()).toEqual({})
      await letHoursPass(1)
      expect(await remind()).toEqual({ sent: 1 })
      expect(await remind()).toEqual({})

      const [email, ...others] = reminders()
      expect(others).toEqual([])
      expect(email).toMatchObject({
        to: "grace@example.com",
        content: { subject: "Your invite to Medusa Store is waiting" },
      })
      expect(await codeOf(grace.token)).toBe("user_lifecycle.invite_replaced")
      const token = new URL(String(email.data?.accept_url)).searchParams.get("token")
      const { status, data } = await api.post("/admin/invites/accept", {
        token,
        password: PASSWORD,
      })
      expect(status).toBe(200)
      expect(data.user.email).toBe("grace@example.com")
      await letHoursPass(1_000)
      expect(await remind()).toEqual({})
    })

    it("comes twice, and again after an admin has sent the invite again", async () => {
      const grace = await invite("grace@example.com")
      for (const expected of [{ sent: 1 }, { sent: 1 }, {}, {}]) {
        await letHoursPass(48)
        expect(await remind()).toEqual(expected)
      }
      outbox.clear()
      await api.post(`/admin/invites/${grace.id}/resend`, {}, people.root.credential)
      await outbox.waitFor(({ to }) => to === "grace@example.com")
      await waitUntil("it is written down", async () => {
        const rows = await sql("SELECT 1 FROM email_delivery WHERE status <> 'sent'")
        return rows.length === 0
      })
      for (const expected of [{ sent: 1 }, { sent: 1 }, {}]) {
        await letHoursPass(48)
        expect(await remind()).toEqual(expected)
      }
    })

    it("comes once where several instances look at once", async () => {
      await invite("grace@example.com")
      await invite("linus@example.com")
      await letHoursPass(48)
      await Promise.all(Array.from({ length: 5 }, remind))
      expect(
        reminders()
          .map(({ to }) => to)
          .sort()
      ).toEqual(["grace@example.com", "linus@example.com"])
    })

    it("waits for its turn while another instance is at it", async () => {
      await invite("grace@example.com")
      await letHoursPass(48)
      await withClient(databaseUrl, async (client: Client) => {
        await client.query("BEGIN")
        await client.query(
          "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:job:remind-invitees', 0))"
        )
        expect(await remind()).toEqual({})
        await client.query("COMMIT")
      })
      expect(await remind()).toEqual({ sent: 1 })
    })

    it("does not come where the first email never left", async () => {
      await api.post("/admin/invites", { email: "x@bounce.example.com" }, people.root.credential)
      await waitUntil("the email was given up", async () => {
        const rows = await sql("SELECT 1 FROM email_delivery WHERE status = 'failed'")
        return rows.length > 0
      })
      await letHoursPass(48)
      expect(await remind()).toEqual({})
    })

    it("does not come to somebody who was turned away since, and makes no old invite young", async () => {
      const ada = await people.provision("ada@example.com")
      await sql(`UPDATE "user" SET email = 'elsewhere@example.com' WHERE id = $1`, [ada.id])
      const invited = await invite("ada@example.com")
      await letHoursPass(48)
      await people.act("offboard", ada)
      expect(await remind()).toEqual({})
      const [row] = await sql("SELECT token FROM invite WHERE id = $1", [invited.id])
      expect(row.token).toBe(invited.token)
    })

    it("makes no invite younger than the end of somebody who signs in to accept it", async () => {
      const ada = await people.provision("ada@example.com")
      await people.linkSso(ada, "sso|ada")
      const second = await invite("second@example.com")
      await letHoursPass(48)
      await people.act("offboard", ada)
      expect(await remind()).toEqual({ sent: 1 })

      const [email] = reminders()
      const token = new URL(String(email.data?.accept_url)).searchParams.get("token")
      expect(token).not.toBe(second.token)
      const signedIn = await people.signIn("sso|ada", { email: "ada@example.com" })
      const { status, data } = await api.post(
        `/admin/invites/accept?token=${token}`,
        { first_name: "Ada" },
        bearer(signedIn.data.token)
      )
      expect([status, data.code]).toEqual([401, "user_lifecycle.not_invited"])
      expect(await codeOf(String(token))).toBeUndefined()
    })

    it("waits for whoever is accepting at this moment, and then does not come", async () => {
      const { id } = await invite("grace@example.com")
      await letHoursPass(48)
      await withClient(databaseUrl, async (client: Client) => {
        await client.query("BEGIN")
        await client.query("UPDATE invite SET accepted = true, deleted_at = now() WHERE id = $1", [
          id,
        ])
        const reminding = remind()
        await untilSomebodyWaitsForALock(databaseUrl)
        await client.query("COMMIT")
        expect(await reminding).toEqual({})
      })
    })
  })

  describe("an expired invite", () => {
    it("is deleted after 30 days, which the ledger says, and its link says that it has expired", async () => {
      const grace = await invite("grace@example.com")
      await letHoursPass(24 * 30)
      await invite("linus@example.com")
      expect(await sweep()).toEqual({ invites: 0, emails: 0 })
      await letHoursPass(24)
      expect(await sweep()).toEqual({ invites: 1, emails: 0 })
      expect(await sweep()).toEqual({ invites: 0, emails: 0 })

      const open = await sql("SELECT email FROM invite WHERE deleted_at IS NULL")
      expect(open).toEqual([{ email: "linus@example.com" }])
      const entries = await sql(
        "SELECT email, actor_type, data->>'invite_id' AS id FROM lifecycle_event WHERE type = 'invite_swept'"
      )
      expect(entries).toEqual([{ email: grace.email, actor_type: "system", id: grace.id }])
      expect(await codeOf(grace.token)).toBe("user_lifecycle.invite_expired")
    })

    it("stays while somebody is still to be reminded of it, and goes when no reminder comes", async () => {
      await invite("grace@example.com")
      await invite("linus@example.com")
      await letHoursPass(24 * 32)
      // Their emails left late.
      await sql("UPDATE email_delivery SET sent_at = now() - interval '47 hours'")
      expect(await sweep()).toEqual({ invites: 0, emails: 0 })

      await sql("UPDATE email_delivery SET sent_at = sent_at - interval '1 hour'")
      // Somebody who is turned away is not reminded.
      await sql("UPDATE invite SET accepted = true WHERE email = 'linus@example.com'")
      expect(await remind()).toEqual({ sent: 1 })
      await sql("UPDATE invite SET accepted = false WHERE email = 'linus@example.com'")
      expect(await sweep()).toEqual({ invites: 0, emails: 0 })
      await sql(
        "UPDATE email_delivery SET sent_at = sent_at - interval '24 hours' WHERE recipient = 'linus@example.com'"
      )
      expect(await sweep()).toEqual({ invites: 1, emails: 0 })
      expect(await sql("SELECT email FROM invite WHERE deleted_at IS NULL")).toEqual([
        { email: "grace@example.com" },
      ])
    })

    it("goes with hundreds of others, on one instance", async () => {
      await sql(
        `INSERT INTO invite (id, email, accepted, token, expires_at)
         SELECT 'invite_old_' || n, 'old-' || n || '@example.com', false, 'token-' || n, now() - interval '40 days'
         FROM generate_series(1, 450) n`
      )
      const results = await Promise.all([sweep(), sweep(), sweep()])
      expect(results.reduce((sum, { invites }) => sum + invites, 0)).toBe(450)
      const [{ count }] = await sql(
        "SELECT count(DISTINCT data->>'invite_id')::int AS count FROM lifecycle_event WHERE type = 'invite_swept'"
      )
      expect(count).toBe(450)
    })

    it("takes what is known of its emails along after a quarter of a year; those of open invites stay", async () => {
      await invite("grace@example.com")
      await letHoursPass(24 * 91)
      await sql("UPDATE invite SET expires_at = now() + interval '1 day'")
      expect(await sweep()).toEqual({ invites: 0, emails: 0 })
      await sql("UPDATE invite SET expires_at = now() - interval '31 days'")
      expect(await sweep()).toEqual({ invites: 1, emails: 1 })
    })
  })
})
