import { type Api, bearer, createApi, login, openSession } from "../helpers/http"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"

describe("two instances on one database", () => {
  let database: MigratedDatabase
  let servers: Server[] = []
  let here: Api
  let there: Api

  beforeAll(async () => {
    database = await createMigratedDatabase()
    for (const email of ["root@example.com", "ada@example.com"]) {
      await seedAdmin(database.url, { email, password: "correct horse" })
    }
    servers = await Promise.all([
      spawnServer({ databaseUrl: database.url }),
      spawnServer({ databaseUrl: database.url }),
    ])
    ;[here, there] = servers.map(({ url }) => createApi(url))
  })

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await database?.drop()
  })

  it("refuse a person's credentials on one as soon as she was offboarded on the other", async () => {
    const root = bearer(await login(here, "root@example.com", "correct horse"))
    const adaToken = await login(there, "ada@example.com", "correct horse")
    const ada = [bearer(adaToken), await openSession(there, adaToken)]
    for (const credential of ada) {
      expect((await there.get("/admin/products", credential)).status).toBe(200)
    }
    const { data } = await here.get("/admin/users?email=ada@example.com", root)

    const offboarded = await here.post(`/admin/users/${data.users[0].id}/offboard`, {}, root)

    expect(offboarded.status).toBe(200)
    for (const credential of ada) {
      const response = await there.get("/admin/products", credential)
      expect([response.status, response.data.code]).toEqual([401, "user_lifecycle.user_deleted"])
    }
  })
})
