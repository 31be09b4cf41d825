import http from "node:http"
import path from "node:path"
import type { IUserModuleService } from "@medusajs/framework/types"
import { WorkflowManager } from "@medusajs/framework/orchestration"
import { FeatureFlag, Modules } from "@medusajs/framework/utils"
import { findingKinds } from "../../src/domain/findings/finding"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { bearer, login } from "../helpers/http"
import type { OutboxEmail } from "../helpers/outbox"
import { PASSWORD, usePeople } from "../helpers/people"
import { usePasswordToken } from "../helpers/reset-tokens"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

const BUILT = path.join(__dirname, "../../.medusa/server/src")
const BUILT_SCRIPT = path.join(BUILT, "scripts/audit-identities.js")
const BUILT_JOB = path.join(BUILT, "jobs/audit-identities.js")

type Finding = {
  id: string
  kind: string
  severity: string
  user_id: string | null
  message: string
  repair: string | null
  is_destructive: boolean
}
type Result = {
  id: string
  kind: string | null
  status: string
  message: string
  code?: string
  is_destructive: boolean
}

const env = { MEDUSA_FF_RBAC: "true" }
const options = { provisioning: { allowed_email_domains: ["example.com"] } }

useBackend({ options, env }, (backend) => {
  const { api, getContainer, outbox, sql } = backend
  const people = usePeople(backend)

  const findings = async (query = ""): Promise<Finding[]> => {
    const { status, data } = await api.get(
      `/admin/user-lifecycle/findings?limit=200${query}`,
      people.root.credential
    )
    expect(status).toBe(200)
    return data.findings
  }
  const idsOf = async (query = "") => (await findings(query)).map(({ id }) => id).sort()

  const repair = async (body: object): Promise<Result[]> => {
    const { status, data } = await api.post(
      "/admin/user-lifecycle/findings/repair",
      body,
      people.root.credential
    )
    expect({ status, data }).toMatchObject({ status: 200 })
    return data.results
  }

  beforeEach(() =>
    sql(
      `INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('urole_root', $1, 'role_super_admin')`,
      [people.root.id]
    )
  )

  /** Waits for an email, which a repair leaves to the job that delivers what nobody has told of. */
  const emailWhere = async (matches: (email: OutboxEmail) => boolean) => {
    const { deliverEmailsWorkflow } = await loadWorkflows()
    await deliverEmailsWorkflow(getContainer()).run({ input: {} })
    return await outbox.waitFor(matches)
  }

  /** What the first admin, whom `medusa user` made, has of it. */
  const adopt = () => repair({ kinds: ["access_missing"] })

  const insertUser = (id: string, email: string, days = 0) =>
    sql(
      `INSERT INTO "user" (id, email, created_at) VALUES ($1, $2, now() - make_interval(days => $3))`,
      [id, email, days]
    )
  const insertAccess = (userId: string, status = "active") =>
    sql("INSERT INTO user_access (id, user_id, status) VALUES ('uacc_' || $1, $1, $2)", [
      userId,
      status,
    ])
  const insertLogin = async (
    id: string,
    metadata: object | null,
    entityId: string,
    provider = "emailpass",
    days = 0
  ) => {
    await sql(
      `INSERT INTO auth_identity (id, app_metadata, created_at)
       VALUES ($1, $2, now() - make_interval(days => $3))`,
      [id, metadata === null ? null : JSON.stringify(metadata), days]
    )
    await sql(
      `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
       VALUES ('p_' || $1, $2, $3, $1, '{"password": "c2NyeXB0"}')`,
      [id, entityId, provider]
    )
  }
  const insertInvite = (id: string, email: string, hours = 24) =>
    sql(
      `INSERT INTO invite (id, email, accepted, token, expires_at)
       VALUES ($1, $2, false, 'token-' || $1, now() + make_interval(hours => $3))`,
      [id, email, hours]
    )
  const insertKey = (id: string, createdBy: string) =>
    sql(
      `INSERT INTO api_key (id, token, salt, redacted, title, type, created_by)
       VALUES ($1, 'token-' || $1, 'salt', 'sk_***', $1, 'secret', $2)`,
      [id, createdBy]
    )

  /** As if the plugin had been there for so long. */
  const keepLedgerSince = (days: number) =>
    sql(
      `INSERT INTO lifecycle_event (id, sequence, type, actor_type, created_at)
       VALUES ('levt_first', 0, 'people_exported', 'system', now() - make_interval(days => $1))`,
      [days]
    )
  const tellLedger = (id: string, userId: string, type: string, data: object = {}) =>
    sql(
      `INSERT INTO lifecycle_event (id, user_id, type, actor_type, reason, data)
       VALUES ($1, $2, $3, 'system', 'They left for a while', $4)`,
      [id, userId, type, JSON.stringify(data)]
    )

  /** With the plugin's triggers off, as in a database that is older than the plugin. */
  const withoutTriggers = async (table: string, run: () => Promise<unknown>) => {
    await sql(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    try {
      await run()
    } finally {
      await sql(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    }
  }

  const GONE = "user_0123456789ABCDEFGHJKMNPQRS"

  /** Each kind of drift, once or twice, and what is all right beside it. */
  const seedDrift = async (): Promise<string[]> => {
    await keepLedgerSince(400)
    const person = async (id: string, email: string, days = 0) => {
      await insertUser(id, email, days)
      await insertAccess(id)
    }
    // All right: a password login, a single sign-on login, a customer, a registration of today, a pending invite.
    await person("user_ok", "ok@example.com")
    await insertLogin("authid_ok", { user_id: "user_ok" }, "ok@example.com")
    await person("user_sso", "sso@example.com")
    await insertLogin("authid_sso", { user_id: "user_sso" }, "4711", "test-sso")
    await insertLogin(
      "authid_customer",
      { customer_id: "cus_1" },
      "customer@example.com",
      "emailpass",
      9
    )
    await insertLogin("authid_today", null, "today@example.com")
    await insertInvite("invite_ok", "invited@example.com")

    await person("user_bare", "bare@example.com")
    // Marked as deleted, by which nobody gets in: of somebody who is there, and of somebody who is not.
    await person("user_marked", "marked@example.com")
    await insertLogin("authid_marked", { user_id: "user_marked" }, "marked@example.com")
    await insertLogin("authid_marked_gone", { user_id: GONE }, "marked-gone@example.com")
    await sql("UPDATE auth_identity SET deleted_at = now() WHERE id LIKE 'authid_marked%'")
    await person("user_two", "two@example.com")
    await insertLogin("authid_two_a", { user_id: "user_two" }, "two@example.com")
    await insertLogin("authid_two_b", { user_id: "user_two" }, "second@example.com")
    await person("user_renamed", "new-name@example.com")
    await insertLogin("authid_renamed", { user_id: "user_renamed" }, "Old-Name@example.com")
    await withoutTriggers(`"user"`, async () => {
      await person("user_case_a", "case@example.com")
      await person("user_case_b", "Case@Example.com")
    })
    await insertLogin("authid_case_a", { user_id: "user_case_a" }, "case@example.com")
    await insertLogin("authid_case_b", { user_id: "user_case_b" }, "Case@Example.com")
    await withoutTriggers("invite", async () => {
      await insertInvite("invite_user", "ok@example.com")
      await insertInvite("invite_user_case", "OK@example.com")
      await insertInvite("invite_old", "again@example.com")
      await insertInvite("invite_new", "Again@example.com")
      await sql("UPDATE invite SET updated_at = now() - interval '1 hour' WHERE id = 'invite_old'")
    })
    await insertInvite("invite_expired", "late@example.com", -1)

    await insertUser("user_deleted", "deleted@example.com")
    await insertAccess("user_deleted")
    await insertLogin("authid_deleted", { user_id: "user_deleted" }, "deleted@example.com")
    await withoutTriggers("api_key", () => insertKey("apk_deleted", "user_deleted"))
    await sql(`UPDATE "user" SET deleted_at = now() WHERE id = 'user_deleted'`)
    await insertLogin("authid_unknown", { user_id: GONE }, "unknown@example.com")
    await insertLogin("authid_nobody", {}, "nobody@example.com", "emailpass", 2)
    await insertLogin("authid_null", { user_id: null, customer_id: "cus_2" }, "null@example.com")
    await person("user_suspended", "suspended@example.com")
    await insertLogin("authid_suspended", { user_id: "user_suspended" }, "suspended@example.com")
    await insertKey("apk_suspended", "user_suspended")
    await sql("UPDATE user_access SET status = 'suspended' WHERE user_id = 'user_suspended'")
    await insertUser("user_old", "old@example.com")
    await insertLogin("authid_old", { user_id: "user_old" }, "old@example.com")
    await insertUser("user_lost", "lost@example.com")
    await insertLogin("authid_lost", { user_id: "user_lost" }, "lost@example.com")
    await tellLedger("levt_lost", "user_lost", "user_suspended")
    await insertUser("user_back", "back@example.com")
    await insertAccess("user_back", "offboarded")
    await insertLogin("authid_back", { user_id: "user_back" }, "back@example.com")
    await person("user_never", "never@example.com", 91)
    await insertLogin("authid_never", { user_id: "user_never" }, "never@example.com")
    await person("user_lately", "lately@example.com", 400)
    await insertLogin("authid_lately", { user_id: "user_lately" }, "lately@example.com")
    await sql(
      `INSERT INTO user_activity (id, user_id, last_login_at, updated_at)
       VALUES ('uact_1', 'user_lately', now() - interval '91 days', now() - interval '91 days')`
    )
    await person("user_domain", "a@example.net")
    await insertLogin("authid_domain", { user_id: "user_domain" }, "a@example.net")
    await sql(
      "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('urole_1', 'user_ok', 'role_nowhere')"
    )
    await sql(
      "INSERT INTO invite_rbac_role (id, invite_id, rbac_role_id) VALUES ('irole_1', 'invite_ok', 'role_nowhere')"
    )

    return [
      "user_without_login:user_bare",
      "user_without_login:user_marked",
      "several_password_logins:user_two",
      "login_email_mismatch:user_renamed",
      "users_with_same_email:user_case_a",
      "users_with_same_email:user_case_b",
      "logins_with_same_name:case@example.com",
      "invite_for_user:invite_user",
      "invite_for_user_in_other_case:invite_user_case",
      "invites_with_same_email:invite_old",
      "invite_expired:invite_expired",
      "identity_of_deleted_user:authid_deleted",
      "identity_of_unknown_user:authid_unknown",
      "identity_of_nobody:authid_nobody",
      "identity_blocked_by_null:authid_null",
      "api_key_of_gone_user:apk_deleted",
      "api_key_of_suspended_user:apk_suspended",
      "access_missing:user_old",
      "access_ended_for_living_user:user_back",
      "access_lost:user_lost",
      "access_open_for_gone_user:user_deleted",
      "never_logged_in:user_never",
      "not_logged_in_lately:user_lately",
      "email_domain_not_allowed:user_domain",
      "role_missing:user_ok:role_nowhere",
      "invite_role_missing:invite_ok:role_nowhere",
    ].sort()
  }

  describe("GET /admin/user-lifecycle/findings", () => {
    it("finds nothing where people came and went as they should", async () => {
      const roles = ["role_super_admin"]
      const ada = await people.provision("ada@example.com", { roles })
      await api.post("/admin/users", { email: "grace@example.com" }, people.root.credential)
      await api.post(
        "/admin/users",
        { email: "sso@example.com", auth: { provider: "test-sso", entity_id: "1" } },
        people.root.credential
      )
      await people.createKey(ada.credential)
      await people.registerCustomer("customer@example.com", PASSWORD)
      await api.post("/admin/invites", { email: "invited@example.com" }, people.root.credential)
      const { data: invited } = await api.post(
        "/admin/invites",
        { email: "linus@example.com" },
        people.root.credential
      )
      const { token } = invited.invite
      await api.post("/admin/invites/accept", { token, password: PASSWORD })
      await people.act("change-email", ada, { email: "lovelace@example.com" })
      const gone = await people.provision("gone@example.com", { roles })
      await people.createKey(gone.credential)
      await people.act("offboard", gone)
      const back = await people.provision("back@example.com")
      await people.act("offboard", back)
      await people.act("restore", back)
      const paused = await people.provision("paused@example.com")
      await people.act("suspend", paused)
      // Root, whom `medusa user` made, goes as well: everybody who is left was made through the plugin.
      const lovelace = bearer(await login(api, "lovelace@example.com", PASSWORD))
      expect((await people.act("offboard", people.root, {}, lovelace)).status).toBe(200)

      const { data } = await api.get("/admin/user-lifecycle/findings", lovelace)
      expect(data).toMatchObject({ count: 0, findings: [] })
    })

    it("finds nothing but what is not written of whoever was made past the plugin", async () => {
      expect(await idsOf()).toEqual([`access_missing:${people.root.id}`])
      await adopt()
      expect(await idsOf()).toEqual([])
    })

    it("finds each kind of drift, exactly", async () => {
      await adopt()
      const seeded = await seedDrift()
      expect(await idsOf()).toEqual(seeded)
      // What an option makes of a kind is shown below.
      expect(
        [...new Set(seeded.map((id) => id.split(":")[0])), "api_key_kept_by_option"].sort()
      ).toEqual([...findingKinds].sort())
      expect(await idsOf()).toEqual(seeded)
    })

    it("says what is wrong in a sentence, most severe first, by page, kind and severity", async () => {
      await adopt()
      await seedDrift()
      const { data } = await api.get(
        "/admin/user-lifecycle/findings?limit=3&offset=1&severity=high&severity=low",
        people.root.credential
      )
      expect(data).toMatchObject({ limit: 3, offset: 1, count: 19, by_severity: { high: 9 } })
      expect(data.findings).toHaveLength(3)
      expect(data.findings[0].severity).toBe("high")
      const [bare] = (await findings("&kind=user_without_login")).filter(
        ({ user_id }) => user_id === "user_bare"
      )
      expect(bare).toEqual({
        id: "user_without_login:user_bare",
        kind: "user_without_login",
        severity: "medium",
        user_id: "user_bare",
        auth_identity_id: null,
        api_key_id: null,
        invite_id: null,
        role_id: null,
        email: "bare@example.com",
        message: "bare@example.com (user_bare) has no login, and can't log in.",
        sentence: { key: "no_login", values: { user: "bare@example.com (user_bare)" } },
        repair: "A repair would give them a password login, and send a set-password email.",
        is_destructive: false,
      })
      for (const query of ["?kind=nonsense", "?severity=1", "?limit=100000", "?x=1"]) {
        const { status } = await api.get(
          `/admin/user-lifecycle/findings${query}`,
          people.root.credential
        )
        expect({ query, status }).toEqual({ query, status: 400 })
      }
    })
  })

  describe("POST /admin/user-lifecycle/findings/repair", () => {
    const statuses = (results: Result[]) =>
      Object.fromEntries(results.map(({ id, status }) => [id, status]))

    it("repairs what removes nothing, unless more is named, and says what became of each", async () => {
      await adopt()
      const seeded = await seedDrift()
      const harmless = {
        "user_without_login:user_bare": "repaired",
        "login_email_mismatch:user_renamed": "repaired",
        "identity_blocked_by_null:authid_null": "repaired",
        "access_missing:user_old": "repaired",
        "access_open_for_gone_user:user_deleted": "repaired",
      }
      const dry = await repair({ dry_run: true })
      expect(new Set(dry.map(({ status }) => status))).toEqual(new Set(["would_repair"]))
      expect(await idsOf()).toEqual(seeded)

      expect(statuses(await repair({}))).toEqual(harmless)
      expect(await idsOf()).toEqual(seeded.filter((id) => !(id in harmless)))
      expect(await repair({})).toEqual([])
    })

    it("repairs everything that is named, after which nothing is found but what somebody has to decide", async () => {
      await adopt()
      await seedDrift()
      const results = await repair({ kinds: findingKinds })
      const left = [
        "email_domain_not_allowed:user_domain",
        "logins_with_same_name:case@example.com",
        "never_logged_in:user_never",
        "not_logged_in_lately:user_lately",
        "users_with_same_email:user_case_a",
        "users_with_same_email:user_case_b",
      ]
      const undone = results.filter(({ status }) => !["repaired", "gone"].includes(status))
      expect(undone.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        left.map((id) => expect.objectContaining({ id, status: "not_repairable" }))
      )
      expect(await idsOf()).toEqual(left)
      const again = await repair({ kinds: findingKinds })
      expect(new Set(again.map(({ status }) => status))).toEqual(new Set(["not_repairable"]))

      const entries = await sql(
        "SELECT data->>'finding_id' AS id FROM lifecycle_event WHERE type = 'finding_repaired'"
      )
      expect(entries.length).toBe(1 + results.filter(({ status }) => status === "repaired").length)
    })

    it("leaves nothing to be found once somebody has decided about the rest, too", async () => {
      await adopt()
      await seedDrift()
      await repair({ kinds: findingKinds })
      const act = async (action: Parameters<typeof people.act>[0], id: string, body = {}) => {
        const { status } = await people.act(action, { id }, body)
        expect([action, id, status]).toEqual([action, id, 200])
      }
      await act("change-email", "user_domain", { email: "moved@example.com" })
      await act("offboard", "user_case_b")
      await act("offboard", "user_never")
      const path = "/admin/users/user_lately/reset-password"
      const { data } = await api.post(path, {}, people.root.credential)
      expect((await usePasswordToken(backend, data.token, PASSWORD)).status).toBe(200)
      await login(api, "lately@example.com", PASSWORD)
      // When somebody was last seen is written some seconds later.
      await waitUntil("nothing is found any more", async () => (await findings()).length === 0)
    })

    it("lets the repaired do what they should", async () => {
      await adopt()
      await seedDrift()
      // A real password, to see that it stays.
      const renamed = await people.provision("real@example.com")
      await sql(
        "UPDATE provider_identity SET entity_id = 'other@example.com' WHERE entity_id = 'real@example.com'"
      )
      await repair({ kinds: findingKinds })

      await login(api, renamed.email, PASSWORD)
      const email = await emailWhere(({ to }) => to === "bare@example.com")
      const link = new URL(String(email.data?.set_password_url))
      const { status } = await api.post(
        "/auth/user/emailpass/update",
        { password: PASSWORD },
        bearer(String(link.searchParams.get("token")))
      )
      expect(status).toBe(200)
      await login(api, "bare@example.com", PASSWORD)

      // What was blocked can be linked, what was left behind is in nobody's way.
      for (const address of ["null@example.com", "deleted@example.com", "unknown@example.com"]) {
        const created = await api.post(
          "/admin/users",
          { email: address, password: PASSWORD },
          people.root.credential
        )
        expect({ address, status: created.status }).toEqual({ address, status: 200 })
        await login(api, address, PASSWORD)
      }
      const [{ customer }] = await sql(
        "SELECT app_metadata->>'customer_id' AS customer FROM auth_identity WHERE id = 'authid_null'"
      )
      expect(customer).toBe("cus_2")
      expect((await people.logIn("back@example.com")).status).toBe(401)
    })

    it("gives a way in to somebody whose only login is at a provider that is not there any more", async () => {
      await adopt()
      await insertUser("user_left_behind", "left-behind@example.com")
      await insertAccess("user_left_behind")
      await insertLogin("authid_old", { user_id: "user_left_behind" }, "4711", "former-sso")
      expect(await findings()).toEqual([
        expect.objectContaining({
          id: "user_without_login:user_left_behind",
          message: expect.stringContaining("only where admins can't log in (former-sso)"),
        }),
      ])
      // The provider may be missing on this instance alone: nobody gets a password by chance.
      expect(await repair({})).toEqual([])
      expect(statuses(await repair({ kinds: ["user_without_login"] }))).toEqual({
        "user_without_login:user_left_behind": "repaired",
      })
      expect(await findings()).toEqual([])
      await emailWhere(({ to }) => to === "left-behind@example.com")
    })

    it("does of the ids that are named only those of the kinds that are", async () => {
      await adopt()
      for (const name of ["bare", "other"]) {
        await insertUser(`user_${name}`, `${name}@example.com`)
        await insertAccess(`user_${name}`)
      }
      await insertLogin("authid_of_nobody", {}, "nobody@example.com")
      await sql(
        "UPDATE auth_identity SET created_at = now() - interval '2 days' WHERE id = 'authid_of_nobody'"
      )
      const [bare, other, nobody] = [
        "user_without_login:user_bare",
        "user_without_login:user_other",
        "identity_of_nobody:authid_of_nobody",
      ]
      expect(await idsOf()).toEqual([nobody, bare, other])

      const results = await repair({ ids: [bare, nobody], kinds: ["user_without_login"] })

      expect(statuses(results)).toEqual({ [bare]: "repaired", [nobody]: "gone" })
      expect(await idsOf()).toEqual([nobody, other])
    })

    it("removes no login to make room for another, unless it is named", async () => {
      await adopt()
      await insertUser("user_bare", "bare@example.com")
      await insertUser("user_renamed", "renamed@example.com")
      await insertAccess("user_bare")
      await insertAccess("user_renamed")
      await insertLogin("authid_renamed", { user_id: "user_renamed" }, "former@example.com")
      // Registered a moment ago, or left by Medusa: nothing is found about it on its own.
      await insertLogin("authid_stranger", null, "Bare@Example.com")
      await insertLogin("authid_other", {}, "renamed@example.com")
      const ids = ["login_email_mismatch:user_renamed", "user_without_login:user_bare"]
      const found = await findings()
      expect(found.map(({ id }) => id).sort()).toEqual(ids)
      expect(found.map(({ is_destructive }) => is_destructive)).toEqual([true, true])
      expect(await repair({})).toEqual([])
      const left = () =>
        sql("SELECT id FROM auth_identity WHERE id IN ('authid_stranger', 'authid_other')")
      expect(await left()).toHaveLength(2)

      const foreseen = await repair({ ids, dry_run: true })
      expect(foreseen.map(({ is_destructive }) => is_destructive)).toEqual([true, true])
      // As whoever saw them before they came to remove something.
      const spared = await repair({ ids, only_harmless: true })
      expect(spared.map(({ id, status, code }) => [id, status, code]).sort()).toEqual(
        ids.map((id) => [id, "failed", "user_lifecycle.finding_changed"])
      )
      expect(await left()).toHaveLength(2)

      expect(statuses(await repair({ ids }))).toEqual({
        [ids[0]]: "repaired",
        [ids[1]]: "repaired",
      })
      expect(await left()).toEqual([])
      expect(await findings()).toEqual([])
    })

    it("takes a customer's login for one that stays", async () => {
      await adopt()
      await insertUser("user_bare", "bare@example.com")
      await insertAccess("user_bare")
      await insertLogin("authid_customer", { customer_id: "cus_1" }, "bare@example.com")
      expect((await findings())[0].is_destructive).toBe(false)
      expect(statuses(await repair({}))).toEqual({ "user_without_login:user_bare": "repaired" })
      expect(
        await sql("SELECT app_metadata FROM auth_identity WHERE id = 'authid_customer'")
      ).toEqual([{ app_metadata: { customer_id: "cus_1", user_id: "user_bare" } }])
    })

    it("moves no password to a customer's login, and no second factor away, unless it is named", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await insertLogin("authid_customer", { customer_id: "cus_1" }, "lovelace@example.com")
      await sql(`UPDATE "user" SET email = 'lovelace@example.com' WHERE id = $1`, [ada.id])
      const identities = () =>
        sql("SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])
      const before = await identities()
      const [found] = await findings()
      expect(found).toMatchObject({ kind: "login_email_mismatch", is_destructive: true })
      expect(found.message).toContain("second factors have to be set up anew")
      expect(await repair({})).toEqual([])
      expect(await identities()).toEqual(before)

      expect(statuses(await repair({ ids: [found.id] }))).toEqual({ [found.id]: "repaired" })
      expect(await identities()).toEqual([{ id: "authid_customer" }])
      await login(api, "lovelace@example.com", PASSWORD)
      expect(await findings()).toEqual([])
    })

    it("parts a login that is a customer's as well from its new name only where it is named", async () => {
      await adopt()
      await insertUser("user_both", "new@example.com")
      await insertAccess("user_both")
      await insertLogin(
        "authid_both",
        { user_id: "user_both", customer_id: "cus_1" },
        "old@example.com"
      )
      expect(await repair({})).toEqual([])
      const ids = ["login_email_mismatch:user_both"]
      expect(statuses(await repair({ ids }))).toEqual({ [ids[0]]: "repaired" })
      expect(await sql("SELECT app_metadata FROM auth_identity WHERE id = 'authid_both'")).toEqual([
        { app_metadata: { customer_id: "cus_1" } },
      ])
      expect(await findings()).toEqual([])
    })

    it("finds a key that was made with one that is deleted, and can be anybody's", async () => {
      await adopt()
      const made_with = "apk_0123456789ABCDEFGHJKMNPQRS"
      await withoutTriggers("api_key", () => insertKey("apk_orphan", made_with))
      await insertKey("apk_script", "erp-import")
      const [found, ...others] = await findings()
      expect(others).toEqual([])
      expect(found).toMatchObject({
        id: "api_key_of_gone_user:apk_orphan",
        severity: "high",
        user_id: null,
      })
      expect(found.message).toContain(made_with)
      expect(await repair({})).toEqual([])
      expect(statuses(await repair({ ids: [found.id] }))).toEqual({ [found.id]: "repaired" })
      expect(await sql("SELECT id FROM api_key WHERE revoked_at IS NOT NULL")).toEqual([
        { id: "apk_orphan" },
      ])
      expect(await findings()).toEqual([])
    })

    it("finds the key of somebody whose row was erased and whom the ledger knows, whatever their id", async () => {
      await adopt()
      await insertUser("chief", "chief@example.com")
      await people.act("suspend", { id: "chief" })
      await people.act("reactivate", { id: "chief" })
      await insertKey("apk_chief", "chief")
      await insertKey("apk_script", "erp-import")
      await sql("DELETE FROM \"user\" WHERE id = 'chief'")
      await sql("DELETE FROM user_access WHERE user_id = 'chief'")
      const ids = ["api_key_of_gone_user:apk_chief"]
      expect(await idsOf()).toEqual(ids)
      expect(statuses(await repair({ ids }))).toEqual({ [ids[0]]: "repaired" })
      expect(await idsOf()).toEqual([])
    })

    it("takes a key for a decision that whoever offboarded its maker was told to leave, and for none that was left otherwise", async () => {
      await adopt()
      const roles = ["role_super_admin"]
      const ada = await people.provision("ada@example.com", { roles })
      const kept = await people.createKey(ada.credential)
      await people.act("offboard", ada, { revoke_api_keys: false })
      const grace = await people.provision("grace@example.com", { roles })
      const revoked = await people.createKey(grace.credential)
      await people.act("offboard", grace)
      await withoutTriggers("api_key", () =>
        sql("UPDATE api_key SET revoked_at = NULL WHERE id = $1", [revoked.id])
      )
      expect((await findings()).map(({ id, severity }) => [id, severity])).toEqual([
        [`api_key_of_gone_user:${revoked.id}`, "high"],
        [`api_key_kept_by_option:${kept.id}`, "low"],
      ])
      // An audit that completes something decides nothing.
      await insertLogin("authid_left", { user_id: grace.id }, "left@example.com")
      await repair({ kinds: ["identity_of_deleted_user"] })
      expect((await idsOf())[1]).toBe(`api_key_of_gone_user:${revoked.id}`)
      expect(statuses(await repair({ kinds: ["api_key_kept_by_option"] }))).toEqual({
        [`api_key_kept_by_option:${kept.id}`]: "repaired",
      })
    })

    it("takes no login of somebody who is gone for one of another user with the same name", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await insertUser("user_gone", "gone@example.com")
      await insertAccess("user_gone", "offboarded")
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = 'user_gone'`)
      await insertLogin("authid_gone", { user_id: "user_gone" }, "ADA@example.com")
      await insertLogin("authid_unknown", { user_id: GONE }, "Ada@example.com")
      const ids = [
        "identity_of_deleted_user:authid_gone",
        "identity_of_unknown_user:authid_unknown",
      ]
      expect(await idsOf()).toEqual(ids)
      const named = await repair({ ids: [...ids, `logins_with_same_name:${ada.email}`] })
      expect(statuses(named)).toEqual({
        [ids[0]]: "repaired",
        [ids[1]]: "repaired",
        [`logins_with_same_name:${ada.email}`]: "gone",
      })
      await login(api, ada.email, PASSWORD)
      expect(await findings()).toEqual([])
    })

    it("revokes the key that is named, and no other", async () => {
      await adopt()
      await insertUser("user_gone", "gone@example.com")
      await insertAccess("user_gone", "offboarded")
      await insertKey("apk_one", "user_gone")
      await insertKey("apk_two", "user_gone")
      await insertLogin("authid_gone", { user_id: "user_gone" }, "gone@example.com")
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = 'user_gone'`)
      const revoked = async () =>
        (await sql("SELECT id FROM api_key WHERE revoked_at IS NOT NULL ORDER BY id")).map(
          ({ id }) => id
        )
      expect(statuses(await repair({ kinds: ["identity_of_deleted_user"] }))).toEqual({
        "identity_of_deleted_user:authid_gone": "repaired",
      })
      expect(await revoked()).toEqual([])
      expect(statuses(await repair({ ids: ["api_key_of_gone_user:apk_one"] }))).toEqual({
        "api_key_of_gone_user:apk_one": "repaired",
      })
      expect(await revoked()).toEqual(["apk_one"])
      expect(await idsOf()).toEqual(["api_key_of_gone_user:apk_two"])
    })

    it("is not stopped by metadata that is no object", async () => {
      await adopt()
      await insertLogin("authid_odd", null, "odd@example.com", "emailpass", 3)
      for (const metadata of ["null", "[]", '"text"', "4"]) {
        await sql("UPDATE auth_identity SET app_metadata = $1::jsonb WHERE id = 'authid_odd'", [
          metadata,
        ])
        expect(await idsOf()).toEqual(["identity_of_nobody:authid_odd"])
      }
      expect(statuses(await repair({ kinds: ["identity_of_nobody"] }))).toEqual({
        "identity_of_nobody:authid_odd": "repaired",
      })
    })

    it("looks again before it repairs, and does nothing about what is not so any more", async () => {
      await adopt()
      await insertUser("user_bare", "bare@example.com")
      await insertAccess("user_bare")
      const [{ id }] = await findings()
      const ids = [id, "user_without_login:user_nobody", "nonsense"]
      await Promise.all([repair({ ids }), repair({ ids }), repair({ ids })]).then((answers) => {
        const all = answers.flat().filter((result) => result.id === id)
        expect(all.map(({ status }) => status).sort()).toEqual(["gone", "gone", "repaired"])
      })
      const identities = await sql(
        "SELECT 1 FROM auth_identity WHERE app_metadata->>'user_id' = 'user_bare'"
      )
      expect(identities).toHaveLength(1)
    })

    it.each([
      [
        "has another email by now",
        `UPDATE "user" SET email = 'other@example.com' WHERE id = 'user_bare'`,
      ],
      [
        "would lose a login by it by now",
        `WITH left_over AS (INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_left', '{}'))
         INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('p_left', 'bare@example.com', 'emailpass', 'authid_left')`,
      ],
    ])("says that whoever %s has to be looked at again, and does nothing", async (_, change) => {
      await adopt()
      await insertUser("user_bare", "bare@example.com")
      await insertAccess("user_bare")
      const ids = ["user_without_login:user_bare"]
      const identities = () => sql("SELECT id FROM auth_identity ORDER BY id")
      const results = await withClient(backend.databaseUrl, async (client) => {
        await client.query("BEGIN")
        // What a repair waits for once it has looked at the person.
        await client.query(
          "SELECT pg_advisory_xact_lock(hashtextextended('user_lifecycle:email:bare@example.com', 0))"
        )
        const repaired = repair({ ids })
        await untilSomebodyWaitsForALock(backend.databaseUrl)
        await client.query(change)
        await client.query("COMMIT")
        return await repaired
      })
      expect(results).toMatchObject([
        { id: ids[0], status: "failed", code: "user_lifecycle.finding_changed" },
      ])
      expect(await identities()).toHaveLength(change.includes("left_over") ? 2 : 1)
      // Named again, it is done as it is now.
      expect(statuses(await repair({ ids }))).toEqual({ [ids[0]]: "repaired" })
    })

    it("says why it can't, and leaves nothing half done", async () => {
      await adopt()
      await insertUser("user_two", "two@example.com")
      await insertAccess("user_two")
      await insertLogin("authid_two_a", { user_id: "user_two" }, "first@example.com")
      await insertLogin("authid_two_b", { user_id: "user_two" }, "second@example.com")
      // Whose login should be called by this email belongs to the user whose login nobody can choose.
      await insertUser("user_bare", "first@example.com")
      await insertAccess("user_bare")
      expect(await findings("&kind=several_password_logins")).toEqual([
        expect.objectContaining({ repair: null, is_destructive: false }),
      ])
      const results = await repair({ kinds: ["several_password_logins", "user_without_login"] })
      expect(results).toEqual([
        expect.objectContaining({
          id: "user_without_login:user_bare",
          status: "failed",
          code: "user_lifecycle.login_taken",
          message: expect.stringContaining("already belongs to user user_two"),
        }),
        expect.objectContaining({
          id: "several_password_logins:user_two",
          status: "not_repairable",
          message: expect.stringContaining("can't be told which one to keep"),
        }),
      ])
      const logins = await sql("SELECT 1 FROM provider_identity WHERE id LIKE 'p_authid_%'")
      expect(logins).toHaveLength(2)
    })

    it("leaves somebody their login where the one that would go is of the same identity, and a customer's", async () => {
      await adopt()
      await insertUser("user_two", "two@example.com")
      await insertAccess("user_two")
      await insertLogin(
        "authid_two",
        { user_id: "user_two", customer_id: "cus_1" },
        "two@example.com"
      )
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('p_other', 'old@example.com', 'emailpass', 'authid_two')`
      )
      const before = await sql("SELECT * FROM auth_identity WHERE id = 'authid_two'")
      expect(await repair({ kinds: ["several_password_logins"] })).toMatchObject([
        {
          status: "failed",
          code: "user_lifecycle.logins_ambiguous",
          message: expect.stringContaining("of one identity"),
        },
      ])
      expect(await sql("SELECT * FROM auth_identity WHERE id = 'authid_two'")).toEqual(before)

      await sql(
        `UPDATE auth_identity SET app_metadata = '{"user_id": "user_two"}' WHERE id = 'authid_two'`
      )
      expect(await repair({ kinds: ["several_password_logins"] })).toMatchObject([
        { status: "repaired" },
      ])
      expect(
        await sql("SELECT entity_id FROM provider_identity WHERE auth_identity_id = 'authid_two'")
      ).toEqual([{ entity_id: "two@example.com" }])
      expect(await findings()).toEqual([])
    })

    it("finds each that is named, of every kind, and nothing by what is no id of one", async () => {
      await adopt()
      const seeded = await seedDrift()
      const results = await repair({ ids: seeded, dry_run: true })
      expect(results.map(({ id }) => id).sort()).toEqual(seeded)
      expect(await repair({ ids: ["role_missing", "toString:user_1", ":", ""] })).toEqual(
        ["role_missing", "toString:user_1", ":", ""].map((id) =>
          expect.objectContaining({ id, status: "gone" })
        )
      )
    })

    it("finds a role that is named also where its id has colons", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await sql(
        "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('urole_1', $1, 'role:editor:eu')",
        [ada.id]
      )
      const ids = [`role_missing:${ada.id}:role:editor:eu`]
      expect(await idsOf()).toEqual(ids)
      expect(statuses(await repair({ ids }))).toEqual({ [ids[0]]: "repaired" })
      expect(await findings()).toEqual([])
    })

    it("takes a role that does not exist out of an invite, and leaves the invite and its other roles", async () => {
      await adopt()
      await insertInvite("invite_open", "open@example.com")
      await insertInvite("invite_late", "late@example.com", -1)
      await insertInvite("invite_gone", "gone@example.com")
      await sql("UPDATE invite SET deleted_at = now() WHERE id = 'invite_gone'")
      for (const [index, [invite, role]] of [
        ["invite_open", "role_super_admin"],
        ["invite_open", "role:nowhere"],
        ["invite_late", "role_nowhere"],
        ["invite_gone", "role_nowhere"],
      ].entries()) {
        await sql(
          "INSERT INTO invite_rbac_role (id, invite_id, rbac_role_id) VALUES ('irole_' || $1::text, $2, $3)",
          [index, invite, role]
        )
      }
      const id = "invite_role_missing:invite_open:role:nowhere"
      // One that has expired gives nobody a role.
      expect(await idsOf()).toEqual(["invite_expired:invite_late", id])
      expect((await findings("&kind=invite_role_missing"))[0]).toMatchObject({
        invite_id: "invite_open",
        role_id: "role:nowhere",
        email: "open@example.com",
        severity: "low",
        is_destructive: true,
        message: "The invite of open@example.com has the role role:nowhere, which does not exist.",
      })
      expect(await repair({})).toEqual([])
      expect(statuses(await repair({ ids: [id] }))).toEqual({ [id]: "repaired" })
      expect(
        await sql("SELECT rbac_role_id FROM invite_rbac_role WHERE invite_id = 'invite_open'")
      ).toEqual([{ rbac_role_id: "role_super_admin" }])
      expect(
        await sql("SELECT data FROM lifecycle_event WHERE data->>'finding_id' = $1", [id])
      ).toHaveLength(1)
      expect(await idsOf()).toEqual(["invite_expired:invite_late"])
    })

    it("knows of no roles where Medusa's RBAC is switched off again, and neither does anything else", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com", { roles: ["role_super_admin"] })
      await insertInvite("invite_open", "open@example.com")
      await sql(
        `INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('urole_1', '${ada.id}', 'role_nowhere');
         INSERT INTO invite_rbac_role (id, invite_id, rbac_role_id) VALUES ('irole_1', 'invite_open', 'role_nowhere')`
      )
      const rolesOfAda = async () => {
        const { data } = await api.get(
          "/admin/user-lifecycle/people?q=ada%40example.com",
          people.root.credential
        )
        const { data: details } = await api.get(
          `/admin/users/${ada.id}/access`,
          people.root.credential
        )
        return [data.people[0].roles, details.access.roles]
      }
      expect(await findings()).toHaveLength(2)
      const roles = ["Super Admin", "role_nowhere"]
      expect(await rolesOfAda()).toEqual([roles, roles])
      FeatureFlag.setFlag("rbac", false)
      try {
        expect(await findings()).toEqual([])
        expect(await rolesOfAda()).toEqual([[], []])
      } finally {
        FeatureFlag.setFlag("rbac", true)
      }
    })

    it("gives an account to nobody but its owner, whoever registered a login for it before", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await sql("DELETE FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])
      const registered = await api.post(
        "/auth/user/emailpass/register",
        { email: ada.email, password: "what the admin knows" },
        people.root.credential
      )
      expect(registered.status).toBe(200)
      outbox.clear()
      expect(statuses(await repair({ kinds: ["user_without_login"] }))).toEqual({
        [`user_without_login:${ada.id}`]: "repaired",
      })
      expect((await people.logIn(ada.email, "what the admin knows")).status).toBe(401)
      await emailWhere(({ to }) => to === ada.email)
      expect(await findings()).toEqual([])
    })

    it("suspends or offboards again who was let in because nothing but the ledger knew", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com")
      const linus = await people.provision("linus@example.com")
      await people.act("suspend", ada, { reason: "Leave", until: "2999-01-01T00:00:00.000Z" })
      await people.act("suspend", linus)
      await people.act("reactivate", linus)
      await people.act("offboard", grace)
      await sql(`UPDATE "user" SET deleted_at = NULL WHERE id = $1`, [grace.id])
      await sql("DELETE FROM user_access WHERE user_id = ANY ($1)", [[ada.id, grace.id, linus.id]])
      await login(api, ada.email, PASSWORD)
      const found = await findings("&kind=access_lost")
      expect(found.map(({ id, is_destructive }) => [id, is_destructive]).sort()).toEqual(
        [ada, grace].map(({ id }) => [`access_lost:${id}`, true]).sort()
      )
      // Grace has no login, and gets none before it is clear whether she may have one.
      expect(statuses(await repair({}))).toEqual({ [`access_missing:${linus.id}`]: "repaired" })
      expect(
        await sql("SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = $1", [grace.id])
      ).toEqual([])

      const results = await repair({ kinds: ["access_lost"] })
      expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["repaired"]))
      expect(await findings("&kind=access_lost")).toEqual([])
      expect((await people.logIn(ada.email)).data.code).toBe("user_lifecycle.user_suspended")
      const [access] = await sql(
        "SELECT status, reason, until FROM user_access WHERE user_id = $1",
        [ada.id]
      )
      expect(access).toEqual({
        status: "suspended",
        reason: "Leave",
        until: new Date("2999-01-01T00:00:00.000Z"),
      })
      const [user] = await sql(`SELECT deleted_at FROM "user" WHERE id = $1`, [grace.id])
      expect(user.deleted_at).not.toBeNull()
    })

    it("knows of a lost suspension whatever else is written of the person, and repairs it where it is named", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await people.act("suspend", ada)
      await sql("DELETE FROM user_access WHERE user_id = $1", [ada.id])
      const ids = [`access_lost:${ada.id}`]
      await sql(`UPDATE "user" SET email = 'lovelace@example.com' WHERE id = $1`, [ada.id])
      expect(await repair({})).toEqual([])
      await people.act("revoke-sessions", ada)
      expect(await idsOf()).toEqual(ids)
      await login(api, "ada@example.com", PASSWORD)
      expect(statuses(await repair({ ids }))).toEqual({ [ids[0]]: "repaired" })
      expect(statuses(await repair({}))).toEqual({ [`login_email_mismatch:${ada.id}`]: "repaired" })
      expect((await people.logIn("lovelace@example.com")).data.code).toBe(
        "user_lifecycle.user_suspended"
      )
      await people.act("reactivate", ada)
      expect(await findings()).toEqual([])
    })

    it("does not take for gone who was there before the plugin was", async () => {
      await adopt()
      await insertUser("user_old", "old@example.com", 400)
      await insertAccess("user_old")
      await insertLogin("authid_old", { user_id: "user_old" }, "old@example.com")
      expect(await findings()).toEqual([])
      await keepLedgerSince(91)
      expect(await idsOf()).toEqual(["never_logged_in:user_old"])
    })

    it("sends a link where the login that stays has no password yet", async () => {
      await adopt()
      const { data } = await api.post(
        "/admin/users",
        { email: "ada@example.com" },
        people.root.credential
      )
      await insertLogin("authid_second", { user_id: data.user.id }, "second@example.com")
      await emailWhere(({ to }) => to === "ada@example.com")
      outbox.clear()
      expect(await repair({ kinds: ["several_password_logins"] })).toMatchObject([
        { status: "repaired" },
      ])
      const email = await emailWhere(({ to }) => to === "ada@example.com")
      expect(String(email.data?.set_password_url)).toContain("token=")
    })

    it("sends a link to whoever loses one of several password logins, which may be the one that they use", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await sql(
        "UPDATE provider_identity SET entity_id = 'daily@example.com' WHERE entity_id = $1",
        [ada.email]
      )
      const { id } = await people.provision("lovelace@example.com", { password: "long forgotten" })
      await sql(`UPDATE auth_identity SET app_metadata = $2 WHERE app_metadata->>'user_id' = $1`, [
        id,
        JSON.stringify({ user_id: ada.id }),
      ])
      await sql(
        "UPDATE provider_identity SET entity_id = $1 WHERE entity_id = 'lovelace@example.com'",
        [ada.email]
      )
      expect((await people.logIn("daily@example.com")).status).toBe(200)
      outbox.clear()
      expect(await repair({ ids: [`several_password_logins:${ada.id}`] })).toMatchObject([
        { status: "repaired" },
      ])
      expect((await people.logIn("daily@example.com")).status).toBe(401)

      const email = await emailWhere(({ to }) => to === ada.email)
      expect(email.template).toBe("user-lifecycle.reset-password")
      const link = new URL(String(email.data?.set_password_url))
      const { status } = await api.post(
        "/auth/user/emailpass/update",
        { password: `${PASSWORD} anew` },
        bearer(String(link.searchParams.get("token")))
      )
      expect(status).toBe(200)
      await login(api, ada.email, `${PASSWORD} anew`)
      // Nobody has asked for it, and it may not be read within the quarter of an hour that other links last.
      const lasts = new Date(String(email.data?.expires_at)).getTime() - Date.now()
      expect(lasts).toBeGreaterThan(3_600_000)
    })

    it("sends no link to somebody suspended, who could not follow it", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await insertLogin("authid_second", { user_id: ada.id }, "second@example.com")
      await people.act("suspend", ada)
      expect(await repair({ kinds: ["several_password_logins"] })).toMatchObject([
        { status: "repaired" },
      ])
      expect(await sql("SELECT 1 FROM auth_password_reset_token")).toEqual([])
      expect(
        await sql("SELECT template FROM email_delivery WHERE trigger_type LIKE '%finding_repaired'")
      ).toEqual([])
    })

    it("tells whoever listens of the invites that it deletes, as Medusa does", async () => {
      await insertInvite("invite_late", "ada@example.com", -1)
      const bus = getContainer().resolve(Modules.EVENT_BUS)
      const heard: unknown[] = []
      const subscriber = async ({ data }: { data: unknown }) => void heard.push(data)
      const id = { subscriberId: "deleted-invites" }
      bus.subscribe("invite.deleted", subscriber, id)
      try {
        await repair({ kinds: ["invite_expired"] })
        await waitUntil("the event arrives", () => heard.length > 0)
      } finally {
        bus.unsubscribe("invite.deleted", subscriber, id)
      }
      expect(heard).toEqual([{ id: "invite_late" }])
    })

    it("deletes no invite that can be accepted because of one that can't, or was sent before", async () => {
      await adopt()
      await withoutTriggers("invite", async () => {
        await insertInvite("invite_resent", "ada@example.com")
        await insertInvite("invite_between", "Ada@example.com")
        await insertInvite("invite_late", "ADA@example.com", -1)
        await sql(
          `UPDATE invite SET updated_at = now() + CASE id
             WHEN 'invite_resent' THEN interval '0' WHEN 'invite_late' THEN interval '1 minute' ELSE interval '-1 hour' END`
        )
      })
      expect(await idsOf()).toEqual([
        "invite_expired:invite_late",
        "invites_with_same_email:invite_between",
      ])
      await repair({ kinds: ["invite_expired", "invites_with_same_email"] })
      expect(await sql("SELECT id FROM invite WHERE deleted_at IS NULL")).toEqual([
        { id: "invite_resent" },
      ])
      expect(await findings()).toEqual([])
    })

    it("completes a change of email that was made past the plugin: it tells both addresses, and ends what was handed out", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await sql(`UPDATE "user" SET email = 'lovelace@example.com' WHERE id = $1`, [ada.id])
      outbox.clear()
      await repair({})
      for (const address of ["ada@example.com", "lovelace@example.com"]) {
        const email = await emailWhere(({ to }) => to === address)
        expect(email.data).toMatchObject({
          former_email: "ada@example.com",
          new_email: "lovelace@example.com",
        })
      }
      expect((await api.get("/admin/users/me", ada.credential)).status).toBe(401)
      await login(api, "lovelace@example.com", PASSWORD)
      const [entry] = await sql(
        "SELECT data FROM lifecycle_event WHERE type = 'finding_repaired' AND user_id = $1",
        [ada.id]
      )
      expect(entry.data).toMatchObject({ former_email: "ada@example.com" })
      expect(await findings()).toEqual([])
    })

    it("sends another link to whoever has yet to set a password, and whose login it renames", async () => {
      await adopt()
      const { data } = await api.post(
        "/admin/users",
        { email: "ada@example.com" },
        people.root.credential
      )
      await emailWhere(({ to }) => to === "ada@example.com")
      outbox.clear()
      // In capitals, as users can be who are older than the plugin.
      await withoutTriggers(`"user"`, () =>
        sql(`UPDATE "user" SET email = 'Lovelace@example.com' WHERE id = $1`, [data.user.id])
      )
      await repair({ kinds: ["login_email_mismatch"] })
      const email = await emailWhere(({ data: said }) => !!said?.set_password_url)
      const link = new URL(String(email.data?.set_password_url))
      const { status } = await api.post(
        "/auth/user/emailpass/update",
        { password: PASSWORD },
        bearer(String(link.searchParams.get("token")))
      )
      expect(status).toBe(200)
      await login(api, "lovelace@example.com", PASSWORD)
      await emailWhere(
        ({ to, data: said }) => to === "lovelace@example.com" && !!said?.former_email
      )
    })

    it("keeps the login that is spelled as emails are, of several that have the user's", async () => {
      await adopt()
      const ada = await people.provision("ada@example.com")
      await insertLogin("authid_loud", { user_id: ada.id }, "ADA@example.com")
      const results = await repair({ kinds: ["several_password_logins"] })
      expect(results).toMatchObject([{ status: "repaired" }])
      await login(api, "ada@example.com", PASSWORD)
      expect(await findings()).toEqual([])
    })

    /** Two people whose logins are called by each other's email. */
    const provisionSwapped = async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com", {
        password: `${PASSWORD} of Grace`,
      })
      const rename = (from: string, to: string) =>
        sql("UPDATE provider_identity SET entity_id = $2 WHERE entity_id = $1", [from, to])
      await rename(ada.email, "nobody@example.com")
      await rename(grace.email, ada.email)
      await rename("nobody@example.com", grace.email)
      return { ada, grace, ids: [ada, grace].map(({ id }) => `login_email_mismatch:${id}`) }
    }

    it("gives two people whose logins are called by each other's email their own", async () => {
      await adopt()
      const { ada, grace } = await provisionSwapped()
      outbox.clear()
      const found = await findings()

      const results = await repair({})

      // Whichever came first brought the other along, and each is told of as what it was.
      expect(statuses(results)).toEqual(Object.fromEntries(found.map(({ id }) => [id, "repaired"])))
      for (const { id, user_id, message } of found) {
        expect(results.find((result) => result.id === id)?.message).toBe(message)
        expect(
          await sql(
            "SELECT data->>'finding_id' AS id, reason FROM lifecycle_event WHERE type = 'finding_repaired' AND user_id = $1",
            [user_id]
          )
        ).toEqual([{ id, reason: message }])
      }

      // Each learns of it at their own address, and of nobody else.
      for (const [person, other] of [
        [ada, grace],
        [grace, ada],
      ]) {
        const email = await emailWhere(({ to }) => to === person.email)
        expect(email.data).toMatchObject({ former_email: other.email, new_email: person.email })
        expect(await people.status(person.credential)).toBe(401)
        expect(
          await sql(
            "SELECT data->>'former_email' AS former FROM lifecycle_event WHERE type = 'finding_repaired' AND user_id = $1",
            [person.id]
          )
        ).toEqual([{ former: other.email }])
      }
      expect(outbox.read()).toHaveLength(2)

      expect(await findings()).toEqual([])
      await login(api, ada.email, PASSWORD)
      await login(api, grace.email, `${PASSWORD} of Grace`)
    })

    it("gives three people whose logins are called in a ring their own, and is told of each", async () => {
      await adopt()
      const names = ["a@example.com", "b@example.com", "c@example.com"]
      for (const [index, email] of names.entries()) {
        await insertUser(`user_${index}`, email)
        await insertAccess(`user_${index}`)
        await insertLogin(`authid_${index}`, { user_id: `user_${index}` }, names[(index + 1) % 3])
      }
      const ids = names.map((_, index) => `login_email_mismatch:user_${index}`)
      // Also where only one is named: it can't be done alone.
      expect(statuses(await repair({ ids: [ids[0]] }))).toEqual(
        Object.fromEntries(ids.map((id) => [id, "repaired"]))
      )
      expect(
        await sql(
          `SELECT app_metadata->>'user_id' AS user_id, entity_id FROM provider_identity p
           JOIN auth_identity i ON i.id = p.auth_identity_id WHERE i.id LIKE 'authid\\__' ORDER BY 1`
        )
      ).toEqual(names.map((entity_id, index) => ({ user_id: `user_${index}`, entity_id })))
      expect(
        await sql(
          "SELECT user_id, data->>'former_email' AS former FROM lifecycle_event WHERE type = 'finding_repaired' AND user_id LIKE 'user\\__' ORDER BY 1"
        )
      ).toEqual(
        names.map((_, index) => ({ user_id: `user_${index}`, former: names[(index + 1) % 3] }))
      )
      expect(await findings()).toEqual([])
    })

    it("gives people in a ring their own where each who has to be named is, and else nobody", async () => {
      await adopt()
      const { ada, grace, ids } = await provisionSwapped()
      const { options: own } = getContainer().resolve<{
        options: { provisioning: { allowed_email_domains: string[] } }
      }>("user_lifecycle")
      own.provisioning.allowed_email_domains = ["example.org"]
      try {
        expect(await findings("&kind=login_email_mismatch")).toMatchObject(
          Array(2).fill({ is_destructive: true })
        )
        expect(await repair({ ids: [ids[0]] })).toMatchObject([
          { id: ids[0], status: "failed", code: "user_lifecycle.login_taken" },
        ])
        expect(statuses(await repair({ ids }))).toEqual({
          [ids[0]]: "repaired",
          [ids[1]]: "repaired",
        })
        expect(await findings("&kind=login_email_mismatch")).toEqual([])
      } finally {
        own.provisioning.allowed_email_domains = options.provisioning.allowed_email_domains
      }
      await login(api, ada.email, PASSWORD)
      await login(api, grace.email, `${PASSWORD} of Grace`)
    })

    it("leaves a customer their login where it is in a ring, and has both named who part from theirs", async () => {
      await adopt()
      const { ada, grace, ids } = await provisionSwapped()
      await sql(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}' WHERE app_metadata->>'user_id' = $1`,
        [ada.id]
      )
      const customers = () =>
        sql(
          `SELECT i.id, p.entity_id, p.provider_metadata->>'password' AS password
           FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
           WHERE i.app_metadata->>'customer_id' = 'cus_1'`
        )
      const before = await customers()
      expect(before).toMatchObject([{ entity_id: grace.email }])
      const mere = await findings("&kind=login_email_mismatch")
      expect(mere.map(({ is_destructive }) => is_destructive).sort()).toEqual([false, true])
      // Grace would share the customer's login, and lose the second factors of hers.
      expect(statuses(await repair({}))).toEqual({ [ids[1]]: "failed" })
      expect(statuses(await repair({ ids: [ids[0]] }))).toEqual({ [ids[0]]: "failed" })
      expect(await repair({ ids, only_harmless: true })).toMatchObject([
        { status: "failed" },
        { status: "failed" },
      ])

      const results = await repair({ kinds: ["login_email_mismatch"] })

      expect(statuses(results)).toEqual({ [ids[0]]: "repaired", [ids[1]]: "repaired" })
      expect(await findings()).toEqual([])
      expect(await customers()).toEqual(before)
      await login(api, ada.email, PASSWORD)
      await login(api, grace.email, `${PASSWORD} of Grace`)
      expect((await people.logIn(grace.email)).status).toBe(401)
    })

    it("renames nobody's login to a third name to make room for another", async () => {
      await adopt()
      // The first is to have the name of the second's, whose own name has a leftover, which is not removed unless it is named.
      await insertUser("user_a", "a@example.com")
      await insertUser("user_b", "b@example.com")
      await insertAccess("user_a")
      await insertAccess("user_b")
      await insertLogin("authid_a", { user_id: "user_a" }, "x@example.com")
      await insertLogin("authid_b", { user_id: "user_b" }, "a@example.com")
      await insertLogin("authid_left", {}, "b@example.com")
      const names = () =>
        sql(
          "SELECT auth_identity_id AS id, entity_id FROM provider_identity WHERE auth_identity_id IN ('authid_a', 'authid_b') ORDER BY 1"
        )
      const before = await names()
      expect(statuses(await repair({}))).toEqual({ "login_email_mismatch:user_a": "failed" })
      expect(await names()).toEqual(before)

      const kinds = ["login_email_mismatch"]
      expect(new Set(Object.values(statuses(await repair({ kinds }))))).toEqual(
        new Set(["repaired"])
      )
      expect(await names()).toEqual([
        { id: "authid_a", entity_id: "a@example.com" },
        { id: "authid_b", entity_id: "b@example.com" },
      ])
      expect(await findings()).toEqual([])
    })

    it("leaves the last admin the only password that works", async () => {
      await adopt()
      const { id } = people.root
      // The login with the email has no password yet.
      await withoutTriggers("provider_identity", async () => {
        await sql(
          `UPDATE provider_identity SET entity_id = 'second@example.com' WHERE entity_id = $1`,
          [people.root.email]
        )
        await insertLogin("authid_first", { user_id: id }, people.root.email)
        await sql(
          "UPDATE provider_identity SET provider_metadata = '{}' WHERE auth_identity_id = 'authid_first'"
        )
      })
      const [result] = await repair({ kinds: ["several_password_logins"] })
      expect(result).toMatchObject({ status: "failed" })
      expect(result.message).toContain("last active admin")
      await login(api, "second@example.com", PASSWORD)
    })

    it("says of what could not be repaired, or is to be decided, that it is gone where another repair has ended it", async () => {
      await adopt()
      await withoutTriggers(`"user"`, async () => {
        await insertUser("user_a", "carol@example.com")
        await insertUser("user_b", "CAROL@example.com")
      })
      await insertAccess("user_b")
      await insertLogin("authid_b", { user_id: "user_b" }, "carol@example.com")
      await insertLogin("authid_a", { user_id: "user_a" }, "4711", "test-sso")
      await tellLedger("levt_a", "user_a", "user_offboarded")
      const before = [
        "access_lost:user_a",
        "users_with_same_email:user_a",
        "users_with_same_email:user_b",
      ]
      expect(await idsOf()).toEqual(before)
      expect(statuses(await repair({ kinds: findingKinds }))).toEqual({
        "access_lost:user_a": "repaired",
        "users_with_same_email:user_a": "gone",
        "users_with_same_email:user_b": "gone",
      })
      expect(await findings()).toEqual([])
    })

    it("tries again what another repair has made room for", async () => {
      await adopt()
      // In the order of their ids, in which they are repaired.
      await insertUser("user_a", "first@example.com")
      await insertUser("user_b", "second@example.com")
      await insertAccess("user_a")
      await insertAccess("user_b")
      await insertLogin("authid_b", { user_id: "user_b" }, "first@example.com")
      const results = await repair({})
      expect(statuses(results)).toEqual({
        "user_without_login:user_a": "repaired",
        "login_email_mismatch:user_b": "repaired",
      })
    })

    it("does not let an invite from before be refused, because somebody who is gone was heard of again", async () => {
      await adopt()
      const users: IUserModuleService = getContainer().resolve(Modules.USER)
      await insertUser("user_left", "left@example.com")
      await insertLogin("authid_left", { user_id: "user_left" }, "left@example.com")
      await users.softDeleteUsers(["user_left"])
      const { data } = await api.post(
        "/admin/invites",
        { email: "left@example.com" },
        people.root.credential
      )
      await repair({ kinds: ["identity_of_deleted_user"] })
      const accepted = await api.post("/admin/invites/accept", {
        token: data.invite.token,
        password: PASSWORD,
      })
      expect({ status: accepted.status, code: accepted.data.code }).toEqual({
        status: 200,
        code: undefined,
      })
    })

    it("tries no more findings than it is told, and says how many it has left", async () => {
      await adopt()
      for (const name of ["a", "b", "c"]) {
        await insertInvite(`invite_${name}`, `${name}@example.com`, -1)
      }
      await people.provision("grace@example.com")
      await sql(`UPDATE "user" SET email = 'grace@example.org' WHERE email = 'grace@example.com'`)
      const ask = async (body: object) => {
        const { data } = await api.post(
          "/admin/user-lifecycle/findings/repair",
          body,
          people.root.credential
        )
        const statuses = data.results.map(({ kind, status }: Result) => `${kind} ${status}`).sort()
        return [statuses, data.remaining]
      }
      const kinds = ["invite_expired", "email_domain_not_allowed"]
      // Somebody has to decide about it, so that it is not tried.
      const decide = "email_domain_not_allowed not_repairable"
      const repaired = "invite_expired repaired"

      expect(await ask({ kinds, limit: 1, dry_run: true })).toEqual([
        [decide, "invite_expired would_repair"],
        2,
      ])
      expect(await ask({ kinds, limit: 1 })).toEqual([[decide, repaired], 2])
      const ids = ["a", "b", "c"].map((name) => `invite_expired:invite_${name}`)
      // What is left is not called gone.
      expect(await ask({ ids, limit: 1 })).toEqual([[repaired, "null gone"], 1])
      expect(await ask({ kinds, limit: 5_000 })).toEqual([[decide, repaired], 0])

      await sql("DELETE FROM user_access")
      expect(await ask({ limit: 1 })).toMatchObject([[expect.any(String)], expect.any(Number)])
      expect((await ask({ limit: 1, dry_run: true }))[1]).toBe(0)
      expect((await ask({}))[1]).toBe(0)
    })

    it("lets nothing that fails each time be in the way of what comes after it, whatever the limit", async () => {
      await adopt()
      // Whose logins nobody can choose, and who has those of whoever comes first.
      await insertUser("user_several", "several@example.com")
      await insertAccess("user_several")
      const failing = Array.from({ length: 101 }, (_, n) => `user_a${String(n).padStart(3, "0")}`)
      for (const id of [...failing, "user_b1", "user_b2"]) {
        await insertUser(id, `${id}@example.com`)
        await insertAccess(id)
      }
      const takeLogin = (id: string) =>
        insertLogin(`authid_${id}`, { user_id: "user_several" }, `${id}@example.com`)
      await takeLogin(failing[0])
      await takeLogin("user_several_1")
      const ask = async (ids: string[], limit: number) => {
        const { data } = await api.post(
          "/admin/user-lifecycle/findings/repair",
          { ids: ids.map((id) => `user_without_login:${id}`), limit },
          people.root.credential
        )
        const numberOf = (status: string) =>
          data.results.filter((result: Result) => result.status === status).length
        return [numberOf("failed"), numberOf("repaired"), data.remaining]
      }
      const wanted = [failing[0], "user_b1", "user_b2"]
      expect(await ask(wanted, 1)).toEqual([1, 1, 1])
      // What failed would have been tried once more, as something else was repaired.
      expect(await ask(wanted, 1)).toEqual([1, 1, 1])
      expect(await ask(wanted, 1)).toEqual([1, 0, 0])

      // But no request tries without an end.
      for (const id of failing.slice(1)) {
        await takeLogin(id)
      }
      expect(await ask(failing, 1)).toEqual([100, 0, 1])
      expect(await ask(failing, 101)).toEqual([101, 0, 0])
    })

    it("begins with no other finding once its client has gone away", async () => {
      for (const name of ["a", "b", "c", "other"]) {
        await insertInvite(`invite_${name}`, `${name}@example.com`, -1)
      }
      const ids = ["a", "b", "c"].map((name) => `invite_expired:invite_${name}`)
      const lock = (id: string) => [`SELECT 1 FROM invite WHERE id = '${id}' FOR UPDATE`] as const
      const untilWaiting = (count: number) =>
        waitUntil(`${count} wait`, async () => {
          const waiting = await sql(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
          )
          return waiting.length === count
        })
      await withClient(backend.databaseUrl, async (first) => {
        await withClient(backend.databaseUrl, async (second) => {
          await first.query("BEGIN")
          await first.query(...lock("invite_a"))
          await second.query("BEGIN")
          await second.query(...lock("invite_other"))
          const request = http.request(
            new URL("/admin/user-lifecycle/findings/repair", api.defaults.baseURL),
            {
              method: "POST",
              agent: false,
              headers: {
                "content-type": "application/json",
                authorization: `Bearer ${people.root.token}`,
              },
            }
          )
          request.on("error", () => undefined)
          request.end(JSON.stringify({ ids }))
          await untilWaiting(1)
          // It takes the other turn that there is.
          const other = repair({ ids: ["invite_expired:invite_other"] })
          await untilWaiting(2)
          const gone = new Promise((resolve) => request.on("close", resolve))
          request.destroy()
          await gone
          await first.query("COMMIT")
          // Its turn comes when the one of the request is over.
          await repair({ ids: ["invite_expired:nothing"] })
          await second.query("COMMIT")
          await other
        })
      })
      expect(await sql("SELECT id FROM invite WHERE deleted_at IS NULL ORDER BY id")).toEqual([
        { id: "invite_b" },
        { id: "invite_c" },
      ])
    })

    it.each([0, 5_001, 1.5, "2"])("takes no limit of %s", async (limit) => {
      const { status } = await api.post(
        "/admin/user-lifecycle/findings/repair",
        { limit },
        people.root.credential
      )
      expect(status).toBe(400)
    })

    it("is for admins only", async () => {
      expect((await api.post("/admin/user-lifecycle/findings/repair", {})).status).toBe(401)
    })
  })

  describe("the script for the command line", () => {
    const run = async (args: string[]): Promise<{ text: string; exitCode: unknown }> => {
      // The build is CommonJS: all that it exports is the default.
      const { default: script }: { default: typeof import("../../src/scripts/audit-identities") } =
        await import(BUILT_SCRIPT)
      let printed = ""
      const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
        printed += String(text)
        return true
      })
      try {
        await script.default({ container: getContainer(), args })
        return { text: printed, exitCode: process.exitCode }
      } finally {
        write.mockRestore()
        process.exitCode = undefined
      }
    }

    it("prints each finding, for people or for programs, and fails for what is severe", async () => {
      await adopt()
      await insertUser("user_bare", "bare@example.com")
      expect((await run([])).exitCode).toBeUndefined()
      await sql("DELETE FROM \"user\" WHERE id = 'user_bare'")

      const seeded = await seedDrift()
      const { text, exitCode } = await run([])
      expect(exitCode).toBe(1)
      expect(text).toMatch(/^medium {2}user_without_login:user_bare\n {8}bare@example.com/m)
      expect(text).toMatch(new RegExp(`^${seeded.length} findings$`, "m"))
      const lines = (await run(["json"])).text.trim().split("\n")
      expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(seeded)
    })
  })

  describe("the nightly audit", () => {
    it("is a job that looks each hour whether it is due, and comes to an end also where it fails", async () => {
      const { default: job }: { default: typeof import("../../src/jobs/audit-identities") } =
        await import(BUILT_JOB)
      expect(job.config).toEqual({
        name: "user-lifecycle-audit-identities",
        schedule: "41 * * * *",
      })
      const registered = WorkflowManager.getWorkflow(`job-${job.config.name}`)
      expect(registered?.options?.schedule).toMatchObject({ cron: job.config.schedule })

      const audits = () => sql("SELECT data FROM lifecycle_event WHERE type = 'identities_audited'")
      const { options: own } = getContainer().resolve<{
        options: { audit: { at_hours_utc: number[] | undefined } }
      }>("user_lifecycle")
      own.audit.at_hours_utc = undefined
      await job.default(getContainer())
      expect(await audits()).toEqual([])
      own.audit.at_hours_utc = Array.from({ length: 24 }, (_, hour) => hour)
      await job.default(getContainer())
      await job.default(getContainer())
      expect(await audits()).toEqual([
        { data: { by_severity: { high: 0, medium: 0, low: 1 }, by_kind: { access_missing: 1 } } },
      ])
    })

    it("is done in its hours, by one instance, and told to the ledger", async () => {
      await seedDrift()
      const { recordAuditWorkflow } = await loadWorkflows()
      const run = async () => (await recordAuditWorkflow(getContainer()).run({ input: {} })).result
      const { options: own } = getContainer().resolve<{
        options: { audit: { at_hours_utc: number[] } }
      }>("user_lifecycle")
      own.audit.at_hours_utc = []
      expect(await run()).toBeUndefined()
      own.audit.at_hours_utc = Array.from({ length: 24 }, (_, hour) => hour)
      await Promise.all([run(), run(), run()])
      await run()
      // Also one that was missed is made up for once.
      own.audit.at_hours_utc = [3]
      await run()
      const entries = await sql(
        "SELECT data FROM lifecycle_event WHERE type = 'identities_audited'"
      )
      expect(entries).toEqual([
        {
          data: { by_severity: expect.objectContaining({ high: 9 }), by_kind: expect.any(Object) },
        },
      ])
    })
  })
})
