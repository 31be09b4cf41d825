import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import type { OffboardUserInput, ProvisionUserInput } from "../../src/workflows/user"
import { useBackend } from "../helpers/backend"
import { apiKey, bearer, login, openSession, signInWithSso } from "../helpers/http"
import { requestResetToken } from "../helpers/reset-tokens"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const PASSWORD = "correct horse battery staple"

const failStep = createStep("fail-after-the-change", async (): Promise<never> => {
  throw new Error("a later step failed")
})

// Strangers may register here, as Medusa lets them: what they could do with it is tested.
const options = { invites: { registration: "open" } }

useBackend({ options }, ({ api, createAdminWithToken, getContainer, outbox, sql }) => {
  let root: { id: string; token: string }
  let failingProvision: (input: ProvisionUserInput) => Promise<unknown>
  let failingOffboarding: (input: OffboardUserInput) => Promise<unknown>

  beforeAll(async () => {
    const { offboardUserWorkflow, provisionUserWorkflow } = await loadWorkflows()
    const provisionThenFail = createWorkflow("provision-then-fail", (input: ProvisionUserInput) => {
      provisionUserWorkflow.runAsStep({ input })
      failStep()
      return new WorkflowResponse(undefined)
    })
    const offboardThenFail = createWorkflow("offboard-then-fail", (input: OffboardUserInput) => {
      offboardUserWorkflow.runAsStep({ input })
      failStep()
      return new WorkflowResponse(undefined)
    })
    failingProvision = (input) => provisionThenFail(getContainer()).run({ input })
    failingOffboarding = (input) => offboardThenFail(getContainer()).run({ input })
  })

  beforeEach(async () => {
    const { user, token } = await createAdminWithToken({
      email: "root@example.com",
      password: PASSWORD,
    })
    root = { id: user.id, token }
  })

  /**
   * Every row of every table, as text, but for the kinds that are no part of a change or that it leaves on purpose: when
   * people were last seen, since when logins are whose they are, the ledger, which tells of the change and of its undoing, and the engine's own records of the
   * workflows that ran.
   */
  const dumpDatabase = async () => {
    const tables = await sql<{ name: string }>(
      `SELECT format('%I', table_name) AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
         AND table_name NOT IN ('lifecycle_event', 'workflow_execution', 'user_activity', 'user_lifecycle_login_link')
       ORDER BY 1`
    )
    const columns = tables.map(
      ({ name }) =>
        `(SELECT jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text)::text FROM ${name} t) AS ${name}`
    )
    const [dump] = await sql(`SELECT ${columns.join(", ")}`)
    return dump
  }

  /** Emails leave when they leave, and say so in the database. */
  const untilNothingWaits = () =>
    waitUntil("no email waited any more", async () => {
      const waiting = await sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
      return waiting.length === 0
    })

  /** What happened to people; emails are sent when they are. */
  const ledger = async () =>
    (
      await sql<{ type: string }>(
        "SELECT type FROM lifecycle_event WHERE type LIKE 'user%' AND type <> 'user_invited' ORDER BY sequence"
      )
    ).map(({ type }) => type)

  describe("a larger workflow whose later step fails", () => {
    it("undoes a provision: the database is as it was, and the ledger tells of both", async () => {
      const before = await dumpDatabase()

      await expect(
        failingProvision({ email: "ada@example.com", password: PASSWORD, first_name: "Ada" })
      ).rejects.toMatchObject({ message: expect.stringContaining("a later step failed") })

      expect(await dumpDatabase()).toEqual(before)
      expect(await ledger()).toEqual(["user_provisioned", "user_provision_reverted"])
      const loggedIn = await api.post("/auth/user/emailpass", {
        email: "ada@example.com",
        password: PASSWORD,
      })
      expect(loggedIn.status).toBe(401)
    })

    it("undoes a provision that had replaced a stranger's login and linked a customer's", async () => {
      await api.post("/auth/user/emailpass/register", {
        email: "Ada@Example.com",
        password: "the password of a stranger",
      })
      await api.post("/auth/customer/emailpass/register", {
        email: "ada@example.com",
        password: "the password of a customer",
      })
      await sql(
        `UPDATE auth_identity SET app_metadata = '{"customer_id": "cus_1"}' WHERE id = (
           SELECT auth_identity_id FROM provider_identity WHERE entity_id = 'ada@example.com')`
      )
      const before = await dumpDatabase()

      await expect(
        failingProvision({ email: "ada@example.com", password: PASSWORD })
      ).rejects.toBeDefined()

      expect(await dumpDatabase()).toEqual(before)
      expect(
        await api.post("/auth/customer/emailpass", {
          email: "ada@example.com",
          password: "the password of a customer",
        })
      ).toMatchObject({ status: 200 })
    })

    it("undoes a provision that had cancelled an invite", async () => {
      await api.post("/admin/invites", { email: "ada@example.com" }, bearer(root.token))
      await untilNothingWaits()
      const before = await dumpDatabase()

      await expect(
        failingProvision({ email: "ada@example.com", password: PASSWORD })
      ).rejects.toBeDefined()

      expect(await dumpDatabase()).toEqual(before)
    })

    it("undoes a provision without a password, and sends no email", async () => {
      const before = await dumpDatabase()

      await expect(failingProvision({ email: "ada@example.com" })).rejects.toBeDefined()

      expect(await dumpDatabase()).toEqual(before)
      expect(outbox.read()).toEqual([])
    })

    it("undoes an offboarding: everything the person had is back, to the microsecond", async () => {
      const created = await api.post(
        "/admin/users",
        { email: "ada@example.com", password: PASSWORD, metadata: { big: "1", list: [1, 2] } },
        bearer(root.token)
      )
      const ada = created.data.user.id
      const token = await login(api, "ada@example.com", PASSWORD)
      const session = await openSession(api, token)
      const first = await api.post("/admin/api-keys", { title: "a", type: "secret" }, bearer(token))
      const second = await api.post(
        "/admin/api-keys",
        { title: "b", type: "secret" },
        apiKey(first.data.api_key.token)
      )
      await api.post(`/admin/users/${ada}/reset-password`, {}, bearer(root.token))
      await api.post(`/admin/users/${root.id}/reset-password`, {}, bearer(token))
      await api.post(
        "/auth/user/emailpass/register",
        { email: "grace@example.com", password: PASSWORD },
        bearer(token)
      )
      // An invite from before the plugin: now the database would refuse it.
      await sql("ALTER TABLE invite DISABLE TRIGGER USER")
      await sql(
        `INSERT INTO invite (id, email, token, expires_at)
         VALUES ('invite_1', 'ada@example.com', 't', now() + interval '1 day')`
      )
      await sql("ALTER TABLE invite ENABLE TRIGGER USER")
      await sql(
        `INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_2', jsonb_build_object('user_id', $1::text))`,
        [ada]
      )
      await sql(
        `INSERT INTO auth_mfa_factor (id, auth_identity_id, provider, status, provider_metadata)
         VALUES ('mfa_1', 'authid_2', 'totp', 'enabled', '{"secret": "s"}')`
      )
      const before = await dumpDatabase()

      await expect(failingOffboarding({ user_id: ada })).rejects.toBeDefined()

      expect(await dumpDatabase()).toEqual(before)
      expect((await ledger()).slice(3)).toEqual(["user_offboarded", "user_offboarding_reverted"])
      for (const credential of [
        bearer(token),
        session,
        apiKey(first.data.api_key.token),
        apiKey(second.data.api_key.token),
      ]) {
        expect((await api.get("/admin/products", credential)).status).toBe(200)
      }
    })

    it("does not undo what others did between the offboarding and its undoing", async () => {
      const { offboardUserWorkflow } = await loadWorkflows()
      const { user } = await createAdminWithToken({
        email: "grace@example.com",
        password: PASSWORD,
      })
      await sql(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}' WHERE app_metadata->>'user_id' = $1`,
        [user.id]
      )
      await sql(
        `INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_2', jsonb_build_object('user_id', $1::text))`,
        [user.id]
      )
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('pid_2', 'sso|grace', 'test-sso', 'authid_2')`
      )
      const meddleStep = createStep("meddle", async () => {
        await sql(
          `UPDATE provider_identity SET provider_metadata = '{"password": "changed by the customer"}' WHERE provider = 'emailpass' AND entity_id = 'grace@example.com'`
        )
        await sql("INSERT INTO auth_identity (id) VALUES ('authid_stranger')")
        await sql(
          `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
           VALUES ('pid_stranger', 'sso|grace', 'test-sso', 'authid_stranger')`
        )
        return new StepResponse(undefined)
      })
      const offboardMeddleFail = createWorkflow(
        "offboard-meddle-fail",
        (input: OffboardUserInput) => {
          offboardUserWorkflow.runAsStep({ input })
          meddleStep()
          failStep()
          return new WorkflowResponse(undefined)
        }
      )

      await expect(
        offboardMeddleFail(getContainer()).run({ input: { user_id: user.id } })
      ).rejects.toBeDefined()

      expect(
        await sql(
          `SELECT p.provider, p.provider_metadata->>'password' AS password, i.app_metadata
           FROM provider_identity p JOIN auth_identity i ON i.id = p.auth_identity_id
           WHERE p.entity_id IN ('grace@example.com', 'sso|grace') ORDER BY 1`
        )
      ).toEqual([
        {
          provider: "emailpass",
          password: "changed by the customer",
          app_metadata: { customer_id: "cus_1", user_id: user.id },
        },
        { provider: "test-sso", password: null, app_metadata: { user_id: user.id } },
      ])
    })

    it("undoes an offboarding of somebody who is older than the plugin", async () => {
      const { user } = await createAdminWithToken({
        email: "grace@example.com",
        password: PASSWORD,
      })
      const before = await dumpDatabase()

      await expect(failingOffboarding({ user_id: user.id })).rejects.toBeDefined()

      expect(await dumpDatabase()).toEqual(before)
    })

    type Status = "active" | "suspended" | "offboarded"
    describe.each<[name: string, status: Status, password: "with" | "without"]>([
      ["suspendUserWorkflow", "active", "with"],
      ["suspendUserWorkflow", "suspended", "with"],
      ["reactivateUserWorkflow", "suspended", "with"],
      ["reactivateUserWorkflow", "suspended", "without"],
      ["restoreUserWorkflow", "offboarded", "with"],
      ["revokeSessionsWorkflow", "active", "with"],
      ["revokeSessionsWorkflow", "suspended", "with"],
      ["changeUserEmailWorkflow", "active", "with"],
      ["changeUserEmailWorkflow", "active", "without"],
      ["changeUserEmailWorkflow", "suspended", "with"],
    ])("undoes %s of somebody who is %s, %s a password", (name, status, password) => {
      const hasPassword = password === "with"
      it("to the microsecond, and the ledger tells of both", async () => {
        const workflows = await loadWorkflows()
        const change = workflows[name as "suspendUserWorkflow"]
        const email = "ada@example.com"
        const { data: created } = await api.post(
          "/admin/users",
          { email, ...(hasPassword && { password: PASSWORD }) },
          bearer(root.token)
        )
        const ada: string = created.user.id
        const token = hasPassword ? await login(api, email, PASSWORD) : undefined
        if (token) {
          await api.post("/admin/api-keys", { title: "a", type: "secret" }, bearer(token))
        }
        await requestResetToken({ api, getContainer }, email)
        await api.post("/admin/invites", { email: "lovelace@example.com" }, bearer(root.token))
        await api.post("/auth/user/emailpass/register", {
          email: "lovelace@example.com",
          password: PASSWORD,
        })
        if (status !== "active") {
          const action = status === "suspended" ? "suspend" : "offboard"
          await api.post(`/admin/users/${ada}/${action}`, { reason: "left" }, bearer(root.token))
        }
        if (!hasPassword) {
          // Whoever is suspended can ask for a link as well, which is of use once they are not.
          await requestResetToken({ api, getContainer }, email)
        }
        await untilNothingWaits()
        const before = await dumpDatabase()
        const told = (await ledger()).length
        outbox.clear()

        const input = { user_id: ada, email: "lovelace@example.com", reason: "other" }
        const changeThenFail = createWorkflow(
          `${name}-${status}-${password}-then-fail`,
          (data: typeof input) => {
            change.runAsStep({ input: data })
            failStep()
            return new WorkflowResponse(undefined)
          }
        )
        await expect(changeThenFail(getContainer()).run({ input })).rejects.toMatchObject({
          message: expect.stringContaining("a later step failed"),
        })

        expect(await dumpDatabase()).toEqual(before)
        expect((await ledger()).slice(told)).toEqual([
          expect.stringMatching(/^user_\w+(?<!_reverted)$/),
          expect.stringMatching(/_reverted$/),
        ])
        if (token) {
          expect((await api.get("/admin/products", bearer(token))).status).toBe(
            status === "active" ? 200 : 401
          )
        }
        expect(outbox.read()).toEqual([])
      })
    })

    it("undoes an admission: the login is nobody's again, and the invite is open", async () => {
      const { admitIdentityWorkflow } = await loadWorkflows()
      await api.post("/admin/invites", { email: "ada@example.com" }, bearer(root.token))
      await untilNothingWaits()
      const claims = { sub: "sso|ada", email: "ada@example.com" }
      await signInWithSso(api, claims)
      const [{ id }] = await sql<{ id: string }>(
        "SELECT auth_identity_id AS id FROM provider_identity WHERE entity_id = 'sso|ada'"
      )
      for (const [round, email] of ["ada@example.com", "root@example.com"].entries()) {
        const before = await dumpDatabase()
        const admitThenFail = createWorkflow(
          `admit-then-fail-${round}`,
          (input: { email: string }) => {
            admitIdentityWorkflow.runAsStep({
              input: { auth_identity_id: id, provider: "test-sso", claims: input },
            })
            failStep()
            return new WorkflowResponse(undefined)
          }
        )
        await expect(admitThenFail(getContainer()).run({ input: { email } })).rejects.toMatchObject(
          {
            message: expect.stringContaining("a later step failed"),
          }
        )
        expect(await dumpDatabase()).toEqual(before)
      }
      expect(await ledger()).toEqual([
        "user_provisioned",
        "user_provision_reverted",
        "user_login_linked",
        "user_login_link_reverted",
      ])
    })

    it("emits none of the events", async () => {
      const { Modules } = await import("@medusajs/framework/utils")
      const seen: string[] = []
      const bus = getContainer().resolve(Modules.EVENT_BUS)
      const names = [
        "user.created",
        "user.deleted",
        "auth.password_reset",
        "user_lifecycle.user_provisioned",
      ]
      for (const name of names) {
        bus.subscribe(name, async () => void seen.push(name), {
          subscriberId: `compensation-${name}`,
        })
      }
      await expect(failingProvision({ email: "ada@example.com" })).rejects.toBeDefined()
      const { user } = await createAdminWithToken({
        email: "grace@example.com",
        password: PASSWORD,
      })
      await expect(failingOffboarding({ user_id: user.id })).rejects.toBeDefined()

      // A provision that succeeds comes after them on the same bus: once its event is here, theirs would be.
      await api.post(
        "/admin/users",
        { email: "linus@example.com", password: PASSWORD },
        bearer(root.token)
      )
      const deadline = Date.now() + 10_000
      while (!seen.includes("user_lifecycle.user_provisioned") && Date.now() < deadline) {
        await new Promise(setImmediate)
      }
      expect(seen.sort()).toEqual(["user.created", "user_lifecycle.user_provisioned"])
    })
  })

  describe("a larger workflow that Medusa stores", () => {
    it("leaves neither the password nor a hash of it in the database", async () => {
      const { provisionUserWorkflow, sealPassword } = await loadWorkflows()
      const stored = createWorkflow(
        { name: "provision-and-be-stored", store: true, retentionTime: 3600 },
        (input: ProvisionUserInput) =>
          new WorkflowResponse(provisionUserWorkflow.runAsStep({ input }))
      )
      await api.post("/auth/user/emailpass/register", {
        email: "ada@example.com",
        password: "the password of a stranger",
      })
      const hashes = await sql<{ hash: string }>(
        "SELECT provider_metadata->>'password' AS hash FROM provider_identity"
      )

      await stored(getContainer()).run({
        input: { email: "ada@example.com", password: sealPassword(getContainer(), PASSWORD) },
      })

      const [{ rows }] = await sql<{ rows: string }>(
        "SELECT jsonb_agg(to_jsonb(w))::text AS rows FROM workflow_execution w"
      )
      expect(rows).toContain("ada@example.com")
      expect(rows).toContain("sealed")
      for (const secret of [PASSWORD, ...hashes.map(({ hash }) => hash)]) {
        expect(rows).not.toContain(secret)
      }
      await login(api, "ada@example.com", PASSWORD)
    })
  })
})
