import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer, decodeToken, openSession } from "../helpers/http"
import { PASSWORD, usePeople } from "../helpers/people"
import { waitUntil } from "../helpers/wait-until"

const EMAIL = "ada@example.com"
const CUSTOMERS_PASSWORD = "the password of a customer"
const NEW_PASSWORD = "another correct horse battery"
const REVOKED = { status: 401, data: { code: "user_lifecycle.token_revoked" } }

/** Medusa hands out a token for any actor type to whoever knows a login's password: one that names the login, and no actor. */
useBackend({}, (backend) => {
  const { api, databaseUrl, getContainer, sql } = backend
  const people = usePeople(backend)

  const logInAs = (actorType: string, password = PASSWORD) =>
    api.post(`/auth/${actorType}/emailpass`, { email: EMAIL, password })
  const takeToken = async (actorType: string, password = PASSWORD) => {
    const { status, data } = await logInAs(actorType, password)
    expect([status, data]).toMatchObject([200, { token: expect.any(String) }])
    expect(decodeToken(data.token)).toMatchObject({ actor_type: actorType, actor_id: "" })
    return data.token as string
  }
  const refresh = (token: string) => api.post("/auth/token/refresh", undefined, bearer(token))
  const becomeCustomer = async (token: string) => {
    const [key] = await sql<{ token: string }>(
      "SELECT token FROM api_key WHERE type = 'publishable'"
    )
    const headers = { ...bearer(token).headers, "x-publishable-api-key": key.token }
    return await api.post("/store/customers", { email: EMAIL }, { headers })
  }
  const changePassword = async (token: string) => {
    const asked = await api.post(
      `/admin/users/${decodeToken(token).actor_id}/reset-password`,
      {},
      people.root.credential
    )
    const { status } = await api.post(
      "/auth/user/emailpass/update",
      { password: NEW_PASSWORD },
      bearer(asked.data.token)
    )
    expect(status).toBe(200)
  }

  type Ada = Awaited<ReturnType<typeof people.provision>>
  const endings: [string, (ada: Ada) => Promise<unknown>][] = [
    ["their password is changed", (ada) => changePassword(ada.token)],
    ["their sessions are revoked", (ada) => people.act("revoke-sessions", ada)],
    ["they are suspended", (ada) => people.act("suspend", ada)],
  ]

  describe.each(["customer", "invented"])("A token for the actor type %s", (actorType) => {
    it.each(endings)("of an admin's login opens nothing once %s", async (_, end) => {
      const ada = await people.provision(EMAIL)
      const token = await takeToken(actorType)
      const session = await openSession(api, token)
      expect((await refresh(token)).status).toBe(200)

      await end(ada)

      for (const credential of [bearer(token), session]) {
        const answers = [
          await api.post("/auth/token/refresh", undefined, credential),
          await api.get("/auth/mfa/factors", credential),
          await api.post("/auth/mfa/factors", { provider: "totp" }, credential),
          await api.post("/auth/verification/request", { entity_type: "email" }, credential),
        ]
        for (const { status, data } of answers) {
          expect([status, data.code]).toEqual([401, expect.stringMatching(/^user_lifecycle\./)])
        }
      }
      await expect(openSession(api, token)).rejects.toThrow("401")
    })
  })

  it("of somebody who was offboarded makes no other, nor one of who comes back", async () => {
    const ada = await people.provision(EMAIL)
    const token = await takeToken("customer")
    const session = await openSession(api, token)
    await people.act("offboard", ada)
    expect((await refresh(token)).status).toBe(401)
    // Medusa would take it for a customer's who has begun to register.
    await expect(openSession(api, token)).rejects.toThrow("401")
    for (const credential of [bearer(token), session]) {
      const { status, data } = await api.get("/auth/mfa/factors", credential)
      expect([status, data.code]).toEqual([401, "user_lifecycle.user_deleted"])
    }
    expect((await people.act("restore", ada)).status).toBe(200)
    expect((await refresh(token)).status).toBe(401)
  })

  it("makes no customer of an admin who is suspended, nor is one handed out", async () => {
    const ada = await people.provision(EMAIL)
    const token = await takeToken("customer")
    await people.act("suspend", ada)
    expect((await becomeCustomer(token)).status).toBe(401)
    expect(await logInAs("customer")).toMatchObject({
      status: 401,
      data: { code: "user_lifecycle.user_suspended" },
    })
    expect(await sql("SELECT 1 FROM auth_identity WHERE app_metadata ? 'customer_id'")).toEqual([])
  })

  it("makes a customer of a living admin, also in the very second of a revocation, whose logins stay apart from then on", async () => {
    const ada = await people.provision(EMAIL)
    await people.act("revoke-sessions", ada)
    // Of another actor type, a login is as old as it takes to judge it: one of a few milliseconds later can look older.
    await waitUntil(
      "a login counts that began after it",
      async () => (await logInAs("customer")).status === 200
    )
    const token = await takeToken("customer")
    expect((await becomeCustomer(token)).status).toBe(200)
    const { data } = await refresh(token)
    expect(decodeToken(data.token).actor_id).toMatch(/^cus_/)
    expect((await people.logIn(EMAIL)).status).toBe(200)
  })

  it("gives nothing to a login that was under way when the password changed", async () => {
    const ada = await people.provision(EMAIL)
    const answer = await withClient(databaseUrl, async (client) => {
      await client.query("BEGIN")
      await client.query("SELECT user_lifecycle_lock_access($1)", [ada.id])
      const asked = logInAs("customer")
      await untilSomebodyWaitsForALock(databaseUrl)
      await client.query(
        `UPDATE provider_identity SET provider_metadata = '{"password":"another"}' WHERE entity_id = $1`,
        [EMAIL]
      )
      await client.query("COMMIT")
      return await asked
    })
    expect(answer).toMatchObject(REVOKED)
    expect((await refresh(ada.token)).status).toBe(401)
  })

  it("is not made by refreshing a customer's, where the login is an admin's alone by then", async () => {
    await people.registerCustomer(EMAIL, CUSTOMERS_PASSWORD)
    await people.provision(EMAIL)
    const { data } = await logInAs("customer", CUSTOMERS_PASSWORD)
    expect((await refresh(data.token)).status).toBe(200)
    await sql("UPDATE auth_identity SET app_metadata = app_metadata - 'customer_id'")
    expect(await refresh(data.token)).toMatchObject(REVOKED)
  })

  describe("A customer", () => {
    const askForSecondFactor = () =>
      sql(
        `INSERT INTO auth_mfa_factor (id, auth_identity_id, provider, status, provider_metadata)
         SELECT 'authmfa_1', auth_identity_id, 'totp', 'enabled', '{}' FROM provider_identity WHERE entity_id = $1`,
        [EMAIL]
      )

    it("registers as ever, and their half-way token is judged by nobody's access", async () => {
      const registered = await api.post("/auth/customer/emailpass/register", {
        email: EMAIL,
        password: CUSTOMERS_PASSWORD,
      })
      expect((await refresh(registered.data.token)).status).toBe(200)
      expect((await becomeCustomer(registered.data.token)).status).toBe(200)
    })

    it("whose login an admin has, too, logs in whatever becomes of the admin, also with a second factor to come", async () => {
      await people.registerCustomer(EMAIL, CUSTOMERS_PASSWORD)
      const ada = await people.provision(EMAIL)
      const customer = await logInAs("customer", CUSTOMERS_PASSWORD)
      await people.act("suspend", ada)
      expect((await refresh(customer.data.token)).status).toBe(200)
      expect((await logInAs("customer", CUSTOMERS_PASSWORD)).status).toBe(200)

      await askForSecondFactor()
      const halfWay = await logInAs("customer", CUSTOMERS_PASSWORD)
      expect([halfWay.status, halfWay.data.mfa_required]).toEqual([200, true])
      const { data } = await api.post(
        `/auth/mfa/challenges/${halfWay.data.mfa_challenge.id}/verify`,
        { code: "000000" },
        bearer(halfWay.data.token)
      )
      expect(String(data.code)).not.toMatch(/^user_lifecycle/)
    })

    it("whose half-way session comes along keeps an admin from nothing", async () => {
      const ada = await people.provision(EMAIL)
      const session = await openSession(api, await takeToken("customer"))
      await people.act("revoke-sessions", ada)
      const headers = { ...people.root.credential.headers, ...session.headers }
      expect((await api.get("/admin/users/me", { headers })).data.user.id).toBe(people.root.id)
    })
  })

  it("is none of a query more for a customer who logs in, or is logged in", async () => {
    await people.registerCustomer(EMAIL, CUSTOMERS_PASSWORD)
    const db = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const asked: string[] = []
    const note = ({ sql: statement }: { sql: string }) => void asked.push(statement)
    db.on("query", note)
    const { data } = await logInAs("customer", CUSTOMERS_PASSWORD)
    db.off("query", note)
    expect(asked.some((statement) => statement.includes("provider_identity"))).toBe(true)
    expect(asked.filter((statement) => /lifecycle|user_access|clock/.test(statement))).toEqual([])
    const { access } = getContainer().resolve<{
      access: { judgeUnregisteredToken: (...args: unknown[]) => unknown }
    }>("user_lifecycle")
    const judged = jest.spyOn(access, "judgeUnregisteredToken")
    const [key] = await sql<{ token: string }>(
      "SELECT token FROM api_key WHERE type = 'publishable'"
    )
    const headers = { ...bearer(data.token).headers, "x-publishable-api-key": key.token }
    expect((await api.get("/store/customers/me", { headers })).status).toBe(200)
    expect(judged).not.toHaveBeenCalled()
  })
})
