import { useBackend } from "../helpers/backend"
import { bearer, login, openSession } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { usePasswordToken } from "../helpers/reset-tokens"

const NEW_PASSWORD = "another good password"

useBackend({}, (backend) => {
  const { api, outbox, sql } = backend
  const people = usePeople(backend)

  const tokenFromEmail = async (email: string) => {
    const sent = await outbox.waitFor(({ to }) => to === email)
    const [, token] = /token=([^&\s"]+)/.exec(sent.content?.text ?? "") ?? []
    return decodeURIComponent(token)
  }

  describe("POST /admin/users/:id/restore", () => {
    it("brings the same user back with nothing of the old access, and sends a set-password email", async () => {
      const ada = await people.provision("ada@example.com", { first_name: "Ada" })
      await people.linkSso(ada, "sso|ada")
      const session = await openSession(api, ada.token)
      const key = await people.createKey(ada.credential)
      await people.act("offboard", ada)

      const { status, data } = await people.act("restore", ada, { reason: "came back" })

      expect([status, data.user_access.status]).toEqual([200, "active"])
      const { data: found } = await api.get(`/admin/users/${ada.id}`, people.root.credential)
      expect(found.user).toMatchObject({ id: ada.id, email: ada.email, first_name: "Ada" })
      for (const credential of [ada.credential, session, key.credential]) {
        expect(await people.status(credential)).toBe(401)
      }
      expect((await people.logIn(ada.email)).status).toBe(401)
      const signedIn = await people.signIn("sso|ada")
      expect(await people.status(bearer(signedIn.data.token))).toBe(401)
      expect(
        await sql(
          `SELECT p.provider, p.provider_metadata->>'password' AS password
           FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
           WHERE i.app_metadata->>'user_id' = $1`,
          [ada.id]
        )
      ).toEqual([{ provider: "emailpass", password: null }])

      const set = await usePasswordToken(backend, await tokenFromEmail(ada.email), NEW_PASSWORD)
      expect(set.status).toBe(200)
      expect(await people.status(bearer(await login(api, ada.email, NEW_PASSWORD)))).toBe(200)
      expect((await people.logIn(ada.email)).status).toBe(401)
      expect((await people.ledger(ada)).map(({ type }) => type)).toEqual(
        expect.arrayContaining(["user_offboarded", "user_restored"])
      )
    })

    it("brings no key back, nor one that the offboarding was told to keep", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(ada.credential)
      await people.act("offboard", ada, { revoke_api_keys: false })
      expect(await people.status(key.credential)).toBe(200)
      await people.act("restore", ada)
      expect(await people.status(key.credential)).toBe(401)
    })

    it("works again for somebody who is offboarded again", async () => {
      const ada = await people.provision("ada@example.com")
      for (const password of ["the first new password", "the second new password"]) {
        await people.act("offboard", ada)
        outbox.clear()
        expect((await people.act("restore", ada)).status).toBe(200)
        const set = await usePasswordToken(backend, await tokenFromEmail(ada.email), password)
        expect(set.status).toBe(200)
        expect(await people.status(bearer(await login(api, ada.email, password)))).toBe(200)
      }
    })

    it("answers 422, and writes nothing, if the email has been taken meanwhile, in any case", async () => {
      const ada = await people.provision("ada@example.com")
      await people.act("offboard", ada)
      await people.provision("Ada@Example.com")
      const before = await people.ledger(ada)

      const { status, data } = await people.act("restore", ada)

      expect([status, data.type]).toEqual([422, "duplicate_error"])
      expect(await people.ledger(ada)).toEqual(before)
      expect(
        await sql(`SELECT id FROM "user" WHERE id = $1 AND deleted_at IS NULL`, [ada.id])
      ).toEqual([])
    })

    it("changes nothing, and sends nothing, for somebody who is active, and answers 404 to a stranger", async () => {
      const ada = await people.provision("ada@example.com")
      outbox.clear()
      expect((await people.act("restore", ada)).status).toBe(200)
      expect(await people.status(ada.credential)).toBe(200)
      expect(await people.ledger(ada)).toHaveLength(1)
      expect(outbox.read()).toEqual([])

      const { status, data } = await people.act("restore", { id: "user_nobody" })
      expect([status, data.code]).toEqual([404, "user_lifecycle.user_not_found"])
    })

    it("clears what Medusa left of a user whom other code deleted", async () => {
      const ada = await people.provision("ada@example.com")
      const key = await people.createKey(ada.credential)
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [ada.id])

      expect((await people.act("restore", ada)).status).toBe(200)

      for (const credential of [ada.credential, key.credential]) {
        expect(await people.status(credential)).toBe(401)
      }
      expect((await people.logIn(ada.email)).status).toBe(401)
    })

    it("keeps the customer login of the same person, and gives the admin login a password of its own", async () => {
      const ada = await people.provision("ada@example.com")
      await sql(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}'
         WHERE app_metadata->>'user_id' = $1`,
        [ada.id]
      )
      await people.act("offboard", ada)
      outbox.clear()

      expect((await people.act("restore", ada)).status).toBe(200)

      expect((await people.logIn(ada.email)).status).toBe(401)
      const customer = { email: ada.email, password: PASSWORD }
      expect((await api.post("/auth/customer/emailpass", customer)).status).toBe(200)
      await usePasswordToken(backend, await tokenFromEmail(ada.email), NEW_PASSWORD)
      expect((await people.logIn(ada.email, NEW_PASSWORD)).status).toBe(200)
      expect((await api.post("/auth/customer/emailpass", customer)).status).toBe(200)
    })

    it("is done once by two who ask at the same moment", async () => {
      const ada = await people.provision("ada@example.com")
      await people.act("offboard", ada)
      const answers = await Promise.all([people.act("restore", ada), people.act("restore", ada)])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      const restored = (await people.ledger(ada)).filter(({ type }) => type === "user_restored")
      expect(restored).toHaveLength(1)
      expect(
        await sql("SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])
      ).toHaveLength(1)
    })
  })
})
