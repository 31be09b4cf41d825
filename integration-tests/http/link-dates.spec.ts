import { Modules } from "@medusajs/framework/utils"
import type { IUserModuleService } from "@medusajs/framework/types"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import type { OffboardUserInput } from "../../src/workflows/user"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer, decodeToken, openSession } from "../helpers/http"
import { usePeople } from "../helpers/people"
import { loadWorkflows } from "../helpers/workflows"

const EMAIL = "ada@example.com"
const STRANGERS_PASSWORD = "the password of a stranger"

// Strangers may register here, as Medusa lets them: what they could do with it is tested.
const options = { invites: { registration: "open" } }

/** A login that a stranger has as a customer's, or as nobody's, and that becomes an admin's. */
useBackend({ options }, (backend) => {
  const { api, databaseUrl, getContainer, sql } = backend
  const people = usePeople(backend)

  const logIn = () => people.logIn(EMAIL, STRANGERS_PASSWORD)
  const register = () =>
    api.post("/auth/user/emailpass/register", { email: EMAIL, password: STRANGERS_PASSWORD })
  const refresh = (token: string) => api.post("/auth/token/refresh", undefined, bearer(token))

  /** A token that names the login, and nobody. */
  const takeToken = async () => {
    const { status, data } = await logIn()
    expect([status, decodeToken(data.token).actor_id]).toEqual([200, ""])
    return data.token as string
  }
  const expectIsDead = async (token: string) => {
    expect((await refresh(token)).data).toMatchObject({ code: "user_lifecycle.token_revoked" })
    expect(await people.status(bearer(token))).toBe(401)
    const session = await openSession(api, token).catch(() => undefined)
    expect(session && (await people.status(session))).not.toBe(200)
  }

  /** A user of long ago that nothing of the plugin's is stored of, as Medusa's command line leaves one. */
  const createUserOfLongAgo = async () => {
    const users: IUserModuleService = getContainer().resolve(Modules.USER)
    const { id } = await users.createUsers({ email: EMAIL })
    await sql(`UPDATE "user" SET created_at = now() - interval '1 hour' WHERE id = $1`, [id])
    return id
  }

  it("gives its token of before nothing where an audit's repair links it", async () => {
    const id = await createUserOfLongAgo()
    await people.registerCustomer(EMAIL, STRANGERS_PASSWORD)
    const token = await takeToken()
    const { data } = await api.post(
      "/admin/user-lifecycle/findings/repair",
      { ids: [`user_without_login:${id}`] },
      people.root.credential
    )
    expect(data.results).toMatchObject([{ status: "repaired" }])
    await expectIsDead(token)
  })

  it("gives its token of before nothing where plain SQL links it", async () => {
    const id = await createUserOfLongAgo()
    await people.registerCustomer(EMAIL, STRANGERS_PASSWORD)
    const token = await takeToken()
    await sql("UPDATE auth_identity SET app_metadata = app_metadata || $1::jsonb", [
      JSON.stringify({ user_id: id }),
    ])
    await expectIsDead(token)
  })

  /** Links the login while `ask` is under way: begun before, and answered after. */
  const linkDuring = async <TAnswer>(ask: () => Promise<TAnswer>): Promise<TAnswer> => {
    const id = await createUserOfLongAgo()
    return await withClient(databaseUrl, async (client) => {
      await client.query("BEGIN")
      await client.query(
        `UPDATE auth_identity SET app_metadata = coalesce(app_metadata, '{}') || $1::jsonb
         WHERE id IN (SELECT auth_identity_id FROM provider_identity WHERE entity_id = $2)`,
        [JSON.stringify({ user_id: id }), EMAIL]
      )
      const asked = ask()
      await untilSomebodyWaitsForALock(databaseUrl)
      await client.query("COMMIT")
      return await asked
    })
  }
  const REVOKED = { status: 401, data: { code: "user_lifecycle.token_revoked" } }

  it("gives nothing to a login that is under way, with the password of before", async () => {
    await people.registerCustomer(EMAIL, STRANGERS_PASSWORD)
    expect(await linkDuring(logIn)).toMatchObject(REVOKED)
  })

  it("gives nothing to one that was half way, and waits for a second factor", async () => {
    await people.registerCustomer(EMAIL, STRANGERS_PASSWORD)
    await sql(
      `INSERT INTO auth_mfa_factor (id, auth_identity_id, provider, status, provider_metadata)
       SELECT 'authmfa_1', auth_identity_id, 'totp', 'enabled', '{}' FROM provider_identity WHERE entity_id = $1`,
      [EMAIL]
    )
    expect(await linkDuring(logIn)).toMatchObject(REVOKED)
  })

  it("gives nothing to a registration that is under way, with the password of before", async () => {
    expect((await register()).status).toBe(200)
    expect(await linkDuring(register)).toMatchObject(REVOKED)
  })

  it("gives nothing to a token that is made new while it becomes an admin's", async () => {
    await people.registerCustomer(EMAIL, STRANGERS_PASSWORD)
    const token = await takeToken()
    expect(await linkDuring(() => refresh(token))).toMatchObject(REVOKED)
  })

  it("lets an admin in who logs in right after, also with a second factor to come", async () => {
    await people.registerCustomer(EMAIL, STRANGERS_PASSWORD)
    const ada = await people.provision(EMAIL)
    expect(await people.status(ada.credential)).toBe(200)
    await sql(
      `INSERT INTO auth_mfa_factor (id, auth_identity_id, provider, status, provider_metadata)
       SELECT 'authmfa_1', auth_identity_id, 'totp', 'enabled', '{}' FROM provider_identity WHERE entity_id = $1`,
      [EMAIL]
    )
    const { status, data } = await people.logIn(EMAIL)
    expect([status, data.mfa_required]).toEqual([200, true])
    expect((await logIn()).status).toBe(401)
  })

  it("gives a token of in between nothing where an offboarding is undone", async () => {
    await people.registerCustomer(EMAIL, STRANGERS_PASSWORD)
    const ada = await people.provision(EMAIL)
    await sql("UPDATE user_access SET created_at = created_at - interval '1 hour'")
    await sql(`UPDATE "user" SET created_at = created_at - interval '1 hour'`)

    let token = ""
    const takeTokenStep = createStep("take-a-token", async () => {
      token = await takeToken()
      return new StepResponse(undefined)
    })
    const failStep = createStep("fail-after-the-token", async (): Promise<never> => {
      throw new Error("a later step failed")
    })
    const { offboardUserWorkflow } = await loadWorkflows()
    const offboardThenFail = createWorkflow("offboard-then-fail", (input: OffboardUserInput) => {
      offboardUserWorkflow.runAsStep({ input })
      takeTokenStep()
      failStep()
      return new WorkflowResponse(undefined)
    })
    await expect(
      offboardThenFail(getContainer()).run({ input: { user_id: ada.id } })
    ).rejects.toBeDefined()

    expect((await people.logIn(EMAIL)).status).toBe(200)
    await expectIsDead(token)
  })

  it("gives a living admin's token nothing of whoever their login has become", async () => {
    const ada = await people.provision(EMAIL)
    const grace = await people.provision("grace@example.com")
    expect((await refresh(ada.token)).status).toBe(200)
    await sql(
      `UPDATE auth_identity SET app_metadata = $1::jsonb
       WHERE id IN (SELECT auth_identity_id FROM provider_identity WHERE entity_id = $2)`,
      [JSON.stringify({ user_id: grace.id }), EMAIL]
    )
    expect(await refresh(ada.token)).toMatchObject(REVOKED)
  })

  it("is forgotten with the login", async () => {
    const ada = await people.provision(EMAIL)
    const dates = () => sql("SELECT 1 FROM user_lifecycle_login_link")
    const before = (await dates()).length
    expect((await people.act("offboard", ada)).status).toBe(200)
    expect(await dates()).toHaveLength(before - 1)
  })
})
