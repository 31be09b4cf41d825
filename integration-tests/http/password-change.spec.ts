import { ContainerRegistrationKeys, generateJwtToken, Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer, decodeToken, login, openSession, signInWithSso } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"

const NEW_PASSWORD = "another good password"
const REVOKED = "user_lifecycle.token_revoked"

useBackend({}, (backend) => {
  const { api, databaseUrl, getContainer, sql } = backend
  const people = usePeople(backend)

  /** The same token from an instance whose clock is ahead, or late. */
  const redate = (token: string, seconds: number) => {
    const { exp: _, iat, jti, ...claims } = decodeToken(token)
    return generateJwtToken(
      { ...claims, iat: Number(iat) + seconds },
      {
        secret: process.env.JWT_SECRET,
        expiresIn: "15m",
        jwtOptions: { jwtid: String(jti) },
      }
    )
  }

  /** Every way in which an admin's password changes. */
  const ways: [name: string, change: (email: string) => Promise<unknown>][] = [
    [
      "POST /auth/user/:provider/update, with a token that the person asked for",
      async (email) => {
        const token = await requestResetToken(backend, email)
        expect((await usePasswordToken(backend, token, NEW_PASSWORD)).status).toBe(200)
      },
    ],
    [
      "Medusa's own module, as scripts call it",
      (email) =>
        getContainer()
          .resolve(Modules.AUTH)
          .updateProvider("emailpass", { entity_id: email, password: NEW_PASSWORD }),
    ],
    [
      "plain SQL",
      (email) =>
        sql(
          `UPDATE provider_identity SET provider_metadata = jsonb_set(provider_metadata, '{password}', '"x"')
           WHERE entity_id = $1`,
          [email]
        ),
    ],
  ]

  describe("a password change", () => {
    it.each(ways)("ends what was handed out before it: %s", async (_, change) => {
      const ada = await people.provision("ada@example.com")
      const session = await openSession(api, ada.token)
      const key = await people.createKey(ada.credential)
      for (const credential of [ada.credential, session]) {
        expect(await people.status(credential)).toBe(200)
      }

      const link = await requestResetToken(backend, ada.email)

      await change(ada.email)
      // What the plugin did not do itself, it hears of from the database.
      await people.untilRefused(ada.credential)

      for (const answer of [
        await api.get("/admin/products", ada.credential),
        await api.get("/admin/products", session),
        await api.get("/custom", ada.credential),
        await api.post("/auth/token/refresh", undefined, ada.credential),
      ]) {
        expect([answer.status, answer.data.code]).toEqual([401, REVOKED])
      }
      // As an instance whose clock is a minute ahead dates it.
      for (const sent of [link, redate(link, 60)]) {
        expect((await usePasswordToken(backend, sent, "a third good password")).status).toBe(401)
      }
      expect(await people.status(key.credential)).toBe(200)
      expect(await people.status(people.root.credential)).toBe(200)
      expect((await people.ledger(ada)).at(-1)?.type).toBe("user_password_changed")
    })

    it.each(["user", "customer"])(
      "ends what was handed out before it at a provider, too, that keeps a secret where nobody knows: as a %s",
      async (actorType) => {
        const ada = await people.provision("ada@example.com")
        await people.linkSso(ada, "sso|ada")
        const sso = bearer(await signInWithSso(api, { sub: "sso|ada" }))
        for (const credential of [ada.credential, sso]) {
          expect(await people.status(credential)).toBe(200)
        }
        const link = await requestResetToken(backend, "sso|ada", "test-sso", actorType)
        const route = `/auth/${actorType}/test-sso/update`
        const { status } = await api.post(route, { pin: "1234" }, bearer(link))
        expect(status).toBe(200)

        for (const credential of [ada.credential, sso]) {
          const answer = await api.get("/admin/products", credential)
          expect([answer.status, answer.data.code]).toEqual([401, REVOKED])
        }
        const [told] = (await people.ledger(ada)).slice(-1)
        expect(told).toMatchObject({
          type: "user_password_changed",
          data: { provider: "test-sso" },
        })
        const again = bearer(await signInWithSso(api, { sub: "sso|ada" }))
        expect(await people.status(again)).toBe(200)
      }
    )

    it("takes a link that is younger than a revocation, whatever the clock says of the instance that made it", async () => {
      const ada = await people.provision("ada@example.com")
      await people.act("revoke-sessions", ada)
      const link = redate(await requestResetToken(backend, ada.email), -60)
      expect((await usePasswordToken(backend, link, NEW_PASSWORD)).status).toBe(200)
      expect((await people.logIn(ada.email, NEW_PASSWORD)).status).toBe(200)
    })

    it("refuses a link that was being made when sessions were revoked", async () => {
      const ada = await people.provision("ada@example.com")
      const link = await requestResetToken(backend, ada.email)
      await withClient(databaseUrl, async (client) => {
        await client.query("CREATE TEMP TABLE made AS SELECT * FROM auth_password_reset_token")
        await people.act("revoke-sessions", ada)
        // As where it is written once the revocation has removed those that are there: an undo dates nothing anew.
        await client.query("SET user_lifecycle.undo = 'on'")
        await client.query("INSERT INTO auth_password_reset_token SELECT * FROM made")
      })
      const { status, data } = await usePasswordToken(backend, link, NEW_PASSWORD)
      expect([status, data.code]).toEqual([401, REVOKED])
    })

    it("lets the person log in with the new one at once, and not with the old one", async () => {
      const ada = await people.provision("ada@example.com")
      const token = await requestResetToken(backend, ada.email)
      await usePasswordToken(backend, token, NEW_PASSWORD)
      expect(await people.status(bearer(await login(api, ada.email, NEW_PASSWORD)))).toBe(200)
      expect((await people.logIn(ada.email, PASSWORD)).status).toBe(401)
      expect((await usePasswordToken(backend, token, "a third good password")).status).toBe(401)
    })

    it.each(["user", "customer", "invented"])(
      "gives nothing to a login as %s with the old one that begins before the change has committed",
      async (actorType) => {
        const ada = await people.provision("ada@example.com")
        const logIn = () =>
          api.post(`/auth/${actorType}/emailpass`, { email: ada.email, password: PASSWORD })
        expect((await logIn()).status).toBe(200)
        const answer = await withClient(databaseUrl, async (client) => {
          await client.query("BEGIN")
          await client.query(
            `UPDATE provider_identity SET provider_metadata = jsonb_set(provider_metadata, '{password}', '"x"')
             WHERE entity_id = $1`,
            [ada.email]
          )
          const asked = logIn()
          await untilSomebodyWaitsForALock(databaseUrl)
          await client.query("COMMIT")
          return await asked
        })
        expect(answer).toMatchObject({ status: 401, data: { code: REVOKED } })
      }
    )

    it("leaves a customer's password of the same login alone, which changes at that moment", async () => {
      await people.registerCustomer("ada@example.com", "the password of a customer")
      await people.provision("ada@example.com")
      const link = await requestResetToken(backend, "ada@example.com")
      const readMetadata = async () => {
        const [{ provider_metadata }] = await sql<{ provider_metadata: Record<string, string> }>(
          "SELECT provider_metadata FROM provider_identity WHERE entity_id = 'ada@example.com'"
        )
        return provider_metadata
      }
      const { user_lifecycle_password: former } = await readMetadata()
      expect(former).toBeTruthy()
      const answer = await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(
          `UPDATE provider_identity SET provider_metadata = jsonb_set(provider_metadata, '{password}', '"fresh"')
           WHERE entity_id = 'ada@example.com'`
        )
        const asked = usePasswordToken(backend, link, NEW_PASSWORD)
        await untilSomebodyWaitsForALock(databaseUrl)
        await client.query("COMMIT")
        return await asked
      })
      expect(answer.status).toBe(200)
      const { password, user_lifecycle_password } = await readMetadata()
      expect(password).toBe("fresh")
      expect(user_lifecycle_password).not.toBe(former)
      expect((await people.logIn("ada@example.com", NEW_PASSWORD)).status).toBe(200)
    })

    it("waits for another change of the login before it keeps others from the person's access", async () => {
      const ada = await people.provision("ada@example.com")
      const link = await requestResetToken(backend, ada.email)
      const answer = await withClient(databaseUrl, async (client) => {
        await client.query("SET deadlock_timeout = '20s'")
        await client.query("BEGIN")
        await client.query(
          `SELECT 1 FROM provider_identity WHERE entity_id = '${ada.email}' FOR UPDATE`
        )
        const asked = usePasswordToken(backend, link, NEW_PASSWORD)
        await untilSomebodyWaitsForALock(databaseUrl)
        // As a change of the email goes on: somebody who had this already would wait for us, and we for them.
        await client.query("SET LOCAL lock_timeout = '100ms'")
        await client.query("SELECT user_lifecycle_lock_access($1)", [ada.id])
        await client.query("COMMIT")
        return await asked
      })
      expect(answer.status).toBe(200)
      expect((await people.logIn(ada.email, NEW_PASSWORD)).status).toBe(200)
    })

    it("says nothing of the database where that does not take it, and leaves the link as good as it was", async () => {
      const ada = await people.provision("ada@example.com")
      const link = await requestResetToken(backend, ada.email)
      await sql(
        `CREATE FUNCTION refuse_passwords() RETURNS trigger AS $$ BEGIN RAISE 'the disk is full'; END $$ LANGUAGE plpgsql;
         CREATE TRIGGER refuse_passwords BEFORE UPDATE ON provider_identity FOR EACH ROW EXECUTE FUNCTION refuse_passwords()`
      )
      try {
        const { status, data } = await usePasswordToken(backend, link, NEW_PASSWORD)
        expect(status).toBe(500)
        expect(JSON.stringify(data)).not.toMatch(/disk|provider_identity/)
      } finally {
        await sql("DROP FUNCTION refuse_passwords CASCADE")
      }
      expect((await usePasswordToken(backend, link, NEW_PASSWORD)).status).toBe(200)
    })

    it("is none when the first password is set, or a customer's changes", async () => {
      await api.post("/admin/users", { email: "ada@example.com" }, people.root.credential)
      const token = await requestResetToken(backend, "ada@example.com")
      await usePasswordToken(backend, token, PASSWORD)
      const ada = bearer(await login(api, "ada@example.com", PASSWORD))
      // From here on the login is also a customer's, and the admin's password a second one beside theirs.
      await sql(
        `UPDATE provider_identity SET provider_metadata = provider_metadata
           || jsonb_build_object('user_lifecycle_password', provider_metadata->'password') WHERE entity_id = $1`,
        ["ada@example.com"]
      )
      await getContainer()
        .resolve(Modules.AUTH)
        .updateProvider("emailpass", { entity_id: "ada@example.com", password: NEW_PASSWORD })
      expect(await people.status(ada)).toBe(200)
      expect(
        await sql("SELECT id FROM lifecycle_event WHERE type = 'user_password_changed'")
      ).toEqual([])
    })

    it("is none when the row is written again with the password that it has", async () => {
      const ada = await people.provision("ada@example.com")
      await sql("UPDATE provider_identity SET provider_metadata = provider_metadata || '{}'")
      // Whoever would have heard of it hears of this first.
      await people.act("revoke-sessions", people.root)
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("is held to the same rules by way of the customers' routes, where the login is an admin's alone", async () => {
      const ada = await people.provision("ada@example.com")
      const askAsCustomer = async () => {
        const { generateResetPasswordTokenWorkflow } = await import("@medusajs/medusa/core-flows")
        const { http } = getContainer().resolve(
          ContainerRegistrationKeys.CONFIG_MODULE
        ).projectConfig
        const { result } = await generateResetPasswordTokenWorkflow(getContainer()).run({
          input: {
            entityId: ada.email,
            provider: "emailpass",
            actorType: "customer",
            secret: http.jwtSecret,
          },
        })
        return result
      }
      const update = (token: string, password: string) =>
        api.post("/auth/customer/emailpass/update", { password }, bearer(token))

      const weak = await update(await askAsCustomer(), "x")
      expect([weak.status, weak.data.code]).toEqual([400, "user_lifecycle.password_too_weak"])
      await people.act("suspend", ada)
      const suspended = await update(await askAsCustomer(), NEW_PASSWORD)
      expect([suspended.status, suspended.data.code]).toEqual([
        401,
        "user_lifecycle.user_suspended",
      ])
      await people.act("reactivate", ada)
      expect((await people.logIn(ada.email)).status).toBe(200)
    })
  })
})
