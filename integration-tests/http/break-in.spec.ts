import { ContainerRegistrationKeys, generateJwtToken } from "@medusajs/framework/utils"
import { useBackend } from "../helpers/backend"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { deliverUserDeleted } from "../helpers/subscribers"
import { waitUntil } from "../helpers/wait-until"
import {
  apiKey,
  bearer,
  type Credential,
  decodeToken,
  login,
  openSession,
  signInWithSso,
} from "../helpers/http"

const PASSWORD = "correct horse battery staple"
const STRANGERS_PASSWORD = "the password of a stranger"

// Strangers may register here, as Medusa lets them: what they could do with it is tested.
const options = { invites: { registration: "open" } }

/** Ways in that were tried, each of which once worked. */
useBackend({ options }, ({ api, createAdminWithToken, databaseUrl, getContainer, sql }) => {
  let root: { id: string; credential: Credential }

  beforeEach(async () => {
    const { user, token } = await createAdminWithToken({
      email: "root@example.com",
      password: PASSWORD,
    })
    root = { id: user.id, credential: bearer(token) }
  })

  const provision = async (body: Record<string, unknown>) => {
    const { data } = await api.post("/admin/users", body, root.credential)
    return data.user.id as string
  }
  const offboard = (id: string, body = {}, credential = root.credential) =>
    api.post(`/admin/users/${id}/offboard`, body, credential)

  const createKey = async (credential: Credential, title = "key") => {
    const { data } = await api.post("/admin/api-keys", { title, type: "secret" }, credential)
    return { id: data.api_key.id as string, credential: apiKey(data.api_key.token) }
  }

  const registerCustomer = async (email: string) => {
    const { data } = await api.post("/auth/customer/emailpass/register", {
      email,
      password: STRANGERS_PASSWORD,
    })
    return await becomeCustomer(data.token, email)
  }
  const becomeCustomer = async (token: string, email: string) => {
    const [key] = await sql<{ token: string }>(
      "SELECT token FROM api_key WHERE type = 'publishable'"
    )
    const headers = { ...bearer(token).headers, "x-publishable-api-key": key.token }
    const { data } = await api.post("/store/customers", { email }, { headers })
    return data.customer.id as string
  }

  it("a login with an email that only looks alike is somebody else's", async () => {
    const lookalike = "ada@g\u0130thub.example.com"
    const registered = await api.post("/auth/customer/emailpass/register", {
      email: lookalike,
      password: STRANGERS_PASSWORD,
    })
    await becomeCustomer(registered.data.token, "stranger@example.com")
    const id = await provision({ email: "ada@github.example.com", password: PASSWORD })
    expect(
      await sql(
        `SELECT p.entity_id FROM auth_identity i JOIN provider_identity p ON p.auth_identity_id = i.id
         WHERE i.app_metadata->>'user_id' = $1`,
        [id]
      )
    ).toEqual([{ entity_id: "ada@github.example.com" }])
    const [{ is_same }] = await sql(
      "SELECT user_lifecycle_normalize_email($1) = 'ada@github.example.com' AS is_same",
      [lookalike]
    )
    expect(is_same).toBe(false)
  })

  it("a token that a stranger kept does not become the admin's by an invite that Medusa accepts", async () => {
    const email = "ada@example.com"
    const registered = await api.post("/auth/user/emailpass/register", {
      email,
      password: STRANGERS_PASSWORD,
    })
    const kept = bearer(registered.data.token)
    const keptSession = await openSession(api, registered.data.token)
    await sql("UPDATE auth_identity SET created_at = created_at - interval '1 day'")
    const { data } = await api.post("/admin/invites", { email }, root.credential)
    const accepted = await api.post(
      `/admin/invites/accept?token=${data.invite.token}`,
      { first_name: "Ada" },
      kept
    )
    expect(accepted.status).toBe(200)
    // As if they had been invited a second later.
    await sql(`UPDATE "user" SET created_at = created_at + interval '1 second' WHERE email = $1`, [
      email,
    ])
    for (const credential of [kept, keptSession]) {
      const refreshed = await api.post("/auth/token/refresh", undefined, credential)
      expect([refreshed.status, refreshed.data.code]).toEqual([401, "user_lifecycle.token_revoked"])
    }
  })

  it("a token that a stranger kept from registering does not become the admin's", async () => {
    const email = "ada@example.com"
    const registered = await api.post("/auth/user/emailpass/register", {
      email,
      password: STRANGERS_PASSWORD,
    })
    const kept = bearer(registered.data.token)
    const keptSession = await openSession(api, registered.data.token)
    const asCustomer = await api.post("/auth/customer/emailpass", {
      email,
      password: STRANGERS_PASSWORD,
    })
    await becomeCustomer(asCustomer.data.token, email)
    const ada = await provision({ email, password: PASSWORD })
    expect(
      await sql(
        "SELECT 1 FROM auth_identity WHERE app_metadata->>'user_id' = $1 AND app_metadata ? 'customer_id'",
        [ada]
      )
    ).toHaveLength(1)

    for (const credential of [kept, keptSession]) {
      const refreshed = await api.post("/auth/token/refresh", undefined, credential)
      expect([refreshed.status, refreshed.data.code]).toEqual([401, "user_lifecycle.token_revoked"])
      expect((await api.get("/admin/users/me", credential)).status).toBe(401)
    }
    expect((await api.post("/auth/session", undefined, kept)).status).toBe(401)
    const fresh = bearer(await login(api, email, PASSWORD))
    expect((await api.get("/admin/users/me", fresh)).data.user.id).toBe(ada)
  })

  it("a customer's reset does not open the admin login that is shared with it", async () => {
    await registerCustomer("ada@example.com")
    await provision({ email: "ada@example.com", password: PASSWORD })
    const { generateResetPasswordTokenWorkflow } = await import("@medusajs/medusa/core-flows")
    const { http } = getContainer().resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
    const { result: token } = await generateResetPasswordTokenWorkflow(getContainer()).run({
      input: {
        entityId: "ada@example.com",
        actorType: "customer",
        provider: "emailpass",
        secret: http.jwtSecret as string,
      },
    })

    const crossed = await api.post(
      "/auth/user/emailpass/update",
      { password: "chosen by a stranger" },
      bearer(token)
    )
    expect(crossed.status).toBe(401)
    await api.post(
      "/auth/customer/emailpass/update",
      { password: "chosen by a stranger" },
      bearer(token)
    )
    const entered = await api.post("/auth/user/emailpass", {
      email: "ada@example.com",
      password: "chosen by a stranger",
    })
    expect(entered.status).toBe(401)
    await login(api, "ada@example.com", PASSWORD)
  })

  it("a key does not get lost because the key that made it was deleted", async () => {
    await provision({ email: "ada@example.com", password: PASSWORD })
    const ada = bearer(await login(api, "ada@example.com", PASSWORD))
    const { id } = (await api.get("/admin/users/me", ada)).data.user
    const first = await createKey(ada, "first")
    const second = await createKey(first.credential, "second")
    await api.post(`/admin/api-keys/${first.id}/revoke`, {}, ada)
    expect((await api.delete(`/admin/api-keys/${first.id}`, ada)).status).toBe(200)

    const { data: report } = await offboard(id)

    expect(report.api_keys.map(({ title }: { title: string }) => title)).toEqual(["second"])
    expect((await api.get("/admin/products", second.credential)).status).toBe(401)
  })

  describe("a key that was made with a key that was made with a key", () => {
    /** The last of three keys of Ada's, each made with the one before; the first two are revoked. */
    const makeChain = async () => {
      const ada = await provision({ email: "ada@example.com", password: PASSWORD })
      const first = await createKey(bearer(await login(api, "ada@example.com", PASSWORD)), "first")
      const second = await createKey(first.credential, "second")
      const third = await createKey(second.credential, "third")
      const ids = [first.id, second.id]
      await sql("UPDATE api_key SET revoked_at = now() WHERE id = ANY ($1)", [ids])
      return { ada, first, second, third }
    }
    const itEndsWith = async (ada: string, key: { credential: ReturnType<typeof bearer> }) => {
      expect((await api.get("/admin/products", key.credential)).status).toBe(200)
      const { data: report } = await offboard(ada)
      expect(report.api_keys.map(({ title }: { title: string }) => title)).toEqual(["third"])
      expect((await api.get("/admin/products", key.credential)).status).toBe(401)
    }

    it("does not get lost where the two before it are deleted at the same moment", async () => {
      const { ada, first, second, third } = await makeChain()
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("DELETE FROM api_key WHERE id = $1", [second.id])
        const other = sql("DELETE FROM api_key WHERE id = $1", [first.id])
        await untilSomebodyWaitsForALock(databaseUrl)
        await client.query("COMMIT")
        await other
      })
      await itEndsWith(ada, third)
    })

    it.each([
      ["", "ORDER BY id"],
      [", in the other order", "ORDER BY id DESC"],
    ])(
      "does not get lost where the two before it are deleted with one statement%s",
      async (_, order) => {
        const { ada, first, second, third } = await makeChain()
        await sql(
          `WITH listed AS MATERIALIZED (SELECT id FROM api_key WHERE id = ANY ($1) ${order})
         DELETE FROM api_key k USING listed WHERE k.id = listed.id`,
          [[first.id, second.id]]
        )
        expect(await sql("SELECT created_by FROM api_key WHERE id = $1", [third.id])).toEqual([
          { created_by: ada },
        ])
        await itEndsWith(ada, third)
      }
    )

    it("is nobody's own, where keys name each other as their makers, and can be deleted", async () => {
      const { first, second } = await makeChain()
      await sql("UPDATE api_key SET created_by = $1 WHERE id = $2", [second.id, first.id])
      await sql("DELETE FROM api_key WHERE id = ANY ($1)", [[first.id, second.id]])
      expect(await sql("SELECT 1 FROM api_key WHERE title IN ('first', 'second')")).toEqual([])
    })
  })

  it("a key that is made with a key while that one is being revoked is revoked, too", async () => {
    const ada = await provision({ email: "ada@example.com", password: PASSWORD })
    const first = await createKey(bearer(await login(api, "ada@example.com", PASSWORD)), "first")

    await withClient(databaseUrl, async (request) => {
      await request.query("BEGIN")
      await request.query(
        `INSERT INTO api_key (id, token, salt, redacted, title, type, created_by)
         VALUES ('apk_child', 't', 's', 'r', 'child', 'secret', $1)`,
        [first.id]
      )
      const offboarding = offboard(ada)
      await untilSomebodyWaitsForALock(databaseUrl)
      await request.query("COMMIT")
      const { data: report } = await offboarding
      expect(report.api_keys.map(({ title }: { title: string }) => title).sort()).toEqual([
        "child",
        "first",
      ])
    })
  })

  it("a revocation in the future does not bring back a key that is revoked", async () => {
    const ada = await provision({ email: "ada@example.com", password: PASSWORD })
    const key = await createKey(bearer(await login(api, "ada@example.com", PASSWORD)))
    await offboard(ada)

    await sql(
      "UPDATE api_key SET revoked_at = now() + interval '1 year', revoked_by = 'evil' WHERE id = $1",
      [key.id]
    )
    await sql("UPDATE api_key SET revoked_at = NULL WHERE id = $1", [key.id])

    expect((await api.get("/admin/products", key.credential)).status).toBe(401)
    expect(await sql("SELECT revoked_by FROM api_key WHERE id = $1", [key.id])).toEqual([
      { revoked_by: root.id },
    ])
  })

  const act = (action: string, id: string, body = {}, credential = root.credential) =>
    api.post(`/admin/users/${id}/${action}`, body, credential)

  /** Somebody who acts, and is to be stopped. */
  const admit = async (email: string) => {
    const id = await provision({ email, password: PASSWORD })
    return { id, email, credential: bearer(await login(api, email, PASSWORD)) }
  }

  const countWaiting = async () =>
    (
      await sql(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
      )
    ).length

  /** Whoever writes to the table waits until it is released, at the latest at the end of this. */
  const withLocked = (table: string, run: (release: () => Promise<unknown>) => Promise<void>) =>
    withClient(databaseUrl, async (client) => {
      await client.query("BEGIN")
      await client.query(`LOCK TABLE ${table} IN SHARE MODE`)
      await run(() => client.query("COMMIT"))
    })

  const resetTokens = () => sql("SELECT id FROM auth_password_reset_token")

  it.each(["offboard", "suspend", "revoke-sessions"])(
    "a reset token of somebody else does not come out of a request that passed the guard before: %s",
    async (action) => {
      const ada = await admit("ada@example.com")
      await withLocked("lifecycle_event", async (release) => {
        // The change has removed the tokens that there were, and waits to be written down.
        const change = act(action, ada.id)
        await waitUntil("the change is nearly done", async () => (await countWaiting()) === 1)
        let isAnswered = false
        const asking = act("reset-password", root.id, {}, ada.credential).finally(() => {
          isAnswered = true
        })
        await waitUntil(
          "the request is answered, or waits, too",
          async () => isAnswered || (await countWaiting()) === 2
        )
        await release()

        expect((await change).status).toBe(200)
        expect((await asking).status).toBe(401)
        expect(await resetTokens()).toEqual([])
      })
    }
  )

  const changes: Record<string, (id: string) => Promise<unknown>> = {
    "a change of their password": (id) => setPassword(id),
    "a change of their email": (id) => act("change-email", id, { email: "else@example.com" }),
    "a revocation of their sessions": (id) => act("revoke-sessions", id),
    "a revocation of everybody's": () =>
      api.post("/admin/user-lifecycle/revoke-all-sessions", {}, root.credential),
  }
  const setPassword = (id: string) =>
    sql(
      `UPDATE provider_identity p SET provider_metadata = provider_metadata || '{"password": "another hash"}'
       FROM auth_identity i WHERE i.id = p.auth_identity_id AND i.app_metadata->>'user_id' = $1`,
      [id]
    )

  it.each(Object.keys(changes))(
    "the reset tokens that a stolen token asked for end with it, and no other: %s",
    async (change) => {
      const ada = await admit("ada@example.com")
      const grace = await admit("grace@example.com")
      const linus = await admit("linus@example.com")
      const stolen = await act("reset-password", grace.id, {}, ada.credential)
      const kept = await act("reset-password", linus.id)
      const use = ({ data }: typeof stolen) =>
        api.post("/auth/user/emailpass/update", { password: "another one" }, bearer(data.token))
      expect(stolen.status).toBe(200)

      await changes[change](ada.id)

      expect((await use(stolen)).status).toBe(401)
      expect((await use(kept)).status).toBe(change.includes("everybody") ? 401 : 200)
    }
  )

  it.each(["a change of their password", "a revocation of everybody's"])(
    "a reset token that is being made with a stolen token at that moment ends with it, too: %s",
    async (change) => {
      const ada = await admit("ada@example.com")
      await withLocked("auth_password_reset_token", async (release) => {
        // The request passes all checks but the last, and waits; or has passed that, and whoever revokes waits for it.
        const asking = act("reset-password", root.id, {}, ada.credential)
        await waitUntil("the token is being made", async () => (await countWaiting()) === 1)
        const changing = changes[change](ada.id)
        await waitUntil("the change waits", async () => (await countWaiting()) === 2)
        await release()

        await Promise.all([asking, changing])
        expect(await resetTokens()).toEqual([])
      })
    }
  )

  it.each(["suspend", "revoke-sessions"])(
    "the secret of a new key does not come out of a request that passed the guard before: %s",
    async (action) => {
      const ada = await admit("ada@example.com")
      await withLocked("api_key", async (release) => {
        const making = api.post(
          "/admin/api-keys",
          { title: "way back", type: "secret" },
          ada.credential
        )
        await waitUntil("the key is being made", async () => (await countWaiting()) === 1)
        expect((await act(action, ada.id)).status).toBe(200)
        await release()

        const { status, data } = await making
        expect([status, data.api_key]).toEqual([401, undefined])
        expect(data.code).toMatch(/user_suspended|token_revoked/)
      })
      await waitUntil("the key is revoked", async () => {
        const [key] = await sql("SELECT revoked_at FROM api_key WHERE title = 'way back'")
        return key.revoked_at !== null
      })
    }
  )

  it("a batch makes nobody else once the token is revoked with which it was asked for", async () => {
    const ada = await admit("ada@example.com")
    await withLocked("lifecycle_event", async (release) => {
      const create = Array.from({ length: 6 }, (_, n) => ({
        email: `accomplice-${n}@example.com`,
        password: STRANGERS_PASSWORD,
      }))
      const batch = api.post("/admin/users/batch", { create }, ada.credential)
      await waitUntil("the first are being made", async () => (await countWaiting()) >= 1)
      const begun = await countWaiting()
      const revocation = act("revoke-sessions", ada.id)
      await waitUntil("the revocation waits", async () => (await countWaiting()) > begun)
      await release()

      expect((await revocation).status).toBe(200)
      const { status, data } = await batch
      expect(status).toBe(200)
      const codes = data.results.map(({ code }: { code?: string }) => code)
      expect(codes.filter((code: string) => code === undefined).length).toBeLessThan(4)
      expect(codes.slice(-2)).toEqual(Array(2).fill("user_lifecycle.token_revoked"))
    })
  })

  it("the reset tokens that somebody asked for, also with a key, go with them, and nobody else's", async () => {
    const ada = await admit("ada@example.com")
    const key = await createKey(ada.credential)
    const first = await admit("first@example.com")
    const second = await admit("second@example.com")
    const third = await admit("third@example.com")
    await act("reset-password", first.id, {}, ada.credential)
    await act("reset-password", second.id, {}, key.credential)
    const kept = await act("reset-password", third.id)
    expect(await resetTokens()).toHaveLength(3)

    expect((await offboard(ada.id)).status).toBe(200)

    expect(await resetTokens()).toHaveLength(1)
    const used = await api.post(
      "/auth/user/emailpass/update",
      { password: "another password" },
      bearer(kept.data.token)
    )
    expect(used.status).toBe(200)
  })

  it("admins can't fill somebody's mailbox with resets, nor use up those that the person may ask for", async () => {
    const ada = await admit("ada@example.com")
    const answers = []
    for (let asked = 0; asked < 6; asked++) {
      const { status, data } = await act("reset-password", ada.id)
      answers.push(status === 200 ? typeof data.token : data.code)
    }
    expect(answers).toEqual([...Array(5).fill("string"), "user_lifecycle.too_many_resets"])

    const [before] = await resetTokens()
    await api.post("/auth/user/emailpass/reset-password", { identifier: ada.email })
    expect(await resetTokens()).not.toEqual([before])
  })

  it("a login that somebody registered for another person goes with whoever registered it, and no other does", async () => {
    const ada = await admit("ada@example.com")
    const register = (email: string, credential: Credential) =>
      api.post("/auth/user/emailpass/register", { email, password: STRANGERS_PASSWORD }, credential)
    await register("grace@example.com", ada.credential)
    await register("linus@example.com", root.credential)
    await register("zoe@example.com", ada.credential)
    await provision({ email: "zoe@example.com", password: PASSWORD })

    const { data: report } = await offboard(ada.id)

    expect(report.vouched_logins_removed).toBe(1)
    expect(
      await sql(
        `SELECT entity_id FROM provider_identity WHERE entity_id <> 'root@example.com' ORDER BY entity_id`
      )
    ).toEqual([{ entity_id: "linus@example.com" }, { entity_id: "zoe@example.com" }])
  })

  const vouchForMany = async (id: string, count: number) => {
    await sql(
      `WITH identity AS (
         INSERT INTO auth_identity (id) SELECT 'authid_' || n FROM generate_series(1, $2::int) n RETURNING id
       )
       INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
       SELECT 'provid_' || id, id || '@example.com', 'emailpass', id, jsonb_build_object('user_lifecycle_vouched_by', $1::text)
       FROM identity`,
      [id, count]
    )
    // As autovacuum does a minute later: connections have plans for tables of a few rows.
    await sql("ANALYZE auth_identity, provider_identity")
  }

  it("nobody keeps off their own offboarding by the logins that they registered, however many", async () => {
    const ada = await admit("ada@example.com")
    await vouchForMany(ada.id, 70_000)
    const { status, data } = await offboard(ada.id, {})
    expect([status, data.vouched_logins_removed]).toEqual([200, 70_000])
    expect(
      await sql("SELECT 1 FROM auth_identity WHERE id LIKE 'authid\\_%' AND app_metadata IS NULL")
    ).toEqual([])
  }, 180_000)

  it.each(["a revocation of their sessions", "a change of their email"])(
    "a login that was registered with a stolen token is a stranger's after it, also for the admin who was robbed: %s",
    async (change) => {
      const ada = await admit("ada@example.com")
      const email = "hire@example.com"
      await api.post(
        "/auth/user/emailpass/register",
        { email, password: STRANGERS_PASSWORD },
        ada.credential
      )
      // As on an instance whose clock is a minute ahead, by which Medusa dates rows.
      await sql("UPDATE provider_identity SET created_at = created_at + interval '1 minute'")
      await changes[change](ada.id)
      const own = change.includes("email") ? "else@example.com" : ada.email
      const again = bearer(await login(api, own, PASSWORD))

      expect((await api.post("/admin/users", { email }, again)).status).toBe(200)
      const stolen = await api.post("/auth/user/emailpass", { email, password: STRANGERS_PASSWORD })
      expect(stolen.status).toBe(401)
    }
  )

  const endsOfKeys: Record<string, (id: string) => Promise<unknown>> = {
    "it is revoked": (id) => api.post(`/admin/api-keys/${id}/revoke`, {}, root.credential),
    // Medusa deletes only what is revoked.
    "it is deleted": (id) => sql("DELETE FROM api_key WHERE id = $1", [id]),
    "a date has come": async (id) => {
      // Nobody changes the row when it does.
      await sql("ALTER TABLE api_key DISABLE TRIGGER USER")
      await sql("UPDATE api_key SET revoked_at = now() - interval '1 second' WHERE id = $1", [id])
      await sql("ALTER TABLE api_key ENABLE TRIGGER USER")
    },
  }

  it.each(
    Object.keys(endsOfKeys).flatMap((end) => [
      [end, undefined],
      // The key itself can give it one: Medusa asks nobody.
      [`${end}, and was to end later`, 3_600],
    ])
  )(
    "the reset tokens that an API key asked for end with it, and no other: %s",
    async (how, revoke_in) => {
      const ada = await admit("ada@example.com")
      const grace = await admit("grace@example.com")
      const linus = await admit("linus@example.com")
      const key = await createKey(root.credential)
      if (revoke_in) {
        const path = `/admin/api-keys/${key.id}/revoke`
        expect((await api.post(path, { revoke_in }, key.credential)).status).toBe(200)
      }
      const stolen = await act("reset-password", grace.id, {}, key.credential)
      expect(stolen.status).toBe(200)
      const kept = await act("reset-password", linus.id, {}, ada.credential)
      const [end] = String(how).split(",")
      await endsOfKeys[end](key.id)
      const use = ({ data }: typeof stolen) =>
        api.post("/auth/user/emailpass/update", { password: "another one" }, bearer(data.token))
      expect([(await use(stolen)).status, (await use(kept)).status]).toEqual([401, 200])
    }
  )

  describe("a password that is being set, which takes a while, with a token that ends meanwhile", () => {
    /** Lets requests that set a password come as far as the write, and lets them go on after something else. */
    const atTheWrite = async <T>(
      userId: string,
      ask: () => Promise<T>,
      meanwhile: () => Promise<unknown>
    ) =>
      await withClient(databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query("SELECT user_lifecycle_lock_access($1)", [userId])
        const asked = ask()
        await untilSomebodyWaitsForALock(databaseUrl)
        await meanwhile()
        await client.query("COMMIT")
        return await asked
      })
    const set = (token: string, actorType = "user") =>
      api.post(`/auth/${actorType}/emailpass/update`, { password: "another one" }, bearer(token))

    /** The same token for another path: Medusa would sign one for whoever asks for a customer's reset. */
    const signedFor = (actor_type: string, token: string) => {
      const { exp: _, jti, ...claims } = decodeToken(token)
      return generateJwtToken(
        { ...claims, actor_type },
        {
          secret: process.env.JWT_SECRET,
          expiresIn: "15m",
          jwtOptions: { jwtid: String(jti) },
        }
      )
    }

    it.each(["user", "customer"])("is not set, on the path of any %s", async (actorType) => {
      const ada = await admit("ada@example.com")
      const grace = await admit("grace@example.com")
      const { data } = await act("reset-password", grace.id, {}, ada.credential)
      const token = signedFor(actorType, data.token)
      const answer = await atTheWrite(
        grace.id,
        () => set(token, actorType),
        async () => expect((await offboard(ada.id)).status).toBe(200)
      )
      expect(answer.status).toBe(401)
      const entered = await api.post("/auth/user/emailpass", {
        email: grace.email,
        password: "another one",
      })
      expect(entered.status).toBe(401)
      // The one who is there has lost nothing.
      await login(api, grace.email, PASSWORD)
    })

    it("is set once, where the token is used twice at the same moment", async () => {
      const ada = await admit("ada@example.com")
      const { data } = await act("reset-password", ada.id)
      const answers = await atTheWrite(
        ada.id,
        () => Promise.all([set(data.token), set(data.token)]),
        async () => undefined
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    })

    it("is not set after an offboarding of whoever has asked for the token was answered", async () => {
      const grace = await admit("grace@example.com")
      for (let trial = 0; trial < 5; trial++) {
        const ada = await admit(`ada${trial}@example.com`)
        const { data } = await act("reset-password", grace.id, {}, ada.credential)
        const [isSet] = await Promise.all([set(data.token), offboard(ada.id)])
        const login = { email: grace.email, password: "another one" }
        const { status } = await api.post("/auth/user/emailpass", login)
        // Whichever came first; never one that says that it was set, and is not.
        expect([isSet.status, status]).toEqual(isSet.status === 200 ? [200, 200] : [401, 401])
        await setPassword(grace.id)
      }
    })
  })

  it("nobody registers logins for others without end", async () => {
    const ada = await admit("ada@example.com")
    await vouchForMany(ada.id, 999)
    const register = (email: string) =>
      api.post(
        "/auth/user/emailpass/register",
        { email, password: STRANGERS_PASSWORD },
        ada.credential
      )
    expect((await register("grace@example.com")).status).toBe(200)
    const { status, data } = await register("linus@example.com")
    expect([status, data.code]).toEqual([429, "user_lifecycle.too_many_vouched_logins"])
    await provision({ email: "grace@example.com", password: PASSWORD })
    await offboard(ada.id)
  })

  it("a kept key of somebody whom a person had made an admin, and offboarded, is in the report on that person", async () => {
    const ada = await admit("ada@example.com")
    const adasKey = await createKey(ada.credential)
    const created = await api.post(
      "/admin/users",
      { email: "puppet@example.com", password: PASSWORD },
      adasKey.credential
    )
    const puppet = created.data.user.id
    const key = await createKey(bearer(await login(api, "puppet@example.com", PASSWORD)), "ERP")
    await createKey(key.credential, "made with it")
    await offboard(puppet, { revoke_api_keys: false }, ada.credential)

    const { data: report } = await offboard(ada.id)

    expect(
      report.kept_api_keys.map(({ title, user_id }: Record<string, string>) => [title, user_id])
    ).toEqual([
      ["ERP", puppet],
      ["made with it", puppet],
    ])
    expect((await offboard(puppet)).data.api_keys_revoked).toBe(2)
    expect((await offboard(ada.id)).data.kept_api_keys).toEqual([])
  })

  const lockName = (name: string) => `user_lifecycle:${name}`
  const isFree = async (name: string) => {
    const [{ is_free }] = await sql(
      "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS is_free",
      [lockName(name)]
    )
    return is_free
  }
  /** Holds a lock of the plugin's, as another change would that is under way. */
  const whileLocked = async (name: string, meanwhile: () => Promise<void>, shared = "") =>
    await withClient(databaseUrl, async (client) => {
      await client.query("BEGIN")
      await client.query(`SELECT pg_advisory_xact_lock${shared}(hashtextextended($1, 0))`, [
        lockName(name),
      ])
      await meanwhile()
    })
  const invite = (emails: string[], credential: Credential) =>
    api.post("/admin/user-lifecycle/invites/batch", { emails }, credential)

  it("a batch of invites that names somebody's email does not hold off their offboarding", async () => {
    const ada = await admit("ada@example.com")
    const grace = await admit("grace@example.com")
    let batch: ReturnType<typeof invite> | undefined
    await whileLocked("email:zoe@example.com", async () => {
      batch = invite([ada.email, "zoe@example.com"], grace.credential)
      await waitUntil("the batch is in the middle", async () => (await countWaiting()) === 1)
      expect((await offboard(ada.id)).status).toBe(200)
    })
    const { data } = await (batch as ReturnType<typeof invite>)
    expect(data.results.map(({ status }: { status: string }) => status)).toEqual([
      "refused",
      "created",
    ])
  })

  it.each([
    ["a batch of invites", invite],
    [
      "a provision",
      ([email]: string[], credential: Credential) =>
        api.post("/admin/users", { email }, credential),
    ],
    [
      "another email for somebody",
      ([email]: string[], credential: Credential) =>
        act("change-email", root.id, { email }, credential),
    ],
    [
      "a suspension",
      (_: string[], credential: Credential) => act("suspend", root.id, {}, credential),
    ],
    [
      "the end of all sessions",
      (_: string[], credential: Credential) =>
        api.post("/admin/user-lifecycle/revoke-all-sessions", {}, credential),
    ],
  ])("%s that somebody begins while their offboarding waits holds nothing", async (_, begin) => {
    const ada = await admit("ada@example.com")
    let answers: Promise<{ status: number }[]> | undefined
    await whileLocked(
      `acting:${ada.id}`,
      async () => {
        const offboarding = offboard(ada.id)
        await waitUntil("the offboarding waits", async () => (await countWaiting()) === 1)
        const late = begin(["zoe@example.com"], ada.credential)
        await waitUntil("the late one waits, too", async () => (await countWaiting()) === 2)
        for (const name of ["email:zoe@example.com", "removals", "access"]) {
          expect([name, await isFree(name)]).toEqual([name, true])
        }
        answers = Promise.all([offboarding, late])
      },
      "_shared"
    )
    expect((await answers)?.map(({ status }) => status)).toEqual([200, 401])
  })

  it.each([
    ["the plugin's", "/admin/user-lifecycle/events"],
    ["Medusa's", "/admin/users"],
    ["Medusa's, of another module", "/admin/products"],
    ["Medusa's, for customers", "/store/products"],
  ])("fields that all objects inherit are asked for on no route of %s", async (_, path) => {
    const [key] = await sql<{ token: string }>(
      "SELECT token FROM api_key WHERE type = 'publishable'"
    )
    const credential = {
      headers: { ...root.credential.headers, "x-publishable-api-key": key.token },
    }
    const inherited = () =>
      ["polluted", "allowUnauthenticated", "__fields"].filter((name) => name in {})
    try {
      for (const fields of [
        "__proto__.polluted",
        "__proto__.allowUnauthenticated.x",
        "id,-constructor.prototype.q",
        "%5F_proto__.x",
        "roles.__proto__.x",
      ]) {
        const { status, data } = await api.get(`${path}?fields=${fields}`, credential)
        expect([fields, status, data.code]).toEqual([fields, 400, "user_lifecycle.fields_unsafe"])
        expect(inherited()).toEqual([])
      }
    } finally {
      // Whatever comes after it would fail for no reason of its own.
      inherited().forEach((name) => Reflect.deleteProperty(Object.prototype, name))
    }
    expect((await api.get(`${path}?fields=id`, credential)).data.code).not.toBe(
      "user_lifecycle.fields_unsafe"
    )
  })

  it("a sign-up with somebody's email at an identity provider waits for what they do, and holds nothing meanwhile", async () => {
    const ada = await admit("ada@example.com")
    const signedIn = bearer(await signInWithSso(api, { sub: "sso|ada", email: ada.email }))
    let signUp: Promise<{ status: number }> | undefined
    await whileLocked(
      `acting:${ada.id}`,
      async () => {
        signUp = api.post("/auth/test-sso/user", undefined, signedIn)
        await waitUntil("the sign-up waits", async () => (await countWaiting()) === 1)
        expect(await isFree(`email:${ada.email}`)).toBe(true)
      },
      "_shared"
    )
    expect((await signUp)?.status).toBe(200)
  })

  it("who would remove themself, or only asks what it would take, waits for nobody and holds nobody up", async () => {
    const ada = await admit("ada@example.com")
    const key = await createKey(ada.credential)
    await whileLocked("removals", async () => {
      for (const credential of [ada.credential, key.credential]) {
        for (const [action, code] of [
          ["offboard", "self_offboarding"],
          ["suspend", "self_suspension"],
        ]) {
          const { status, data } = await act(action, ada.id, {}, credential)
          expect([status, data.code]).toEqual([400, `user_lifecycle.${code}`])
        }
      }
    })
    await withClient(databaseUrl, async (client) => {
      await client.query("BEGIN")
      await client.query(`SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE`, [root.id])
      await client.query("SELECT 1 FROM auth_identity FOR UPDATE")
      await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
        lockName(`acting:${root.id}`),
      ])
      const { status, data } = await offboard(root.id, { dry_run: true }, ada.credential)
      expect([status, data.changed, data.identities_removed]).toEqual([200, true, 1])
    })
  })

  it("keys in any number do not hold off the offboarding of whoever made them", async () => {
    const ada = await admit("ada@example.com")
    const makeKeys = (type: string, count: number) =>
      sql(
        `INSERT INTO api_key (id, token, salt, redacted, title, type, created_by)
         SELECT $1 || n, $1 || n, '', '', $1, $1, $2 FROM generate_series(1, $3::int) n`,
        [type, ada.id, count]
      )
    await makeKeys("publishable", 500)
    await makeKeys("secret", 500)
    let report: ReturnType<typeof offboard> | undefined
    await withLocked("lifecycle_event", async () => {
      report = offboard(ada.id)
      await waitUntil("it has locked what it locks", async () => (await countWaiting()) === 1)
      // PostgreSQL has room for some thousands of locks, and the request for a second or two.
      const [{ count }] = await sql<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_locks
         WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
      )
      expect(count).toBeLessThan(20)
    })
    const { status, data } = await (report as ReturnType<typeof offboard>)
    expect([status, data.api_keys_revoked]).toEqual([200, 500])
    expect(
      await sql("SELECT DISTINCT type FROM api_key WHERE created_by = $1 AND revoked_at IS NULL", [
        ada.id,
      ])
    ).toEqual([{ type: "publishable" }])
  })

  it("requests that come as fast as they can do not hold off the offboarding of whoever sends them", async () => {
    const ada = await provision({ email: "ada@example.com", password: PASSWORD })
    const credential = bearer(await login(api, "ada@example.com", PASSWORD))
    const act = () =>
      api.post(
        "/admin/user-lifecycle/invites/batch",
        { emails: ["grace@example.com"], dry_run: true },
        credential
      )
    const waiting = async () =>
      (
        await sql(
          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
      ).length
    expect((await act()).status).toBe(200)

    await withClient(databaseUrl, async (client) => {
      // One of the requests, in the middle of what it does.
      await client.query("BEGIN")
      await client.query(
        "SELECT pg_advisory_xact_lock_shared(hashtextextended('user_lifecycle:acting:' || $1, 0))",
        [ada]
      )
      await client.query(`SELECT 1 FROM "user" WHERE id = $1 FOR SHARE`, [ada])
      const offboarding = offboard(ada)
      await waitUntil("the offboarding waits for it", async () => (await waiting()) === 1)
      let isAnswered = false
      const late = act().finally(() => {
        isAnswered = true
      })
      await waitUntil("a later one waits, too", async () => isAnswered || (await waiting()) === 2)
      await client.query("COMMIT")

      expect((await late).status).toBe(401)
      await offboarding
    })
  })

  it("an invite for another spelling of one's own address can't be made", async () => {
    for (const email of ["ROOT@example.com", " root@example.com\t", "root@example.com\u00a0"]) {
      const { status } = await api.post("/admin/invites", { email }, root.credential)
      expect([email, status]).toEqual([email, 400])
    }
    expect(await sql("SELECT email FROM invite")).toEqual([])
  })

  it("white space of any kind does not make two people of one", async () => {
    await provision({ email: "ada@example.com", password: PASSWORD })
    for (const email of ["ada@example.com\t", "\u00a0Ada@example.com", "ada@example.com\u2003"]) {
      await expect(
        sql(`INSERT INTO "user" (id, email) VALUES ('user_2', $1)`, [email])
      ).rejects.toMatchObject({
        code: "23505",
      })
    }
  })

  it("single sign-on does not bring back somebody who was offboarded, unless they are invited", async () => {
    const auth = { provider: "test-sso", entity_id: "sso|ada" }
    const claims = { sub: "sso|ada", email: "Ada@example.com" }
    const ada = await provision({ email: "ada@example.com", auth })
    await offboard(ada)

    const signedIn = bearer(await signInWithSso(api, claims))
    const returned = await api.post("/auth/test-sso/user", undefined, signedIn)
    expect([returned.status, returned.data.code]).toEqual([401, "user_lifecycle.user_deleted"])
    expect(
      await sql(`SELECT id FROM "user" WHERE deleted_at IS NULL AND id <> $1`, [root.id])
    ).toEqual([])

    await api.post("/admin/invites", { email: "ada@example.com" }, root.credential)
    const again = await api.post("/auth/test-sso/user", undefined, signedIn)
    expect(again.status).toBe(200)
  })

  it("the last admin who can log in stays, also where another one's customer password would count", async () => {
    await registerCustomer("ada@example.com")
    await provision({ email: "ada@example.com" })
    const script = await createKey(root.credential)
    await sql("UPDATE api_key SET created_by = 'script' WHERE id = $1", [script.id])

    const { status, data } = await offboard(root.id, {}, script.credential)
    expect([status, data.code]).toEqual([400, "user_lifecycle.last_admin"])
  })

  it("the news of a deletion that is old, or false, removes nobody", async () => {
    const ada = await provision({ email: "ada@example.com", password: PASSWORD })
    const deliver = (id: string) => deliverUserDeleted(getContainer(), id)

    await deliver(ada)
    await deliver("user_nobody")
    await login(api, "ada@example.com", PASSWORD)

    await sql(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [ada])
    const ledger = () =>
      sql("SELECT type FROM lifecycle_event WHERE user_id = $1 ORDER BY sequence", [ada])
    await deliver(ada)
    const after = await ledger()
    expect(after).toEqual([{ type: "user_provisioned" }, { type: "user_offboarded" }])
    await deliver(ada)
    expect(await ledger()).toEqual(after)
  })

  it("a password that is too short can't be set through the email either, and does not cost the link", async () => {
    const { data } = await api.post(`/admin/users/${root.id}/reset-password`, {}, root.credential)
    const token = bearer(data.token)
    for (const path of ["/auth/user/emailpass/update", "/auth/%75ser/emailpass/update/"]) {
      const weak = await api.post(path, { password: "x" }, token)
      expect([path, weak.status, weak.data.code]).toEqual([
        path,
        400,
        "user_lifecycle.password_too_weak",
      ])
    }
    const strong = await api.post(
      "/auth/user/emailpass/update",
      { password: "another password" },
      token
    )
    expect(strong.status).toBe(200)
  })

  it("a stranger who registers the email at the same moment is replaced, and not in the way", async () => {
    await withClient(databaseUrl, async (stranger) => {
      await stranger.query("BEGIN")
      await stranger.query("INSERT INTO auth_identity (id) VALUES ('authid_stranger')")
      await stranger.query(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
         VALUES ('pid_stranger', 'ada@example.com', 'emailpass', 'authid_stranger')`
      )
      const provisioning = api.post(
        "/admin/users",
        { email: "ada@example.com", password: PASSWORD },
        root.credential
      )
      await untilSomebodyWaitsForALock(databaseUrl)
      await stranger.query("COMMIT")
      expect((await provisioning).status).toBe(200)
    })
    await login(api, "ada@example.com", PASSWORD)
    expect(await sql("SELECT id FROM auth_identity WHERE id = 'authid_stranger'")).toEqual([])
  })

  it("an admin who is offboarded while they provision somebody does not get it done", async () => {
    await provision({ email: "ada@example.com", password: PASSWORD })
    const ada = bearer(await login(api, "ada@example.com", PASSWORD))
    const { id } = (await api.get("/admin/users/me", ada)).data.user
    await withClient(databaseUrl, async (offboarding) => {
      await offboarding.query("BEGIN")
      await offboarding.query(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [id])
      // The guard reads what is committed, and lets the request in.
      const late = api.post("/admin/users", { email: "grace@example.com", password: PASSWORD }, ada)
      await untilSomebodyWaitsForALock(databaseUrl)
      await offboarding.query("COMMIT")
      const { status, data } = await late
      expect([status, data.code]).toEqual([401, "user_lifecycle.user_deleted"])
    })
    expect(await sql(`SELECT id FROM "user" WHERE email = 'grace@example.com'`)).toEqual([])
  })
})
