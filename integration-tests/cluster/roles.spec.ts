import { type Attempt, attemptUntil, answersAfter } from "../helpers/attempts"
import { Cluster, type Person, remembersFor } from "../helpers/cluster"
import { migrate } from "../helpers/server"

const BOUND_MS = 100
const TRIALS = 8
const RBAC = { MEDUSA_FF_RBAC: "true" }
/** A role that Medusa's RBAC makes, and a route that asks for one of its permissions. */
const ROLE = "role_super_admin"
const PATH = "/admin/user-lifecycle/events?limit=1"

describe("two instances on one database, with Medusa's RBAC", () => {
  const cluster = new Cluster()
  let root: Person

  beforeAll(async () => {
    const env = { ...remembersFor(60), ...RBAC }
    await cluster.open([{ env }, { env }], (databaseUrl) => migrate(databaseUrl, RBAC))
    root = await cluster.createPerson()
    await cluster.sql(
      "INSERT INTO user_rbac_role (id, user_id, rbac_role_id) VALUES ('root', $1, $2)",
      [root.id, ROLE]
    )
  })
  afterAll(() => cluster.close())

  const give = async ({ id }: Person) => {
    const url = `/admin/users/${id}/roles`
    const { status } = await cluster.here.api.post(url, { roles: [ROLE] }, root.credential)
    expect(status).toBe(200)
  }
  const take = async ({ id }: Person) => {
    const url = `/admin/users/${id}/roles`
    const body = { ...root.credential, data: { roles: [ROLE] } }
    expect((await cluster.here.api.delete(url, body)).status).toBe(200)
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
})
