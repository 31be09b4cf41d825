import { Cluster } from "../helpers/cluster"
import { uploadPeople } from "../helpers/people-file"
import { waitUntil } from "../helpers/wait-until"

const LEAVERS = 12
const IMPORTED = 400

/** Jobs run once a minute, and every quarter of a minute. */
const TIMEOUT_MS = 120_000

describe("two instances on one database", () => {
  const cluster = new Cluster()
  const env = { EMAIL_PROVIDER: "off" }

  // Each has jobs of its own.
  beforeAll(() => cluster.open([{ env }, { env }]))
  afterAll(() => cluster.close())

  const count = async (what: string) =>
    (await cluster.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${what}`))[0].count

  it("offboard everybody once whose date has come, and neither lets them in afterwards", async () => {
    const root = await cluster.createPerson()
    const leavers = await cluster.createPeople(LEAVERS)
    const at = new Date(Date.now() + 3_600_000).toISOString()
    const both = [cluster.here, cluster.there]
    for (const [index, { id }] of leavers.entries()) {
      const { api } = both[index % 2]
      const { status } = await api.post(`/admin/users/${id}/offboard`, { at }, root.credential)
      expect(status).toBe(200)
    }
    await cluster.sql("UPDATE scheduled_offboarding SET offboard_at = now()")

    const whose = `user_id IN (${leavers.map(({ id }) => `'${id}'`).join(", ")})`
    await waitUntil(
      "all of them were offboarded",
      async () => (await count(`user_access WHERE status = 'offboarded' AND ${whose}`)) === LEAVERS,
      TIMEOUT_MS
    )
    expect(await count(`lifecycle_event WHERE type = 'user_offboarded' AND ${whose}`)).toBe(LEAVERS)
    await waitUntil("neither instance lets any of them in", async () => {
      const statuses = await Promise.all(
        leavers.flatMap(({ credential }) =>
          both.map(async ({ api }) => (await api.get("/admin/products", credential)).status)
        )
      )
      return statuses.every((status) => status === 401)
    })
    const pending = await cluster.sql(
      "SELECT 1 FROM scheduled_offboarding WHERE status = 'pending'"
    )
    expect(pending).toEqual([])
  })

  it("offboard, once they run again, whose date came while neither ran, and nobody whose date is yet to come", async () => {
    const root = await cluster.createPerson()
    const [later, ...leavers] = await cluster.createPeople(3)
    const at = new Date(Date.now() + 3_600_000).toISOString()
    for (const { id } of [later, ...leavers]) {
      const body = { at, reason: "The contract ends." }
      const { status } = await cluster.here.api.post(
        `/admin/users/${id}/offboard`,
        body,
        root.credential
      )
      expect(status).toBe(200)
    }
    await cluster.stop()
    await cluster.sql(
      "UPDATE scheduled_offboarding SET offboard_at = now() - interval '1 day' WHERE user_id = ANY ($1)",
      [leavers.map(({ id }) => id)]
    )
    await cluster.start()

    const entries = () =>
      cluster.sql(
        `SELECT user_id, reason FROM lifecycle_event
         WHERE type = 'user_offboarded' AND user_id = ANY ($1) ORDER BY user_id`,
        [[later, ...leavers].map(({ id }) => id)]
      )
    const expected = leavers
      .map(({ id }) => ({
        user_id: id,
        reason: `The contract ends. (scheduled by user ${root.id})`,
      }))
      .sort((one, other) => (one.user_id < other.user_id ? -1 : 1))
    await waitUntil(
      "those were offboarded whose date has come",
      async () => (await entries()).length >= leavers.length,
      TIMEOUT_MS
    )
    expect(await entries()).toEqual(expected)
    const pending = await cluster.sql(
      "SELECT user_id FROM scheduled_offboarding WHERE status = 'pending'"
    )
    expect(pending).toEqual([{ user_id: later.id }])
  })

  it("make each person of a file once, where one of them dies over it and the other goes on", async () => {
    const root = await cluster.createPerson()
    const lines = Array.from(
      { length: IMPORTED },
      (_, index) => `imported-${index}@example.com,test-sso,sso|${index}`
    )
    const { status, data } = await uploadPeople(cluster.there.api, root.credential, {
      content: `email,auth_provider,auth_entity_id\n${lines.join("\n")}\n`,
    })
    expect({ status, lines: data.lines }).toEqual({ status: 200, lines: [] })
    const route = `/admin/user-lifecycle/imports/${data.import.id}`
    const answers = await Promise.all(
      [cluster.here, cluster.there].map(({ api }) =>
        api.post(`${route}/confirm`, {}, root.credential)
      )
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400])

    await waitUntil(
      "some lines were done",
      async () => (await count("user_import_row WHERE status = 'created'")) >= 50,
      TIMEOUT_MS
    )
    await cluster.there.server.kill("SIGKILL")
    await waitUntil(
      "all lines were done",
      async () =>
        (await cluster.here.api.get(route, root.credential)).data.import.status === "done",
      TIMEOUT_MS
    )
    expect(await count(`"user" WHERE email LIKE 'imported-%'`)).toBe(IMPORTED)
    expect(await count("provider_identity WHERE entity_id LIKE 'sso|%'")).toBe(IMPORTED)
    expect(
      await count("lifecycle_event WHERE type = 'user_provisioned' AND email LIKE 'imported-%'")
    ).toBe(IMPORTED)
    expect(await count("lifecycle_event WHERE type = 'import_completed'")).toBe(1)
  })
})
