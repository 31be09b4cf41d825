import type { IAuthModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { type Change, useFailingWorkflows } from "../helpers/failing-workflows"
import { bearer, login, signInWithSso } from "../helpers/http"
import { PASSWORD, type Person, usePeople } from "../helpers/people"

const ADA = "ada@example.com"
const LOVELACE = "lovelace@example.com"
const NEW_PASSWORD = "another horse, another battery"

type Access = "active" | "suspended" | "offboarded" | "gone"
type Meanwhile =
  "she is suspended" | "she is offboarded" | "her password changes" | "her name changes"

/** Between a change to Ada and its undo: who may act after, whether her old token is good, and what the undo left. */
type Row = [
  change: Change,
  meanwhile: Meanwhile,
  ends: Access,
  oldToken: 200 | 401,
  kept: object | undefined,
]

const EVERYTHING = { person: "changed_since" }

const ROWS: Row[] = [
  ["suspendUserWorkflow", "she is suspended", "suspended", 401, EVERYTHING],
  ["suspendUserWorkflow", "she is offboarded", "offboarded", 401, EVERYTHING],
  ["suspendUserWorkflow", "her password changes", "suspended", 401, EVERYTHING],
  ["suspendUserWorkflow", "her name changes", "active", 200, undefined],

  ["revokeSessionsWorkflow", "she is suspended", "suspended", 401, EVERYTHING],
  ["revokeSessionsWorkflow", "she is offboarded", "offboarded", 401, EVERYTHING],
  ["revokeSessionsWorkflow", "her password changes", "active", 401, EVERYTHING],
  ["revokeSessionsWorkflow", "her name changes", "active", 200, undefined],

  ["changeUserEmailWorkflow", "she is suspended", "suspended", 401, { access: "changed_since" }],
  ["changeUserEmailWorkflow", "she is offboarded", "offboarded", 401, EVERYTHING],
  ["changeUserEmailWorkflow", "her password changes", "active", 401, { access: "changed_since" }],
  ["changeUserEmailWorkflow", "her name changes", "active", 200, undefined],

  ["reactivateUserWorkflow", "she is suspended", "suspended", 401, EVERYTHING],
  ["reactivateUserWorkflow", "she is offboarded", "offboarded", 401, EVERYTHING],
  [
    "reactivateUserWorkflow",
    "her password changes",
    "suspended",
    401,
    { cut_off: "changed_since" },
  ],
  ["reactivateUserWorkflow", "her name changes", "suspended", 401, undefined],

  ["restoreUserWorkflow", "she is suspended", "suspended", 401, EVERYTHING],
  ["restoreUserWorkflow", "she is offboarded", "offboarded", 401, EVERYTHING],
  ["restoreUserWorkflow", "her password changes", "offboarded", 401, { cut_off: "changed_since" }],
  ["restoreUserWorkflow", "her name changes", "offboarded", 401, undefined],

  ["provisionUserWorkflow", "she is suspended", "suspended", 401, EVERYTHING],
  ["provisionUserWorkflow", "she is offboarded", "offboarded", 401, EVERYTHING],
  ["provisionUserWorkflow", "her password changes", "gone", 401, undefined],
  ["provisionUserWorkflow", "her name changes", "gone", 401, undefined],

  // A login at her identity provider becomes hers.
  ["admitIdentityWorkflow", "she is suspended", "suspended", 401, undefined],
  ["admitIdentityWorkflow", "she is offboarded", "offboarded", 401, EVERYTHING],
  ["admitIdentityWorkflow", "her password changes", "active", 401, undefined],
  ["admitIdentityWorkflow", "her name changes", "active", 200, undefined],
]

const REFUSALS: Partial<Record<Access, object>> = {
  active: { status: 200 },
  suspended: { status: 401, data: { code: "user_lifecycle.user_suspended" } },
}

useBackend({ options: { provisioning: { jit_domains: ["example.org"] } } }, (backend) => {
  const { api, sql, getContainer, databaseUrl } = backend
  const people = usePeople(backend)
  const makeAndUndo = useFailingWorkflows(backend)

  const setPassword = async ({ id }: { id: string }, password: string) => {
    const auth: IAuthModuleService = getContainer().resolve(Modules.AUTH)
    const [{ entity_id }] = await sql<{ entity_id: string }>(
      `SELECT p.entity_id FROM provider_identity p JOIN auth_identity i ON i.id = p.auth_identity_id
       WHERE p.provider = 'emailpass' AND i.app_metadata->>'user_id' = $1`,
      [id]
    )
    await auth.updateProvider("emailpass", { entity_id, password })
  }

  /** Somebody else acts, and is told that it was done. */
  const act = async (
    action: Parameters<typeof people.act>[0],
    person: { id: string },
    body = {},
    credential = people.root.credential
  ) => {
    const { status } = await people.act(action, person, body, credential)
    expect({ action, status }).toEqual({ action, status: 200 })
  }

  const meanwhile: Record<Meanwhile, (ada: { id: string }) => Promise<void>> = {
    "she is suspended": (ada) => act("suspend", ada, { reason: "decided by another admin" }),
    "she is offboarded": (ada) => act("offboard", ada),
    // Twice: the first password of somebody who was just restored ends nothing.
    "her password changes": async (ada) => {
      await setPassword(ada, "the first horse, the first battery")
      await setPassword(ada, NEW_PASSWORD)
    },
    "her name changes": async (ada) => {
      const body = { first_name: "Augusta" }
      const { status } = await api.post(`/admin/users/${ada.id}`, body, people.root.credential)
      expect(status).toBe(200)
    },
  }

  const registerWithSso = async (sub: string, email: string): Promise<string> => {
    await signInWithSso(api, { sub, email })
    const [{ id }] = await sql<{ id: string }>(
      "SELECT auth_identity_id AS id FROM provider_identity WHERE entity_id = $1",
      [sub]
    )
    return id
  }

  /** Ada as she is before a change; `undefined` before she is provisioned. */
  const prepare = async (change: Change): Promise<Person | undefined> => {
    if (change === "provisionUserWorkflow") {
      return undefined
    }
    const ada = await people.provision(ADA, { first_name: "Ada" })
    if (change === "reactivateUserWorkflow") {
      await act("suspend", ada)
    }
    if (change === "restoreUserWorkflow") {
      await act("offboard", ada)
    }
    return ada
  }

  const inputFor = async (change: Change, ada: Person | undefined): Promise<object> => {
    switch (change) {
      case "provisionUserWorkflow":
        return { email: ADA, password: PASSWORD, first_name: "Ada" }
      case "admitIdentityWorkflow":
        return {
          auth_identity_id: await registerWithSso("sso|ada", ADA),
          provider: "test-sso",
          claims: { email: ADA },
        }
      case "changeUserEmailWorkflow":
        return { user_id: ada?.id, email: LOVELACE }
      case "suspendUserWorkflow":
        return { user_id: ada?.id, until: new Date(Date.now() + 3_600_000).toISOString() }
      default:
        return { user_id: ada?.id }
    }
  }

  const findAda = async () => {
    const [ada] = await sql<{
      id: string
      email: string
      first_name: string
      access: Access
      cut_off: string | null
      identities: number
    }>(
      `SELECT u.id, u.email, u.first_name,
         CASE WHEN u.deleted_at IS NOT NULL THEN 'offboarded' ELSE coalesce(a.status, 'active') END AS access,
         a.tokens_valid_after::text AS cut_off,
         (SELECT count(*)::int FROM auth_identity i WHERE i.app_metadata->>'user_id' = u.id) AS identities
       FROM "user" u LEFT JOIN user_access a ON a.user_id = u.id WHERE u.email IN ($1, $2)`,
      [ADA, LOVELACE]
    )
    return ada
  }

  /** A login with the former email, of nobody's, or of whoever its metadata says. */
  const insertStranger = async (metadata: string | null = null) => {
    await sql(
      "INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_stranger', $1::jsonb)",
      [metadata]
    )
    await sql(
      `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
       VALUES ('provid_stranger', $1, 'emailpass', 'authid_stranger')`,
      [ADA]
    )
  }

  const keptByUndo = async (person: { id: string }) => {
    const entry = (await people.ledger(person)).at(-1)
    expect(entry?.type).toMatch(/_reverted$/)
    return (entry?.data as { kept?: object } | null)?.kept
  }

  /** What an audit says the ledger knows, and access does not. */
  const lostByAudit = async (credential = people.root.credential) => {
    const { data } = await api.get("/admin/user-lifecycle/findings?kind=access_lost", credential)
    return data.findings
  }

  describe("the undo of a change leaves what others have decided since", () => {
    it.each(ROWS)("%s, then %s: she is %s", async (change, event, ends, oldToken, kept) => {
      const before = await prepare(change)
      let token = before?.token ?? ""
      let left: Awaited<ReturnType<typeof findAda>> | undefined

      await makeAndUndo(change, await inputFor(change, before), async () => {
        token = token || (await login(api, ADA, PASSWORD))
        await meanwhile[event](await findAda())
        left = await findAda()
      })

      const after = await findAda()
      const isUndone = !(kept && "person" in kept)
      expect(after?.access ?? "gone").toBe(ends)
      expect(await people.status(bearer(token))).toBe(oldToken)
      expect(await keptByUndo({ id: left?.id ?? "" })).toEqual(kept)
      expect(await lostByAudit()).toEqual([])
      if (after) {
        expect(after.email).toBe(isUndone ? ADA : left?.email)
        expect(after.first_name).toBe(event === "her name changes" ? "Augusta" : "Ada")
        if (event !== "her name changes" && change !== "admitIdentityWorkflow") {
          expect(after.cut_off).toBe(left?.cut_off)
        }
      }
      if (ends === "offboarded" || ends === "gone") {
        const [{ count }] = await sql<{ count: number }>(
          "SELECT count(*)::int AS count FROM provider_identity WHERE provider = 'emailpass'"
        )
        expect(count).toBe(1)
        expect(after?.identities ?? 0).toBe(0)
      }
      const password = event === "her password changes" ? NEW_PASSWORD : PASSWORD
      expect(await people.logIn(after?.email ?? ADA, password)).toMatchObject(
        // Somebody who has just been restored has no password to be told apart by.
        (change !== "restoreUserWorkflow" && REFUSALS[ends]) || { status: 401 }
      )
    })

    it.each<[Change, "suspend" | "offboard", Access]>([
      ["suspendUserWorkflow", "suspend", "suspended"],
      ["offboardUserWorkflow", "offboard", "offboarded"],
    ])(
      "%s, then another admin decides the same: she is not let in",
      async (change, action, ends) => {
        const ada = await people.provision(ADA)

        await makeAndUndo(change, { user_id: ada.id }, () => act(action, ada))

        expect((await findAda()).access).toBe(ends)
        expect(await people.status(ada.credential)).toBe(401)
        expect(await keptByUndo(ada)).toEqual(EVERYTHING)
      }
    )

    it("provisionUserWorkflow, then she is suspended: she is known for that, also after her row was erased", async () => {
      const email = "ada@example.org"
      let ada = { id: "" }
      await makeAndUndo("provisionUserWorkflow", { email, password: PASSWORD }, async () => {
        const [user] = await sql<{ id: string }>(`SELECT id FROM "user" WHERE email = $1`, [email])
        ada = user
        await act("suspend", ada)
      })
      expect(await keptByUndo(ada)).toEqual(EVERYTHING)

      await sql("DELETE FROM auth_identity WHERE app_metadata->>'user_id' = $1", [ada.id])
      await sql("DELETE FROM user_access WHERE user_id = $1", [ada.id])
      await sql(`DELETE FROM "user" WHERE id = $1`, [ada.id])
      const { data: login } = await people.signIn("sso|ada", { email, email_verified: true })
      const { status, data } = await api.post("/auth/test-sso/user", undefined, bearer(login.token))

      expect([status, data.code]).toEqual([401, "user_lifecycle.user_deleted"])
      expect(await sql(`SELECT id FROM "user" WHERE email = $1`, [email])).toEqual([])
    })

    it("waits for a suspension that is under way", async () => {
      const ada = await people.provision(ADA)
      let committed: Promise<unknown> | undefined

      await makeAndUndo("revokeSessionsWorkflow", { user_id: ada.id }, async () => {
        await new Promise<void>((isUnderWay, failed) => {
          committed = withClient(databaseUrl, async (client) => {
            await client.query("BEGIN")
            await client.query("SELECT user_lifecycle_lock_access($1)", [ada.id])
            await client.query(
              "UPDATE user_access SET status = 'suspended', updated_at = clock_timestamp() WHERE user_id = $1",
              [ada.id]
            )
            isUnderWay()
            await untilSomebodyWaitsForALock(databaseUrl)
            await client.query("COMMIT")
          })
          committed.catch(failed)
        })
      })
      await committed

      expect((await findAda()).access).toBe("suspended")
      expect(await keptByUndo(ada)).toEqual(EVERYTHING)
    })

    it("leaves the new password where a change of email had moved it to another login", async () => {
      const ada = await people.provision(ADA)
      await sql(
        `UPDATE auth_identity SET app_metadata = app_metadata || '{"customer_id": "cus_1"}' WHERE app_metadata->>'user_id' = $1`,
        [ada.id]
      )

      await makeAndUndo("changeUserEmailWorkflow", { user_id: ada.id, email: LOVELACE }, () =>
        meanwhile["her password changes"](ada)
      )

      expect(await keptByUndo(ada)).toEqual(EVERYTHING)
      // The former login is the customer's alone: whoever knows its password is no admin.
      expect((await people.logIn(ADA, PASSWORD)).status).toBe(401)
      const token = await login(api, LOVELACE, NEW_PASSWORD)
      expect(await people.status(bearer(token))).toBe(200)
    })

    it("takes the former email back from a stranger's login, but not from another user", async () => {
      const ada = await people.provision(ADA)
      const input = { user_id: ada.id, email: LOVELACE }
      await makeAndUndo("changeUserEmailWorkflow", input, () => insertStranger())
      expect(await keptByUndo(ada)).toBeUndefined()
      expect((await people.logIn(ADA)).status).toBe(200)

      await makeAndUndo("changeUserEmailWorkflow", input, async () => {
        await people.provision(ADA, { password: NEW_PASSWORD })
      })
      expect(await keptByUndo(ada)).toEqual({ person: "email_taken" })
      expect((await people.logIn(LOVELACE)).status).toBe(200)
      expect((await people.logIn(ADA, NEW_PASSWORD)).status).toBe(200)
    })
  })

  describe("the undo of an offboarding", () => {
    it("leaves somebody as they are who has been restored, and suspended, since", async () => {
      const ada = await people.provision(ADA)

      await makeAndUndo("offboardUserWorkflow", { user_id: ada.id }, async () => {
        await act("restore", ada)
        await act("suspend", ada, { reason: "decided by another admin" })
      })

      expect(await keptByUndo(ada)).toEqual(EVERYTHING)
      expect((await findAda()).access).toBe("suspended")
      expect((await people.logIn(ADA)).status).toBe(401)
    })

    it.each([
      ["another user has the email", "email_taken"],
      ["a customer has the login", "login_taken"],
    ])("leaves somebody offboarded where %s by now", async (_, because) => {
      const ada = await people.provision(ADA)

      await makeAndUndo("offboardUserWorkflow", { user_id: ada.id }, async () => {
        if (because === "email_taken") {
          await people.provision(ADA, { password: NEW_PASSWORD })
          return
        }
        await sql(
          `INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_customer', '{"customer_id": "cus_1"}')`
        )
        await sql(
          `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
           VALUES ('provid_customer', $1, 'emailpass', 'authid_customer')`,
          [ADA]
        )
      })

      expect(await keptByUndo(ada)).toEqual({ person: because })
      expect(await people.status(ada.credential)).toBe(401)
      expect((await people.logIn(ADA)).status).toBe(401)
    })

    it.each(["[]", '"text"', "7"])(
      "makes a login give way that is nobody's, whatever other code has stored of it: %s",
      async (metadata) => {
        const ada = await people.provision(ADA)

        await makeAndUndo("offboardUserWorkflow", { user_id: ada.id }, () =>
          insertStranger(metadata)
        )

        expect(await keptByUndo(ada)).toBeUndefined()
        expect((await people.logIn(ADA)).status).toBe(200)
      }
    )

    it("leaves a login to the user whose it has become since", async () => {
      const ada = await people.provision(ADA)
      await people.linkSso(ada, "sso|shared")
      const link = (user: { id: string }) =>
        sql("UPDATE auth_identity SET app_metadata = $1::jsonb WHERE id = 'authid_sso|shared'", [
          JSON.stringify({ user_id: user.id, customer_id: "cus_1" }),
        ])
      await link(ada)

      await makeAndUndo("offboardUserWorkflow", { user_id: ada.id }, async () => {
        await link(people.root)
      })

      expect(await people.status(ada.credential)).toBe(200)
      const [shared] = await sql(
        "SELECT app_metadata->>'user_id' AS user_id FROM auth_identity WHERE id = 'authid_sso|shared'"
      )
      expect(shared).toEqual({ user_id: people.root.id })
    })

    it("does not bring a key back that was deleted since, nor an invite where there is a new one", async () => {
      const ada = await people.provision(ADA)
      const deleted = await people.createKey(ada.credential, "deleted")
      const revoked = await people.createKey(ada.credential, "revoked")
      // An invite from before the plugin: now the database would refuse it.
      await sql("ALTER TABLE invite DISABLE TRIGGER USER")
      await sql(
        `INSERT INTO invite (id, email, token, expires_at) VALUES ('invite_1', $1, 't', now() + interval '1 day')`,
        [ADA]
      )
      await sql("ALTER TABLE invite ENABLE TRIGGER USER")

      await makeAndUndo("offboardUserWorkflow", { user_id: ada.id }, async () => {
        await sql("DELETE FROM api_key WHERE id = $1", [deleted.id])
        const { status } = await api.post("/admin/invites", { email: ADA }, people.root.credential)
        expect(status).toBe(200)
      })

      expect(await keptByUndo(ada)).toBeUndefined()
      expect(await people.status(ada.credential)).toBe(200)
      expect(await people.status(revoked.credential)).toBe(200)
      expect(await people.status(deleted.credential)).toBe(401)
      const invites = await sql("SELECT id FROM invite WHERE deleted_at IS NULL")
      expect(invites).toEqual([{ id: expect.not.stringMatching("invite_1$") }])
    })
  })

  describe("the undo of a change that gave access leaves somebody who can log in", () => {
    const offboardRoot = async (credential: ReturnType<typeof bearer>) =>
      await act("offboard", people.root, {}, credential)

    it.each<[Change]>([
      ["provisionUserWorkflow"],
      ["reactivateUserWorkflow"],
      ["restoreUserWorkflow"],
    ])("%s, then she offboards the only other admin", async (change) => {
      const before = await prepare(change)

      await makeAndUndo(change, await inputFor(change, before), async () => {
        if (change === "restoreUserWorkflow") {
          await setPassword(await findAda(), PASSWORD)
        }
        await offboardRoot(bearer(await login(api, ADA, PASSWORD)))
      })

      const ada = await findAda()
      expect(await keptByUndo(ada)).toEqual({ person: "last_admin" })
      expect(ada.access).toBe("active")
      const adas = bearer(await login(api, ADA, PASSWORD))
      expect(await people.status(adas)).toBe(200)
      expect(await lostByAudit(adas)).toEqual([])
    })

    it.each([
      ["makes her an admin", false],
      ["is her only way in", true],
    ])("admitIdentityWorkflow, whose login %s", async (_, isProvisioned) => {
      const email = "ada@example.org"
      if (isProvisioned) {
        await api.post("/admin/users", { email }, people.root.credential)
      }
      const auth_identity_id = await registerWithSso("sso|ada", email)
      const claims = { email, email_verified: true }
      const input = { auth_identity_id, provider: "test-sso", claims }
      const signIn = async () => bearer((await people.signIn("sso|ada", claims)).data.token)

      await makeAndUndo("admitIdentityWorkflow", input, async () => offboardRoot(await signIn()))

      const [ada] = await sql<{ id: string }>(`SELECT id FROM "user" WHERE email = $1`, [email])
      expect(await keptByUndo(ada)).toEqual({ person: "last_admin" })
      expect(await people.status(await signIn())).toBe(200)
    })

    it("unless there was nobody before: a first admin whose provision fails is gone", async () => {
      await sql(`UPDATE "user" SET deleted_at = now()`)

      let ada: { id: string } | undefined
      const input = await inputFor("provisionUserWorkflow", undefined)
      await makeAndUndo("provisionUserWorkflow", input, async () => {
        ada = await findAda()
      })

      expect(await findAda()).toBeUndefined()
      expect(await keptByUndo({ id: ada?.id ?? "" })).toBeUndefined()
    })
  })
})
