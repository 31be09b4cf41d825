import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { bearer, type Credential, login } from "../helpers/http"
import { waitUntil } from "../helpers/wait-until"

const PASSWORD = "correct horse battery staple"

useBackend(
  { options: { invites: { accept_url: "https://admin.example.com/back-office/invite" } } },
  ({ api, createAdminWithToken, getContainer, outbox, sql }) => {
    let root: { credential: Credential }

    beforeEach(async () => {
      const { token } = await createAdminWithToken({
        email: "root@example.com",
        password: PASSWORD,
      })
      root = { credential: bearer(token) }
    })

    const emit = (name: string, id: string) =>
      getContainer().resolve(Modules.EVENT_BUS).emit({ name, data: { id } })

    const eventsOf = async (type: string) =>
      (await api.get(`/admin/user-lifecycle/events?type=${type}`, root.credential)).data.events

    /** The ledger is told after the email has left. */
    const waitForEventsOf = async (type: string) => {
      const deadline = Date.now() + 10_000
      for (;;) {
        const events = await eventsOf(type)
        if (events.length || Date.now() > deadline) {
          return events
        }
      }
    }

    describe("GET /admin/user-lifecycle/invites/:id/link", () => {
      const invite = async (email: string): Promise<{ id: string; token: string }> =>
        (await api.post("/admin/invites", { email }, root.credential)).data.invite
      const linkOf = (id: string, credential?: Credential) =>
        api.get(`/admin/user-lifecycle/invites/${id}/link`, credential)

      it("answers the link that the email has, which nobody keeps on the way", async () => {
        const { id } = await invite("grace@example.com")
        const email = await outbox.waitFor(({ to }) => to === "grace@example.com")
        const { status, data, headers } = await linkOf(id, root.credential)
        expect([status, data]).toEqual([
          200,
          { link: email.data?.accept_url, expires_at: expect.any(String) },
        ])
        expect(data.link).toMatch(/^https:\/\/admin\.example\.com\/back-office\/invite\?token=/)
        expect(headers["cache-control"]).toBe("no-store")
      })

      it("has none of an invite that can't be accepted, or is none, and for nobody else", async () => {
        const accepted = await invite("accepted@example.com")
        await api.post("/admin/invites/accept", { token: accepted.token, password: PASSWORD })
        const cancelled = await invite("cancelled@example.com")
        await api.delete(`/admin/invites/${cancelled.id}`, root.credential)
        const expired = await invite("expired@example.com")
        await sql("UPDATE invite SET expires_at = now() WHERE id = $1", [expired.id])
        for (const id of [accepted.id, cancelled.id, expired.id, "invite_nobody", "%00"]) {
          expect([id, (await linkOf(id, root.credential)).status]).toEqual([id, 404])
        }
        const { id } = await invite("open@example.com")
        expect((await linkOf(id)).status).toBe(401)
        // What leaves later would be in the next test.
        await waitUntil("no email is on its way", async () => {
          const waiting = await sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
          return waiting.length === 0
        })
      })
    })

    describe("POST /admin/invites", () => {
      it("sends an email with a link that accepts the invite", async () => {
        const { status, data } = await api.post(
          "/admin/invites",
          { email: "grace@example.com" },
          root.credential
        )
        expect(status).toBe(200)

        const email = await outbox.waitFor(({ to }) => to === "grace@example.com")
        const link = new URL(/https:\S+/.exec(email.content?.text ?? "")?.[0] ?? "")
        expect(link.origin + link.pathname).toBe("https://admin.example.com/back-office/invite")
        expect(email).toMatchObject({
          template: "user-lifecycle.invite",
          content: {
            subject: "You are invited to Medusa Store",
            html: expect.stringContaining("Accept the invite"),
          },
          data: {
            email: "grace@example.com",
            store_name: "Medusa Store",
            accept_url: link.toString(),
          },
        })

        const registered = await api.post("/auth/user/emailpass/register", {
          email: "grace@example.com",
          password: PASSWORD,
        })
        const accepted = await api.post(
          `/admin/invites/accept?token=${link.searchParams.get("token")}`,
          { first_name: "Grace" },
          bearer(registered.data.token)
        )
        expect(accepted.status).toBe(200)
        const token = await login(api, "grace@example.com", PASSWORD)
        expect((await api.get("/admin/users/me", bearer(token))).status).toBe(200)

        const [sent] = await waitForEventsOf("email_sent")
        expect(sent).toMatchObject({
          email: "grace@example.com",
          actor_type: "system",
          data: { template: "user-lifecycle.invite", invite_id: data.invite.id },
        })
        expect(JSON.stringify(sent)).not.toContain(link.searchParams.get("token"))
        const { data: kept } = await api.get("/admin/notifications", root.credential)
        expect(kept.notifications).toEqual([
          expect.objectContaining({ to: "grace@example.com", data: null }),
        ])
        expect(JSON.stringify(kept)).not.toContain(link.searchParams.get("token"))
      })

      it("sends one email, however often the event is delivered", async () => {
        const { data } = await api.post(
          "/admin/invites",
          { email: "grace@example.com" },
          root.credential
        )
        await outbox.waitFor(({ to }) => to === "grace@example.com")

        await Promise.all(Array.from({ length: 5 }, () => emit("invite.created", data.invite.id)))
        await api.post("/admin/invites", { email: "linus@example.com" }, root.credential)
        await outbox.waitFor(({ to }) => to === "linus@example.com")

        expect(outbox.read().filter(({ to }) => to === "grace@example.com")).toHaveLength(1)
        expect(await eventsOf("email_failed")).toEqual([])
      })

      it("sends nothing for an invite that is gone", async () => {
        const { data } = await api.post(
          "/admin/invites",
          { email: "grace@example.com" },
          root.credential
        )
        await outbox.waitFor(({ to }) => to === "grace@example.com")
        await api.delete(`/admin/invites/${data.invite.id}`, root.credential)
        outbox.clear()

        await emit("invite.resent", data.invite.id)
        await emit("invite.created", "invite_nobody")
        await api.post("/admin/invites", { email: "linus@example.com" }, root.credential)
        await outbox.waitFor(({ to }) => to === "linus@example.com")

        expect(outbox.read().map(({ to }) => to)).toEqual(["linus@example.com"])
      })

      it("is sent whatever the store is called", async () => {
        for (const name of ["", "  ", "x".repeat(90_000), "see www.evil.example.com", null]) {
          await sql("UPDATE store SET name = $1", [name ?? "\u202egnol"])
          outbox.clear()
          const email = `store-${name?.length ?? "bidi"}@example.com`
          await api.post("/admin/invites", { email }, root.credential)
          const { content } = await outbox.waitFor(({ to }) => to === email)
          expect(content?.subject?.length).toBeGreaterThan(20)
          expect(content?.subject?.length).toBeLessThan(200)
          expect(content?.subject).not.toMatch(/www|\u202e/)
        }
      })

      it("escapes what an inviter can put into an email", async () => {
        await sql(`UPDATE store SET name = $1`, [
          '<img src=x onerror="alert(1)">\r\nBcc: all@example.com',
        ])
        await api.post("/admin/invites", { email: "grace@example.com" }, root.credential)

        const { content } = await outbox.waitFor(({ to }) => to === "grace@example.com")
        expect(content?.html).not.toContain("<img")
        expect(content?.html).toContain("&lt;img")
        expect(content?.subject).not.toMatch(/[\r\n]/)
      })
    })

    describe("POST /admin/invites/:id/resend", () => {
      it("sends the new link", async () => {
        const { data } = await api.post(
          "/admin/invites",
          { email: "grace@example.com" },
          root.credential
        )
        const first = await outbox.waitFor(({ to }) => to === "grace@example.com")
        outbox.clear()

        await api.post(`/admin/invites/${data.invite.id}/resend`, {}, root.credential)

        const second = await outbox.waitFor(({ to }) => to === "grace@example.com")
        expect(second.data?.accept_url).not.toBe(first.data?.accept_url)
      })
    })

    describe("a password reset", () => {
      it("of an admin sends a link that sets another password", async () => {
        await api.post("/auth/user/emailpass/reset-password", { identifier: "root@example.com" })

        const email = await outbox.waitFor(({ to }) => to === "root@example.com")
        expect(email).toMatchObject({
          template: "user-lifecycle.reset-password",
          content: { subject: "Reset your password at Medusa Store" },
        })
        const link = new URL(/https:\S+/.exec(email.content?.text ?? "")?.[0] ?? "")
        expect(link.pathname).toBe("/back-office/reset-password")
        const reset = await api.post(
          "/auth/user/emailpass/update",
          { password: "another horse battery staple" },
          bearer(String(link.searchParams.get("token")))
        )
        expect(reset.status).toBe(200)
        await login(api, "root@example.com", "another horse battery staple")
      })

      it.each([
        ["of an admin", "root@example.com"],
        ["of somebody who has set no password yet", "ada@example.com"],
      ])("%s, asked for again and again, fills nobody's mailbox", async (_, identifier) => {
        await api.post("/admin/users", { email: "ada@example.com" }, root.credential)
        await Promise.all(
          Array.from({ length: 12 }, () =>
            api.post("/auth/user/emailpass/reset-password", { identifier })
          )
        )
        // What is asked for last is what would leave last.
        await api.post("/admin/invites", { email: "linus@example.com" }, root.credential)
        await outbox.waitFor(({ to }) => to === "linus@example.com")
        await waitUntil("all of it was dealt with", async () => {
          const [{ count }] = await sql<{ count: number }>(
            "SELECT count(*)::int AS count FROM email_delivery WHERE status = 'pending'"
          )
          return count === 0
        })
        const sent = outbox.read().filter(({ to }) => to === identifier)
        expect(sent.length).toBeGreaterThanOrEqual(1)
        expect(sent.length).toBeLessThanOrEqual(5)

        // Whoever asked, the last link that arrived works.
        const link = new URL(String(sent[sent.length - 1].data?.set_password_url))
        const reset = await api.post(
          "/auth/user/emailpass/update",
          { password: "another horse battery staple" },
          bearer(String(link.searchParams.get("token")))
        )
        expect(reset.status).toBe(200)
        await login(api, identifier, "another horse battery staple")
      })

      it("at another provider, whose login has the same name, sends nothing, and takes no link's place", async () => {
        await sql(
          `INSERT INTO auth_identity (id, app_metadata)
           SELECT 'authid_sso', app_metadata FROM auth_identity WHERE app_metadata ? 'user_id'`
        )
        await sql(
          `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
           VALUES ('provid_sso', 'root@example.com', 'test-sso', 'authid_sso')`
        )
        const ask = async (provider: string) => {
          const url = `/auth/user/${provider}/reset-password`
          expect((await api.post(url, { identifier: "root@example.com" })).status).toBe(201)
        }
        await ask("emailpass")
        const { data } = await outbox.waitFor(({ to }) => to === "root@example.com")
        await ask("test-sso")
        // What is asked for last is what would leave last.
        await api.post("/admin/invites", { email: "linus@example.com" }, root.credential)
        await outbox.waitFor(({ to }) => to === "linus@example.com")
        expect(outbox.read().filter(({ to }) => to === "root@example.com")).toHaveLength(1)
        const token = new URL(String(data?.set_password_url)).searchParams.get("token")
        const reset = await api.post(
          "/auth/user/emailpass/update",
          { password: "another horse battery staple" },
          bearer(String(token))
        )
        expect(reset.status).toBe(200)
      })

      it("asked for by strangers, one after the other, leaves the last link that arrived in force", async () => {
        for (let n = 0; n < 7; n++) {
          const { status } = await api.post("/auth/user/emailpass/reset-password", {
            identifier: "ROOT@example.com",
            // What the plugin's own event says of an email that is on its way already.
            metadata: { user_lifecycle_email_id: n % 2 ? "uemail_1" : "\u0000" },
          })
          expect(status).toBe(201)
          await waitUntil("it was dealt with", async () => {
            const waiting = await sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
            return waiting.length === 0
          })
        }
        const sent = outbox.read().filter(({ to }) => to === "root@example.com")
        expect(sent).toHaveLength(5)
        const link = new URL(String(sent[4].data?.set_password_url))
        const { status } = await api.post(
          "/auth/user/emailpass/update",
          { password: "another horse battery staple" },
          bearer(String(link.searchParams.get("token")))
        )
        expect(status).toBe(200)
      })

      it("asked for by strangers keeps nobody from a link that works once the last one is over, and fills no mailbox", async () => {
        const ask = async (times: number) => {
          for (let n = 0; n < times; n++) {
            await api.post("/auth/user/emailpass/reset-password", {
              identifier: "root@example.com",
            })
          }
          await waitUntil("it was dealt with", async () => {
            const waiting = await sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
            return waiting.length === 0
          })
          return outbox.read().filter(({ to }) => to === "root@example.com")
        }
        const letMinutesPass = async (minutes: number) => {
          await sql(
            `UPDATE email_delivery SET created_at = created_at - interval '${minutes} minutes'`
          )
          await sql(
            `UPDATE auth_password_reset_token SET expires_at = expires_at - interval '${minutes} minutes'`
          )
        }
        await ask(6)
        await letMinutesPass(14)
        expect((await ask(2)).length).toBeLessThanOrEqual(5)
        await letMinutesPass(2)
        outbox.clear()
        const sent = await ask(3)
        expect(sent).toHaveLength(1)
        await letMinutesPass(14)
        expect(await ask(3)).toHaveLength(1)

        const link = new URL(String(sent[0].data?.set_password_url))
        await sql("UPDATE auth_password_reset_token SET expires_at = now() + interval '1 minute'")
        const { status } = await api.post(
          "/auth/user/emailpass/update",
          { password: "another horse battery staple" },
          bearer(String(link.searchParams.get("token")))
        )
        expect(status).toBe(200)
      })

      it("asked for as a customer's does nothing to the links of an admin who is none", async () => {
        await api.post("/admin/users", { email: "ada@example.com" }, root.credential)
        const email = await outbox.waitFor(({ to }) => to === "ada@example.com")
        const asked = await api.post("/auth/customer/emailpass/reset-password", {
          identifier: "ada@example.com",
        })
        expect(asked.status).toBe(201)
        const link = new URL(String(email.data?.set_password_url))
        const { status } = await api.post(
          "/auth/user/emailpass/update",
          { password: PASSWORD },
          bearer(String(link.searchParams.get("token")))
        )
        expect(status).toBe(200)
      })

      describe("of an admin whose login is a customer's as well", () => {
        const EMAIL = "ada@example.com"
        const askAs = (actorType: string) =>
          api.post(`/auth/${actorType}/emailpass/reset-password`, { identifier: EMAIL })
        const shareLogin = async () => {
          const { data } = await api.post("/auth/customer/emailpass/register", {
            email: EMAIL,
            password: "the password of a stranger",
          })
          const [key] = await sql<{ token: string }>(
            "SELECT token FROM api_key WHERE type = 'publishable'"
          )
          const headers = { ...bearer(data.token).headers, "x-publishable-api-key": key.token }
          await api.post("/store/customers", { email: EMAIL }, { headers })
          await api.post("/admin/users", { email: EMAIL }, root.credential)
        }
        const linkOf = ({ data }: { data?: Record<string, unknown> | null }) =>
          String(new URL(String(data?.set_password_url)).searchParams.get("token"))
        const setPassword = (token: string, password = PASSWORD) =>
          api.post("/auth/user/emailpass/update", { password }, bearer(token))
        const tokenIds = async () =>
          (await sql<{ id: string }>("SELECT id FROM auth_password_reset_token")).map(
            ({ id }) => id
          )
        const letAMinutePass = () =>
          sql("UPDATE auth_password_reset_token SET created_at = created_at - interval '1 minute'")

        it("leaves the links that they are sent in force, whoever asks for the customer's as often as they can", async () => {
          await shareLogin()
          const first = await outbox.waitFor(({ to }) => to === EMAIL)
          expect((await askAs("customer")).status).toBe(201)
          expect((await setPassword(linkOf(first))).status).toBe(200)

          outbox.clear()
          await askAs("user")
          const second = await outbox.waitFor(({ to }) => to === EMAIL)
          expect((await askAs("customer")).status).toBe(201)
          const changed = await setPassword(linkOf(second), "another horse battery staple")
          expect(changed.status).toBe(200)
        })

        it("leaves the customer theirs once that link is used, or over, once a minute", async () => {
          await shareLogin()
          const email = await outbox.waitFor(({ to }) => to === EMAIL)
          await setPassword(linkOf(email))
          expect(await tokenIds()).toEqual([])
          await sql("UPDATE email_delivery SET sent_at = sent_at - interval '5 minutes'")
          await askAs("customer")
          const [first, ...others] = await tokenIds()
          expect(others).toEqual([])
          await askAs("customer")
          expect(await tokenIds()).toEqual([first])
          await letAMinutePass()
          await askAs("customer")
          expect(await tokenIds()).not.toEqual([first])

          await askAs("user")
          await outbox.waitFor(({ template }) => template === "user-lifecycle.reset-password")
          await letAMinutePass()
          const [admins] = await tokenIds()
          await askAs("customer")
          expect(await tokenIds()).toEqual([admins])
          await sql("UPDATE auth_password_reset_token SET expires_at = now()")
          await askAs("customer")
          expect(await tokenIds()).toEqual([expect.not.stringMatching(admins)])
        })
      })

      it("tells by no early answer who is an admin: the database is asked as much as for nobody", async () => {
        const pg = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
        const askingFor = async (actorType: string, identifier: string) => {
          const asked: string[] = []
          const listen = ({ sql: statement }: { sql: string }) => {
            if (statement.includes("provider_identity")) {
              asked.push(statement.replace(/"entity_id" = '[^']*'/, '"entity_id" = ?'))
            }
          }
          pg.on("query", listen)
          const { status } = await api.post(`/auth/${actorType}/emailpass/reset-password`, {
            identifier,
          })
          pg.removeListener("query", listen)
          expect(status).toBe(201)
          return asked
        }
        const nobody = "nobody@example.com"
        expect(await askingFor("customer", "root@example.com")).toEqual(
          await askingFor("customer", nobody)
        )

        for (let n = 0; n < 5; n++) {
          await askingFor("user", "root@example.com")
        }
        await waitUntil("it was dealt with", async () => {
          const waiting = await sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
          return waiting.length === 0
        })
        const asNobody = await askingFor("user", nobody)
        expect(asNobody.length).toBeGreaterThan(2)
        expect(await askingFor("user", "root@example.com")).toEqual(asNobody)
      })

      it("of somebody without a password brings a link that lives as long as the first", async () => {
        await api.post("/admin/users", { email: "ada@example.com" }, root.credential)
        await outbox.waitFor(({ to }) => to === "ada@example.com")
        outbox.clear()
        await api.post("/auth/user/emailpass/reset-password", { identifier: "ada@example.com" })
        const email = await outbox.waitFor(({ to }) => to === "ada@example.com")
        expect(email.template).toBe("user-lifecycle.set-password")
        const hours = (Date.parse(String(email.data?.expires_at)) - Date.now()) / 3_600_000
        expect(hours).toBeGreaterThan(23)
      })

      it("is not lost with the process that was to make its token", async () => {
        await sql(
          `INSERT INTO email_delivery (id, key, template, recipient, subject_type, subject_id, trigger_type, next_attempt_at)
           SELECT 'uemail_lost', 'user_lifecycle:requested:1', 'user-lifecycle.reset-password', email, 'user', id, 'test', now()
           FROM "user" WHERE email = 'root@example.com'`
        )
        const email = await outbox.waitFor(({ to }) => to === "root@example.com", 20_000)
        const link = new URL(String(email.data?.set_password_url))
        const { status } = await api.post(
          "/auth/user/emailpass/update",
          { password: "another horse battery staple" },
          bearer(String(link.searchParams.get("token")))
        )
        expect(status).toBe(200)
      })

      it("is not sent to somebody who is suspended", async () => {
        const { data } = await api.post(
          "/admin/users",
          { email: "ada@example.com", password: PASSWORD },
          root.credential
        )
        await api.post(`/admin/users/${data.user.id}/suspend`, {}, root.credential)
        await api.post("/auth/user/emailpass/reset-password", { identifier: "ada@example.com" })
        await waitUntil("it was dealt with", async () => {
          const waiting = await sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
          return waiting.length === 0
        })
        expect(outbox.read().map(({ template }) => template)).toEqual([
          "user-lifecycle.account-suspended",
        ])
      })

      it("of a customer is left to the application", async () => {
        await api.post("/auth/customer/emailpass/register", {
          email: "customer@example.com",
          password: PASSWORD,
        })
        await api.post("/auth/customer/emailpass/reset-password", {
          identifier: "customer@example.com",
        })
        await api.post("/admin/users", { email: "ada@example.com" }, root.credential)

        const email = await outbox.waitFor(({ to }) => to === "ada@example.com")
        expect(email.template).toBe("user-lifecycle.set-password")
        expect(email.data?.set_password_url).toMatch(
          /^https:\/\/admin\.example\.com\/back-office\/reset-password\?token=/
        )
        expect(outbox.read()).toHaveLength(1)
      })
    })
  }
)
