import type { IUserModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { untilSomebodyWaitsForALock, withClient } from "../helpers/database"
import { useBackend } from "../helpers/backend"
import { bearer } from "../helpers/http"

const PASSWORD = "correct horse battery staple"

useBackend({}, ({ api, createAdminWithToken, databaseUrl, getContainer, sql }) => {
  const insertUser = (id: string, email: string) =>
    sql(`INSERT INTO "user" (id, email) VALUES ($1, $2)`, [id, email])

  describe("a password of an admin's own, beside a customer's", () => {
    const METADATA = { password: "the customer's", user_lifecycle_password: "the admin's" }
    const write = async (metadata: object) => {
      await sql("UPDATE provider_identity SET provider_metadata = $1::jsonb", [
        JSON.stringify(metadata),
      ])
      const [row] = await sql<{ provider_metadata: object }>(
        "SELECT provider_metadata FROM provider_identity"
      )
      return row.provider_metadata
    }

    it("outlives a customer's change that had been read before it was set, or changed", async () => {
      await insertUser("user_1", "ada@example.com")
      await sql(
        `INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_1', '{"user_id": "user_1"}')`
      )
      await sql(
        `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
         VALUES ('provid_1', 'ada@example.com', 'emailpass', 'authid_1', $1)`,
        [JSON.stringify(METADATA)]
      )
      expect(await write({ password: "another" })).toEqual({ ...METADATA, password: "another" })
      // Read before the admin changed theirs.
      const stale = { password: "a third", user_lifecycle_password: "a former one" }
      expect(await write(stale)).toEqual({ ...METADATA, password: "a third" })
      expect(await write({ user_lifecycle_password: "another" })).toEqual({
        user_lifecycle_password: "another",
      })
      await sql(`UPDATE auth_identity SET app_metadata = '{}'`)
      expect(await write({ password: "another" })).toEqual({ password: "another" })
    })
  })

  describe("one living user for each email, whatever its case", () => {
    it("holds against plain SQL", async () => {
      await insertUser("user_1", "Ada@Example.com")

      await expect(insertUser("user_2", " ada@example.com ")).rejects.toMatchObject({
        code: "23505",
      })
    })

    it("holds against Medusa's own module, which says what is wrong", async () => {
      const users: IUserModuleService = getContainer().resolve(Modules.USER)
      await users.createUsers({ email: "ada@example.com" })

      await expect(users.createUsers({ email: "ADA@example.com" })).rejects.toMatchObject({
        message: "User with email: ada@example.com, already exists.",
      })
      const other = await users.createUsers({ email: "grace@example.com" })
      await expect(
        users.updateUsers({ id: other.id, email: "Ada@example.com" } as never)
      ).rejects.toMatchObject({ message: expect.stringContaining("already exists") })
    })

    it("holds against bringing a deleted user back while the email is taken", async () => {
      await insertUser("user_1", "ada@example.com")
      await sql(`UPDATE "user" SET deleted_at = now() WHERE id = 'user_1'`)
      await insertUser("user_2", "Ada@example.com")

      await expect(
        sql(`UPDATE "user" SET deleted_at = NULL WHERE id = 'user_1'`)
      ).rejects.toMatchObject({ code: "23505" })
    })

    it("holds against two transactions at once", async () => {
      await withClient(databaseUrl, async (first) => {
        await first.query("BEGIN")
        await first.query(`INSERT INTO "user" (id, email) VALUES ('user_1', 'ada@example.com')`)
        const second = insertUser("user_2", "ADA@example.com").catch((error) => error)
        await untilSomebodyWaitsForALock(databaseUrl)
        await first.query("COMMIT")
        expect(await second).toMatchObject({ code: "23505" })
      })
    })

    it("leaves alone what was wrong before, and lets it be repaired", async () => {
      await sql(`ALTER TABLE "user" DISABLE TRIGGER USER`)
      await insertUser("user_1", "ada@example.com")
      await insertUser("user_2", "ADA@example.com")
      await sql(`ALTER TABLE "user" ENABLE TRIGGER USER`)

      await sql(`UPDATE "user" SET first_name = 'Ada'`)
      await sql(`UPDATE "user" SET email = 'countess@example.com' WHERE id = 'user_2'`)
      expect(await sql(`SELECT email FROM "user" ORDER BY id`)).toEqual([
        { email: "ada@example.com" },
        { email: "countess@example.com" },
      ])
    })
  })

  describe("no new secret API key for somebody who is gone", () => {
    const insertKey = (id: string, createdBy: string, type = "secret") =>
      sql(
        `INSERT INTO api_key (id, token, salt, redacted, title, type, created_by)
         VALUES ($1, $1, 's', 'r', 't', $3, $2)`,
        [id, createdBy, type]
      )

    it("refuses a deleted user and a revoked key as its creator", async () => {
      await insertUser("user_1", "ada@example.com")
      await insertKey("apk_1", "user_1")
      await sql("UPDATE api_key SET revoked_at = now() WHERE id = 'apk_1'")
      await sql(`UPDATE "user" SET deleted_at = now()`)

      await expect(insertKey("apk_2", "user_1")).rejects.toMatchObject({ code: "23503" })
      await expect(insertKey("apk_3", "apk_1")).rejects.toMatchObject({ code: "23503" })
    })

    it("takes living users, working keys, publishable keys, and creators that Medusa does not know", async () => {
      await insertUser("user_1", "ada@example.com")
      await insertKey("apk_1", "user_1")
      await insertKey("apk_2", "apk_1")
      await insertKey("apk_3", "script")
      await insertKey("apk_4", "", "publishable")
    })

    it("makes a key that comes during an offboarding wait, and then refuses it", async () => {
      await insertUser("user_1", "ada@example.com")
      await withClient(databaseUrl, async (offboarding) => {
        await offboarding.query("BEGIN")
        await offboarding.query(`UPDATE "user" SET deleted_at = now() WHERE id = 'user_1'`)
        const late = insertKey("apk_1", "user_1").catch((error) => error)
        await untilSomebodyWaitsForALock(databaseUrl)
        await offboarding.query("COMMIT")
        expect(await late).toMatchObject({ code: "23503" })
      })
    })

    it("is a 404 to the request that was under way", async () => {
      const { user, token } = await createAdminWithToken({
        email: "ada@example.com",
        password: PASSWORD,
      })
      await withClient(databaseUrl, async (offboarding) => {
        await offboarding.query("BEGIN")
        // The guard reads the row as it is committed, and lets the request in.
        await offboarding.query(`UPDATE "user" SET deleted_at = now() WHERE id = $1`, [user.id])
        const late = api.post("/admin/api-keys", { title: "late", type: "secret" }, bearer(token))
        await untilSomebodyWaitsForALock(databaseUrl)
        await offboarding.query("COMMIT")
        expect((await late).status).toBe(404)
      })
      expect(await sql("SELECT id FROM api_key WHERE type = 'secret'")).toEqual([])
    })
  })

  describe("a notification", () => {
    const dataOf = async (id: string) =>
      (await sql<{ data: unknown }>("SELECT data FROM notification WHERE id = $1", [id]))[0].data

    it("of the plugin's keeps no link, whatever becomes of the process that sends it", async () => {
      const insert = (id: string, key: string) =>
        sql(
          `INSERT INTO notification (id, "to", channel, idempotency_key, data)
           VALUES ($1, 'ada@example.com', 'email', $2, '{"link": "https://example.com/?token=secret"}')`,
          [id, key]
        )
      await insert("noti_1", "user_lifecycle:password:user_1:1")
      expect(await dataOf("noti_1")).toBeNull()
      await sql(`UPDATE notification SET data = '{"link": "again"}' WHERE id = 'noti_1'`)
      expect(await dataOf("noti_1")).toBeNull()

      await insert("noti_2", "user-lifecycle-of-another-plugin")
      expect(await dataOf("noti_2")).not.toBeNull()
    })
  })

  describe("the ledger", () => {
    it("can be appended to, and not changed or deleted", async () => {
      await sql(
        "INSERT INTO lifecycle_event (id, type, actor_type) VALUES ('ulevt_1', 'user_provisioned', 'system')"
      )
      for (const statement of [
        "UPDATE lifecycle_event SET type = 'other'",
        "UPDATE lifecycle_event SET deleted_at = now()",
        "DELETE FROM lifecycle_event",
        "TRUNCATE lifecycle_event",
      ]) {
        await expect(sql(statement)).rejects.toMatchObject({ code: "42501" })
      }
    })
  })
})
