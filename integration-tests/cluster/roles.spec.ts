import { type Attempt, attemptUntil, answersAfter } from "../helpers/attempts"
import { Cluster, type Person, remembersFor } from "../helpers/cluster"
import { testConnection } from "../helpers/database"
import { PostgresProxy } from "../helpers/postgres-proxy"
import { migrate } from "../helpers/server"
import { waitUntil } from "../helpers/wait-until"

const BOUND_MS = 100
const TRIALS = 8
/** Longer than the guard asks the database for (see `LOOKUP_TIMEOUT_MS`), and shorter than a pool does. */
const PATIENCE_MS = 8_000
const RBAC = { MEDUSA_FF_RBAC: "true" }
/** A role that Medusa's RBAC makes, and a route that asks for one of its permissions. */
const ROLE = "role_super_admin"
const PATH = "/admin/user-lifecycle/events?limit=1"

const rolesOf = ({ id }: Person) => `/admin/users/${id}/roles`
const peopleWithRole = () => `/admin/rbac/roles/${ROLE}/users`

describe("two instances on one database, with Medusa's RBAC", () => {
  const cluster = new Cluster()
  let pooler: PostgresProxy
  let root: Person

  beforeAll(async () => {
    pooler = await PostgresProxy.open(testConnection())
    pooler.dropsNotifications = true
    const env = { ...remembersFor(60), ...RBAC }
    await cluster.open([{ env }, { env }, { env, via: pooler }], (databaseUrl) =>
      migrate(databaseUrl, RBAC)
    )
    root = await cluster.createPerson()
    await cluster.sql(
      "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('root', $1, $2)",
      [root.id, ROLE]
    )
  })
  afterAll(async () => {
    await cluster.close()
    await pooler?.close()
  })

  const give = async (person: Person) => {
    const { status } = await cluster.here.api.post(
      rolesOf(person),
      { roles: [ROLE] },
      root.credential
    )
    expect(status).toBe(200)
  }
  const take = async (person: Person) => {
    const body = { ...root.credential, data: { roles: [ROLE] } }
    expect((await cluster.here.api.delete(rolesOf(person), body)).status).toBe(200)
  }
  /** What the other instance answers from then on to a token that it knows. */
  const observe = async ({ credential }: Person, change: () => Promise<void>) => {
    await cluster.there.api.get(PATH, credential)
    await change()
    const attempts: Attempt[] = await attemptUntil(
      BOUND_MS,
      performance.now(),
      cluster.there.api,
      credential,
      PATH
    )
    return answersAfter(BOUND_MS, attempts)
  }

  it("count a role that was taken or given on one at once on the other, with the same token", async () => {
    for (const ada of await cluster.createPeople(TRIALS, cluster.there)) {
      expect(await observe(ada, () => give(ada))).toEqual(["200"])
      expect(await observe(ada, () => take(ada))).toEqual([expect.stringMatching(/^403/)])
    }
  })

  it("answer 404 to an id that no role, and no user, can have", async () => {
    const { api } = cluster.here
    const answers = [
      await api.delete(`${rolesOf(root)}/%00`, root.credential),
      await api.delete(`${rolesOf({ ...root, id: "%00" })}/${ROLE}`, root.credential),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
  })

  it("count it at once where plain SQL gives a person's role to another one", async () => {
    const [ada, grace] = await cluster.createPeople(2, cluster.there)
    await give(ada)
    const move = async () => {
      await cluster.sql("UPDATE user_rbac_role SET user_id = $2 WHERE user_id = $1", [
        ada.id,
        grace.id,
      ])
    }
    expect(await observe(ada, move)).toEqual([expect.stringMatching(/^403/)])
    expect((await cluster.there.api.get(PATH, grace.credential)).status).toBe(200)
  })

  it("take no role from anybody else", async () => {
    expect((await cluster.there.api.get(PATH, root.credential)).status).toBe(200)
  })

  describe("and a third one, behind a pooler that carries no notifications", () => {
    const behindPooler = () => cluster.at(2)

    beforeAll(() =>
      waitUntil("it relies on what it remembers", () =>
        behindPooler().server.logs().includes("carries no notifications")
      )
    )

    it.each<[string, "post" | "delete", (ada: Person) => string, (ada: Person) => object, number]>([
      ["gives a person roles", "post", rolesOf, () => ({ roles: [ROLE] }), 200],
      ["takes roles from a person", "delete", rolesOf, () => ({ roles: [ROLE] }), 403],
      [
        "takes one role from a person",
        "delete",
        (ada) => `${rolesOf(ada)}/${ROLE}`,
        () => ({}),
        403,
      ],
      ["gives a role to people", "post", peopleWithRole, ({ id }) => ({ users: [id] }), 200],
      ["takes a role from people", "delete", peopleWithRole, ({ id }) => ({ users: [id] }), 403],
    ])(
      "counts it before it is answered where the route %s",
      async (_, method, url, data, status) => {
        const { api } = behindPooler()
        const ada = await cluster.createPerson(behindPooler())
        if (method === "delete") {
          await give(ada)
        }
        expect((await api.get(PATH, ada.credential)).status).toBe(method === "post" ? 403 : 200)

        const config = { ...root.credential, method, url: url(ada), data: data(ada) }
        expect((await api.request(config)).status).toBe(200)
        expect((await api.get(PATH, ada.credential)).status).toBe(status)
      }
    )

    it("answers 503 while the database can't say whether somebody may read invites", async () => {
      const { api } = behindPooler()
      const path = "/admin/users/me?fields=%2Binvites.id"
      expect((await api.get(PATH, root.credential)).status).toBe(200)
      pooler.silence()
      try {
        const answer = await api
          .get(path, { ...root.credential, timeout: PATIENCE_MS })
          .catch(({ message }) => ({ status: message, data: {} }))
        expect([answer.status, answer.data.code]).toEqual([503, "user_lifecycle.access_unknown"])
      } finally {
        pooler.restore()
      }
    })
  })
})
