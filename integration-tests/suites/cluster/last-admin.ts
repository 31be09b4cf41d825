import type { Cluster, Instance, Person } from "../../helpers/cluster"
import { apiKey } from "../../helpers/http"

const ROUNDS = 50
const MIXED_ROUNDS = 20
const MANY = 6
const ROUNDS_OF_MANY = 5

type Removal = "offboard" | "suspend"

/** Admins who remove each other at the same moment, each through another instance. All others are removed before. */
export function describeLastAdmin(cluster: Cluster): void {
  describe("two admins who remove each other at the same moment, on two instances", () => {
    /** Who survived so far. */
    let admins: Person[] = []

    beforeAll(async () => {
      await cluster.sql(`UPDATE "user" SET deleted_at = now()`)
    })

    const instanceOf = (index: number): Instance => (index % 2 ? cluster.there : cluster.here)

    const fillUpTo = async (count: number) => {
      while (admins.length < count) {
        admins.push(await cluster.createPerson(instanceOf(admins.length)))
      }
    }

    const remove = (
      by: Pick<Person, "credential">,
      whom: Person,
      through: Instance,
      removal: Removal
    ) => through.api.post(`/admin/users/${whom.id}/${removal}`, {}, by.credential)

    /** A key that is nobody's: unlike an admin, a script does not lose the right to act while it removes others. */
    const createScript = async (admin: Person) => {
      const body = { title: "script", type: "secret" }
      const { data } = await cluster.here.api.post("/admin/api-keys", body, admin.credential)
      await cluster.sql("UPDATE api_key SET created_by = 'script' WHERE id = $1", [data.api_key.id])
      return { credential: apiKey(data.api_key.token) }
    }

    /** Whom the database lets act, and who then really can, with what they have and by logging in anew. */
    const keepSurvivors = async () => {
      const rows = await cluster.sql<{ id: string }>(
        `SELECT u.id FROM "user" u LEFT JOIN user_access a ON a.user_id = u.id
         WHERE u.deleted_at IS NULL AND a.status IS DISTINCT FROM 'suspended'`
      )
      const ids = rows.map(({ id }) => id)
      admins = admins.filter(({ id }) => ids.includes(id))
      expect(admins).toHaveLength(ids.length)
      for (const { api } of [cluster.here, cluster.there]) {
        for (const { email, password, credential } of admins) {
          const answers = [
            await api.post("/auth/user/emailpass", { email, password }),
            await api.get("/admin/users/me", credential),
          ]
          expect(answers.map(({ status }) => status)).toEqual([200, 200])
        }
      }
    }

    const duel = async (round: number, first: Removal, second: Removal) => {
      await fillUpTo(2)
      const [ada, grace] = round % 2 ? admins : [...admins].reverse()
      const answers = await Promise.all([
        remove(ada, grace, cluster.here, first),
        remove(grace, ada, cluster.there, second),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
      await keepSurvivors()
      expect(admins).toHaveLength(1)
    }

    it(`leaves exactly one who can log in, in each of ${ROUNDS} rounds`, async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await duel(round, "offboard", "offboard")
      }
    })

    it("leaves exactly one, too, where one suspends and the other offboards, or both suspend", async () => {
      for (let round = 0; round < MIXED_ROUNDS; round++) {
        await duel(round, round % 3 ? "offboard" : "suspend", "suspend")
      }
    })

    it("leaves at least one where each of many removes the next", async () => {
      for (let round = 0; round < ROUNDS_OF_MANY; round++) {
        await fillUpTo(MANY)
        const answers = await Promise.all(
          admins.map((admin, index) =>
            remove(
              admin,
              admins[(index + 1) % MANY],
              instanceOf(index),
              (index + round) % 3 ? "offboard" : "suspend"
            )
          )
        )
        const removed = answers.filter(({ status }) => status === 200)
        await keepSurvivors()
        expect(admins).toHaveLength(MANY - removed.length)
        expect(admins.length).toBeGreaterThan(0)
      }
    })

    it("leaves exactly one where each of many removes all others", async () => {
      for (let round = 0; round < ROUNDS_OF_MANY; round++) {
        await fillUpTo(MANY)
        const answers = await Promise.all(
          admins.flatMap((admin, index) =>
            admins
              .filter((other) => other !== admin)
              .map((other) => remove(admin, other, instanceOf(index), "offboard"))
          )
        )
        // Who removes somebody that is gone already succeeds, too.
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]))
        await keepSurvivors()
        expect(admins).toHaveLength(1)
      }
    })

    it("leaves exactly one where scripts, whose keys are nobody's, remove all of them at once", async () => {
      for (let round = 0; round < 2 * ROUNDS_OF_MANY; round++) {
        await fillUpTo(round % 2 ? MANY : 2)
        const script = await createScript(admins[0])
        const answers = await Promise.all(
          admins.map((admin, index) =>
            remove(script, admin, instanceOf(index), (index + round) % 3 ? "offboard" : "suspend")
          )
        )
        const refusals = answers.filter(({ status }) => status !== 200)
        expect(refusals.map(({ status, data }) => [status, data.code])).toEqual([
          [400, "user_lifecycle.last_admin"],
        ])
        await keepSurvivors()
        expect(admins).toHaveLength(1)
      }
    })

    it("leaves exactly one where two scripts delete everybody in one request each, at once", async () => {
      for (let round = 0; round < ROUNDS_OF_MANY; round++) {
        await fillUpTo(MANY)
        const script = await createScript(admins[0])
        const ids = admins.map(({ id }) => id)
        // Also from both ends.
        const lists = [ids, round % 2 ? [...ids].reverse() : ids]
        const answers = await Promise.all(
          lists.map((list, index) =>
            instanceOf(index).api.post("/admin/users/batch", { delete: list }, script.credential)
          )
        )
        expect(answers.map(({ status }) => status)).toEqual([200, 200])
        const results = answers.flatMap(({ data }) => data.results)
        // Who is gone already was deleted, too.
        expect(new Set(results.map(({ status, code }) => code ?? status))).toEqual(
          new Set(["deleted", "user_lifecycle.last_admin"])
        )
        await keepSurvivors()
        expect(admins).toHaveLength(1)
      }
    })
  })
}
