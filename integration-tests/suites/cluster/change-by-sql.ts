import { attemptUntil, answersAfter, LIGHTEST_ROUTE } from "../../helpers/attempts"
import type { Cluster, Person } from "../../helpers/cluster"
import { withClient } from "../../helpers/database"

const BOUND_MS = 100
const FEW = 8

/** What is changed in the database by hand, behind the back of every instance. */
export function describeChangeBySql(cluster: Cluster, { ttl_seconds }: { ttl_seconds: number }) {
  describe("a change by plain SQL", () => {
    const know = async (people: Person[]) => {
      for (const { credential } of people) {
        expect((await cluster.there.api.get(LIGHTEST_ROUTE, credential)).status).toBe(200)
      }
    }
    const attempt = ({ credential }: Person, since: number, boundMs: number) =>
      attemptUntil(boundMs, since, cluster.there.api, credential)

    it.each([
      {
        change: "the deletion of a user",
        statement: `DELETE FROM "user" WHERE id = $1`,
        code: "user_lifecycle.user_deleted",
      },
      {
        change: "the soft deletion of a user",
        statement: `UPDATE "user" SET deleted_at = now() WHERE id = $1`,
        code: "user_lifecycle.user_deleted",
      },
      {
        change: "a suspension",
        statement: `INSERT INTO user_access (id, user_id, status) VALUES ('uacc_' || $1, $1, 'suspended')`,
        code: "user_lifecycle.user_suspended",
      },
      {
        change: "a revocation",
        statement: `INSERT INTO user_access (id, user_id, tokens_valid_after)
          VALUES ('uacc_' || $1, $1, now() + interval '1 second')`,
        code: "user_lifecycle.token_revoked",
      },
    ])("is announced: $change counts at once", async ({ statement, code }) => {
      for (const ada of await cluster.createPeople(FEW, cluster.there)) {
        await know([ada])
        await cluster.sql(statement, [ada.id])
        const attempts = await attempt(ada, performance.now(), BOUND_MS)
        expect(answersAfter(BOUND_MS, attempts)).toEqual([`401 ${code}`])
      }
    })

    it("counts within the TTL where nothing announces it", async () => {
      const ttlMs = ttl_seconds * 1000
      const people = await cluster.createPeople(FEW, cluster.there)
      await know(people)
      await withClient(cluster.databaseUrl, async (client) => {
        await client.query("BEGIN")
        await client.query(`ALTER TABLE "user" DISABLE TRIGGER user_lifecycle_announce`)
        await client.query(`DELETE FROM "user" WHERE id = ANY ($1)`, [people.map(({ id }) => id)])
        await client.query(`ALTER TABLE "user" ENABLE TRIGGER user_lifecycle_announce`)
        await client.query("COMMIT")
      })
      const since = performance.now()
      const trials = await Promise.all(people.map((person) => attempt(person, since, ttlMs)))

      for (const attempts of trials) {
        expect(answersAfter(ttlMs, attempts)).toEqual(["401 user_lifecycle.user_deleted"])
      }
      // Otherwise it was announced after all, or nobody was remembered, and this proves nothing.
      expect(trials.flat().some(({ status }) => status === 200)).toBe(true)
    })
  })
}
