import { removeUserAccountWorkflow } from "@medusajs/medusa/core-flows"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { apiKey, bearer, login, openSession } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"

const STRANGERS_PASSWORD = "the password of a stranger"

useBackend({ options: { provisioning: { jit_domains: ["example.org"] } } }, (backend) => {
  const { api, sql } = backend
  const people = usePeople(backend)

  const invite = async (email: string) => {
    const { data } = await api.post("/admin/invites", { email }, people.root.credential)
    return data.invite as { id: string; token: string }
  }
  const register = (email: unknown, credential?: { headers: Record<string, string> }) =>
    api.post("/auth/user/emailpass/register", { email, password: STRANGERS_PASSWORD }, credential)
  const countUsers = async () =>
    (await sql<{ count: number }>(`SELECT count(*)::int AS count FROM "user"`))[0].count

  describe("POST /auth/:auth_provider/user", () => {
    const ask = async (sub: string, claims: Record<string, unknown>) => {
      const { data } = await people.signIn(sub, claims)
      return await api.post("/auth/test-sso/user", undefined, bearer(data.token))
    }
    const signInAgain = async (sub: string) =>
      people.status(bearer((await people.signIn(sub)).data.token))

    it("makes somebody an admin who is invited, accepts the invite with it, and writes it down", async () => {
      const { id } = await invite("ada@example.com")

      const { status, data } = await ask("sso|ada", {
        email: "Ada@example.com",
        given_name: "Ada",
        family_name: "Lovelace",
      })

      expect(status).toBe(200)
      expect(data.user).toMatchObject({
        email: "ada@example.com",
        first_name: "Ada",
        last_name: "Lovelace",
      })
      expect(await signInAgain("sso|ada")).toBe(200)
      expect(await sql("SELECT accepted FROM invite WHERE id = $1", [id])).toEqual([
        { accepted: true },
      ])
      expect(await people.ledger(data.user)).toMatchObject([{ type: "user_provisioned" }])
    })

    it("writes down that they are active, and takes the token with which they asked", async () => {
      await invite("ada@example.com")
      const { data: signedIn } = await people.signIn("sso|ada", { email: "ada@example.com" })
      const { data } = await api.post("/auth/test-sso/user", undefined, bearer(signedIn.token))

      const stored = await sql("SELECT status FROM user_access WHERE user_id = $1", [data.user.id])
      expect(stored).toEqual([{ status: "active" }])
      const refreshed = await api.post("/auth/token/refresh", undefined, bearer(signedIn.token))
      expect([refreshed.status, refreshed.data.code]).toEqual([200, undefined])
      expect(await people.status(bearer(refreshed.data.token))).toBe(200)
    })

    it("makes somebody an admin whose email's domain is in provisioning.jit_domains, and not of a subdomain", async () => {
      expect((await ask("sso|ada", { email: "ada@EXAMPLE.org" })).status).toBe(200)
      expect(await signInAgain("sso|ada")).toBe(200)

      const { status, data } = await ask("sso|grace", { email: "grace@sub.example.org" })
      expect([status, data.code]).toEqual([401, "user_lifecycle.not_invited"])
    })

    it("makes nobody an admin whose email can look like somebody else's", async () => {
      const { status, data } = await ask("sso|eve", { email: "\u0430da@example.org" })
      expect([status, data.code]).toEqual([400, "user_lifecycle.email_mixes_scripts"])
    })

    it("links another login to an active user who has the email", async () => {
      const ada = await people.provision("ada@example.com")
      const { status, data } = await ask("sso|ada", { email: "ADA@example.com" })
      expect([status, data.user.id]).toEqual([200, ada.id])
      expect(await signInAgain("sso|ada")).toBe(200)
      expect((await people.ledger(ada)).map(({ type }) => type)).toContain("user_login_linked")
    })

    it("refuses a stranger, and leaves no user", async () => {
      const before = await countUsers()
      const { status, data } = await ask("sso|ada", { email: "ada@example.com" })
      expect([status, data.code]).toEqual([401, "user_lifecycle.not_invited"])
      expect(await signInAgain("sso|ada")).toBe(401)
      expect(await countUsers()).toBe(before)
    })

    it("refuses whoever was offboarded, also where the domain is trusted, with the old login and a new one", async () => {
      const ada = await people.provision("ada@example.org")
      await people.linkSso(ada, "sso|ada")
      await people.act("offboard", ada)
      const before = await countUsers()

      for (const sub of ["sso|ada", "sso|ada-anew"]) {
        const { status, data } = await ask(sub, { email: "Ada@Example.org" })
        expect([status, data.code]).toEqual([401, "user_lifecycle.user_deleted"])
        expect(await signInAgain(sub)).toBe(401)
      }
      expect(await countUsers()).toBe(before)
    })

    it("refuses whoever Medusa or plain SQL deleted", async () => {
      const ada = await people.provision("ada@example.org")
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [ada.id])
      const { status, data } = await ask("sso|ada", { email: "ada@example.org" })
      expect([status, data.code]).toEqual([401, "user_lifecycle.user_deleted"])
    })

    it("refuses them also with an invite from before they were deleted, and not with one from after", async () => {
      const ada = await people.provision("ada@example.org")
      // From before the plugin: now the database would refuse it.
      await sql("ALTER TABLE invite DISABLE TRIGGER USER")
      await sql(
        `INSERT INTO invite (id, email, token, expires_at, updated_at)
         VALUES ('invite_1', 'ada@example.org', 't', now() + interval '1 day', now() - interval '1 day')`
      )
      await sql("ALTER TABLE invite ENABLE TRIGGER USER")
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [ada.id])
      const { data } = await ask("sso|ada", { email: "ada@example.org" })
      expect(data.code).toBe("user_lifecycle.user_deleted")
      expect((await register("ada@example.org")).status).toBe(401)

      const resent = await api.post("/admin/invites/invite_1/resend", {}, people.root.credential)
      expect(resent.status).toBe(200)
      const admitted = await ask("sso|ada", { email: "ada@example.org" })
      expect(admitted.status).toBe(200)
      expect(admitted.data.user.id).not.toBe(ada.id)
    })

    it("refuses the former email of somebody offboarded", async () => {
      const ada = await people.provision("ada@example.org")
      await people.act("change-email", ada, { email: "ada.new@example.org" })
      await people.act("offboard", ada)
      for (const email of ["ada@example.org", "Ada.New@example.org"]) {
        const { status, data } = await ask(`sso|${email}`, { email })
        expect([email, status, data.code]).toEqual([email, 401, "user_lifecycle.user_deleted"])
      }
    })

    it("refuses the login of somebody offboarded under another email, however it was linked", async () => {
      const ada = await people.provision("ada@example.org")
      await people.linkSso(ada, "sso|ada")
      await people.act("offboard", ada)
      const { data: linus } = await ask("sso|linus", { email: "linus@example.org" })
      await people.act("offboard", linus.user)
      const auth = { provider: "test-sso", entity_id: "sso|grace" }
      const { data: grace } = await api.post(
        "/admin/users",
        { email: "grace@example.org", auth },
        people.root.credential
      )
      // Deleted by other code, which takes the login away before anybody can write it down.
      await removeUserAccountWorkflow(backend.getContainer()).run({
        input: { userId: grace.user.id },
      })

      for (const name of ["ada", "linus", "grace"]) {
        const { status, data } = await ask(`sso|${name}`, { email: `${name}.anew@example.org` })
        expect([name, status, data.code]).toEqual([name, 401, "user_lifecycle.user_deleted"])
      }
    })

    it("refuses the login of somebody offboarded with the email of a user who was there before, not of one made since", async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com")
      await people.linkSso(ada, "sso|ada")
      await people.act("offboard", ada)
      const refused = await ask("sso|ada", { email: grace.email })
      expect([refused.status, refused.data.code]).toEqual([401, "user_lifecycle.user_deleted"])

      const anew = await people.provision("linus@example.com")
      await sql(
        "DELETE FROM auth_identity WHERE id IN (SELECT auth_identity_id FROM provider_identity WHERE entity_id = 'sso|ada')"
      )
      const { status, data } = await ask("sso|ada", { email: anew.email })
      expect([status, data.user?.id]).toEqual([200, anew.id])
    })

    it("refuses the former email of somebody suspended, and makes no second user of them", async () => {
      const ada = await people.provision("ada@example.org")
      await people.act("change-email", ada, { email: "ada.new@example.org" })
      await people.act("suspend", ada)
      const before = await countUsers()
      const { status, data } = await ask("sso|ada", { email: "ada@example.org" })
      expect([status, data.code]).toEqual([401, "user_lifecycle.user_suspended"])
      expect(await countUsers()).toBe(before)
    })

    it("lets somebody new have the former email of an active person", async () => {
      const ada = await people.provision("ada@example.org")
      await people.act("change-email", ada, { email: "ada.new@example.org" })
      const { status, data } = await ask("sso|other", { email: "ada@example.org" })
      expect([status, data.user?.id === ada.id]).toEqual([200, false])
    })

    it("refuses whoever was offboarded and then erased, and whoever was erased at once", async () => {
      const ada = await people.provision("ada@example.org")
      await people.act("offboard", ada)
      const grace = await people.provision("grace@example.org")
      await sql(`DELETE FROM "user" WHERE id = ANY ($1)`, [[ada.id, grace.id]])
      for (const name of ["ada", "grace"]) {
        const { status, data } = await ask(`sso|${name}`, { email: `${name}@example.org` })
        expect([name, status, data.code]).toEqual([name, 401, "user_lifecycle.user_deleted"])
      }
    })

    it("admits a new person with the email of somebody offboarded only with an invite from after, also where the row is gone", async () => {
      for (const name of ["ada", "grace"]) {
        const email = `${name}@example.org`
        const former = await people.provision(email)
        await people.act("offboard", former)
        if (name === "grace") {
          await sql(`DELETE FROM "user" WHERE id = $1`, [former.id])
        }
        expect((await ask(`sso|${name}`, { email })).status).toBe(401)

        await invite(email)
        const { status, data } = await ask(`sso|${name}`, { email })
        expect([name, status]).toEqual([name, 200])
        expect(data.user.id).not.toBe(former.id)
        expect(await signInAgain(`sso|${name}`)).toBe(200)
      }
    })

    it("refuses an invite from before whose person was erased, on every path, and cancels it when they are offboarded", async () => {
      const { id, token } = await invite("ada@example.org")
      const ada = await people.provision("ada@example.org")
      // From before the plugin: now it would be cancelled.
      await sql("ALTER TABLE invite DISABLE TRIGGER USER")
      await sql("UPDATE invite SET deleted_at = NULL WHERE id = $1", [id])
      await sql("ALTER TABLE invite ENABLE TRIGGER USER")
      await sql(`DELETE FROM "user" WHERE id = $1`, [ada.id])
      await sql("DELETE FROM provider_identity WHERE entity_id = 'ada@example.org'")
      // Provisioning them cancelled it; other code would have left it.
      await sql("UPDATE invite SET deleted_at = NULL, updated_at = created_at WHERE id = $1", [id])
      const attempts = async () => {
        const path = `/admin/invites/accept?token=${token}`
        const admitted = await ask("sso|ada", { email: "ada@example.org" })
        const credential = bearer((await people.signIn("sso|ada")).data.token)
        const accepted = await api.post(path, { email: "ada@example.org" }, credential)
        const registered = await register("ada@example.org")
        return [admitted, accepted, registered].map(({ status, data }) => [status, data.code])
      }
      const deleted = [401, "user_lifecycle.user_deleted"]
      const notInvited = [401, "user_lifecycle.not_invited"]
      expect(await attempts()).toEqual([deleted, notInvited, notInvited])

      const { data: report } = await people.act("offboard", ada)

      expect(report).toMatchObject({ email: "ada@example.org", invites: [{ id }] })
      const cancelled = [401, "user_lifecycle.invite_cancelled"]
      expect(await attempts()).toEqual([deleted, cancelled, notInvited])
    })

    it("lets the invited accept whose email was somebody's who is gone since before", async () => {
      const ada = await people.provision("ada@example.org")
      await people.act("offboard", ada)
      const { token } = await invite("ada@example.org")
      const credential = bearer(
        (await people.signIn("sso|ada", { email: "ada@example.org" })).data.token
      )
      const path = `/admin/invites/accept?token=${token}`
      const accepted = await api.post(path, { email: "ada@example.org" }, credential)
      expect(accepted.status).toBe(200)
      expect(accepted.data.user.id).not.toBe(ada.id)
    })

    it("admits restored people again, with the old login and a new one", async () => {
      const ada = await people.provision("ada@example.org")
      await people.linkSso(ada, "sso|ada")
      await people.act("offboard", ada)
      await people.act("restore", ada)
      for (const sub of ["sso|ada", "sso|ada-anew"]) {
        const { status, data } = await ask(sub, { email: "ada@example.org" })
        expect([sub, status, data.user?.id]).toEqual([sub, 200, ada.id])
        expect(await signInAgain(sub)).toBe(200)
      }
    })

    it("refuses whoever is suspended, and admits them when that is over", async () => {
      const ada = await people.provision("ada@example.org")
      await people.act("suspend", ada)
      const refused = await ask("sso|ada", { email: "ada@example.org" })
      expect([refused.status, refused.data.code]).toEqual([401, "user_lifecycle.user_suspended"])
      await people.act("reactivate", ada)
      expect((await ask("sso|ada", { email: "ada@example.org" })).status).toBe(200)
    })

    it("refuses an expired, a cancelled and an accepted invite", async () => {
      const expired = await invite("ada@example.com")
      await sql("UPDATE invite SET expires_at = now() WHERE id = $1", [expired.id])
      const cancelled = await invite("grace@example.com")
      await api.delete(`/admin/invites/${cancelled.id}`, people.root.credential)
      await invite("linus@example.com")
      await ask("sso|linus", { email: "linus@example.com" })
      await sql(`DELETE FROM "user" WHERE email = 'linus@example.com'`)

      for (const name of ["ada", "grace", "linus"]) {
        const { status } = await ask(`sso|other-${name}`, { email: `${name}@example.com` })
        expect([name, status]).toEqual([name, 401])
      }
    })

    it("waits for whoever cancels the invite at this moment, and then refuses", async () => {
      const { id } = await invite("ada@example.com")
      const { data } = await people.signIn("sso|ada", { email: "ada@example.com" })
      await withClient(backend.databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("UPDATE invite SET deleted_at = now() WHERE id = $1", [id])
        const asking = api.post("/auth/test-sso/user", undefined, bearer(data.token))
        await untilSomebodyWaitsForALock(backend.databaseUrl)
        await client.query("COMMIT")
        const { status, data: refused } = await asking
        expect([status, refused.code]).toEqual([401, "user_lifecycle.not_invited"])
      })
      expect(await countUsers()).toBe(1)
    })

    it("makes one user of two who ask at the same moment", async () => {
      await invite("ada@example.com")
      const answers = await Promise.all([
        ask("sso|one", { email: "ada@example.com" }),
        ask("sso|two", { email: "ADA@example.com" }),
      ])
      // The second is another login of the same person by then.
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect(new Set(answers.map(({ data }) => data.user.id)).size).toBe(1)
      expect(await countUsers()).toBe(2)
    })

    it("takes no login of another provider, none that is somebody's, and none without an email", async () => {
      await invite("ada@example.com")
      const { data: registered } = await register("ada@example.com")
      const byPassword = await api.post("/auth/test-sso/user", undefined, bearer(registered.token))
      expect(byPassword.status).toBe(400)
      const { data } = await people.signIn("sso|ada", { email: "ada@example.com" })
      const atAnother = await api.post("/auth/emailpass/user", undefined, bearer(data.token))
      expect(atAnother.status).toBe(401)
      const twice = await api.post("/auth/test-sso/user", undefined, people.root.credential)
      expect(twice.status).toBe(400)
      expect((await ask("sso|nameless", {})).status).toBe(400)
      expect((await api.post("/auth/test-sso/user")).status).toBe(401)
      expect(await countUsers()).toBe(1)
    })
  })

  describe("POST /cloud/auth/users", () => {
    /** Nobody but Medusa Cloud can sign in with this provider; its logins are made by hand here. */
    const ask = async (sub: string, email: string | undefined) => {
      const { data } = await people.signIn(sub, { email, given_name: "Ada" })
      await sql("UPDATE provider_identity SET provider = 'cloud' WHERE entity_id = $1", [sub])
      return await api.post("/cloud/auth/users", undefined, bearer(data.token))
    }

    it("holds whoever comes through Medusa Cloud to the same policy", async () => {
      const ada = await people.provision("ada@example.org")
      await people.act("offboard", ada)
      const grace = await people.provision("grace@example.org")
      await people.act("suspend", grace)
      const answers = [
        await ask("cloud|ada", "Ada@example.org"),
        await ask("cloud|grace", "grace@example.org"),
        await ask("cloud|stranger", "stranger@example.com"),
      ]
      expect(answers.map(({ status, data }) => [status, data.code])).toEqual([
        [401, "user_lifecycle.user_deleted"],
        [401, "user_lifecycle.user_suspended"],
        [401, "user_lifecycle.not_invited"],
      ])
    })

    it("answers as Medusa does whom policy admits, and who can't be admitted", async () => {
      const linus = await people.provision("linus@example.com")
      await invite("ada@example.com")
      const created = await ask("cloud|ada", "ada@example.com")
      expect([created.status, created.data]).toEqual([
        200,
        { user: expect.objectContaining({ email: "ada@example.com", first_name: "Ada" }) },
      ])
      const linked = await ask("cloud|linus", "linus@example.com")
      expect([linked.status, linked.data.user.id]).toEqual([200, linus.id])

      const again = await api.post("/cloud/auth/users", undefined, people.root.credential)
      expect([again.status, again.data.message]).toEqual([
        400,
        "The user is already registered and cannot create a new account.",
      ])
      const nameless = await ask("cloud|nameless", undefined)
      expect([nameless.status, nameless.data.message]).toEqual([
        400,
        "Email is required to create a user account.",
      ])
      const other = await people.signIn("sso|other", { email: "other@example.org" })
      const elsewhere = await api.post("/cloud/auth/users", undefined, bearer(other.data.token))
      expect([elsewhere.status, elsewhere.data.message]).toEqual([
        401,
        expect.stringMatching(/^Only cloud identities can create a user account/),
      ])
      expect((await api.post("/cloud/auth/users")).status).toBe(401)
    })
  })

  describe("POST /auth/user/:auth_provider/register", () => {
    it("refuses a stranger in the same words whether the email is an admin's, free, or nobody's at all", async () => {
      await people.provision("ada@example.com")
      const answers = [
        await register("ada@example.com"),
        await register("stranger@example.com"),
        await register(undefined),
        await register({ $ne: null }),
        await register("a\u0000b@example.com"),
      ]
      for (const { status, data } of answers) {
        expect([status, data]).toEqual([401, answers[0].data])
      }
      expect(answers[0].data.code).toBe("user_lifecycle.not_invited")
      expect(
        await sql("SELECT id FROM provider_identity WHERE entity_id = 'stranger@example.com'")
      ).toEqual([])
    })

    it("tells a stranger no more who registers a spelling of the email as a customer's, and logs in as an admin with it", async () => {
      await people.provision("ada@example.com")
      const logIn = async (email: string) => {
        await people.registerCustomer(email, STRANGERS_PASSWORD)
        const { status, data } = await people.logIn(email, STRANGERS_PASSWORD)
        return [status, data]
      }
      const refusal = [401, (await people.logIn("grace@example.com")).data]
      expect(await logIn("ADA@example.com")).toEqual(refusal)
      expect(await logIn("STRANGER@example.com")).toEqual(refusal)
    })

    it("lets the invited register, in any case of their email, and accept", async () => {
      const { token } = await invite("ada@example.com")
      const { status, data } = await register("ada@example.com")
      expect(status).toBe(200)
      const accepted = await api.post(
        `/admin/invites/accept?token=${token}`,
        { email: "ada@example.com", first_name: "Ada" },
        bearer(data.token)
      )
      expect(accepted.status).toBe(200)
      expect(
        await people.status(bearer(await login(api, "ada@example.com", STRANGERS_PASSWORD)))
      ).toBe(200)
    })

    it("refuses the invited when the invite is used, expired or cancelled", async () => {
      const used = await invite("ada@example.com")
      await sql("UPDATE invite SET accepted = true WHERE id = $1", [used.id])
      const expired = await invite("grace@example.com")
      await sql("UPDATE invite SET expires_at = now() WHERE id = $1", [expired.id])
      const cancelled = await invite("linus@example.com")
      await api.delete(`/admin/invites/${cancelled.id}`, people.root.credential)
      for (const name of ["ada", "grace", "linus"]) {
        expect((await register(`${name}@example.com`)).status).toBe(401)
      }
    })

    it("leaves customers alone, on every spelling of the path that is theirs, and on none that is an admin's", async () => {
      const body = { email: "customer@example.com", password: STRANGERS_PASSWORD }
      expect((await api.post("/auth/customer/emailpass/register", body)).status).toBe(200)
      for (const path of [
        "/auth/%75ser/emailpass/register",
        "/auth/user/emailpass/register/",
        "/AUTH/user/emailpass/REGISTER",
      ]) {
        const { status } = await api.post(path, { ...body, email: "stranger@example.com" })
        expect([path, status]).toEqual([path, 401])
      }
    })

    describe("with an admin's credential", () => {
      /** The recipe of older guides: register, create the user, link the two, each with a call. */
      it("makes a login that the admin vouches for, with a token, a session or an API key", async () => {
        const key = await people.createKey(people.root.credential)
        const credentials = [
          people.root.credential,
          await openSession(api, people.root.token),
          key.credential,
        ]
        for (const [index, credential] of credentials.entries()) {
          const email = `person-${index}@example.com`
          expect((await register(email, credential)).status).toBe(200)

          const created = await api.post("/admin/users", { email }, credential)

          expect(created.status).toBe(200)
          const token = await login(api, email, STRANGERS_PASSWORD)
          expect(await people.status(bearer(token))).toBe(200)
        }
        expect(backend.outbox.read()).toEqual([])
      })

      it("vouches no more for what was registered with an API key that is revoked", async () => {
        const [revoked, kept] = [
          await people.createKey(people.root.credential),
          await people.createKey(people.root.credential),
        ]
        await register("ada@example.com", revoked.credential)
        await register("grace@example.com", kept.credential)
        const { status } = await api.post(
          `/admin/api-keys/${revoked.id}/revoke`,
          {},
          people.root.credential
        )
        expect(status).toBe(200)

        const canLogIn = async (email: string) => {
          await api.post("/admin/users", { email }, people.root.credential)
          return (await people.logIn(email, STRANGERS_PASSWORD)).status
        }
        expect([await canLogIn("ada@example.com"), await canLogIn("grace@example.com")]).toEqual([
          401, 200,
        ])
      })

      it("vouches for the same admin only: a login that another one registered gives way", async () => {
        const ada = await people.provision("ada@example.com")
        await register("grace@example.com", ada.credential)

        const created = await api.post(
          "/admin/users",
          { email: "grace@example.com" },
          people.root.credential
        )

        expect(created.status).toBe(200)
        const { status, data } = await people.logIn("grace@example.com", STRANGERS_PASSWORD)
        expect([status, data.token]).toEqual([401, undefined])
      })

      it("does not count when the credential is dead, or a customer's, or a password comes with the user", async () => {
        const ada = await people.provision("ada@example.com")
        const key = await people.createKey(ada.credential)
        await people.act("suspend", ada)
        const customer = await api.post("/auth/customer/emailpass/register", {
          email: "customer@example.com",
          password: STRANGERS_PASSWORD,
        })
        for (const credential of [
          ada.credential,
          key.credential,
          apiKey("sk_unknown"),
          bearer(customer.data.token),
        ]) {
          expect((await register("grace@example.com", credential)).status).toBe(401)
        }

        await register("grace@example.com", people.root.credential)
        await people.provision("grace@example.com")
        expect((await people.logIn("grace@example.com", STRANGERS_PASSWORD)).status).toBe(401)
        expect((await people.logIn("grace@example.com", PASSWORD)).status).toBe(200)
      })

      it("is no token of an admin: what registering hands out opens nothing", async () => {
        const { data } = await register("grace@example.com", people.root.credential)
        expect(await people.status(bearer(data.token))).toBe(401)
        await api.post("/admin/users", { email: "grace@example.com" }, people.root.credential)
        const refreshed = await api.post("/auth/token/refresh", undefined, bearer(data.token))
        expect([refreshed.status, refreshed.data.token]).toEqual([401, undefined])
      })
    })
  })
})
