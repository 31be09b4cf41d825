import { CrashHarness } from "./crash-harness"
import { rules } from "./invariants"
import { sabotage } from "./sabotage"
import { KILLS, KILLS_TIMEOUT_MS, SEED } from "./settings"

describe("the plugin, whose server is killed while it provisions and offboards people", () => {
  let crashes: CrashHarness

  beforeAll(async () => {
    crashes = await CrashHarness.open({
      seed: SEED,
      routes: {
        provision: "/admin/users",
        offboard: (id) => `/admin/users/${id}/offboard`,
      },
    })
  })
  afterAll(() => crashes?.close())

  it("has nothing half-done when nobody kills it", async () => {
    await crashes.work(20)
    expect(await crashes.findViolations()).toEqual([])
  })

  it("has nothing half-done after a kill at the last write of a change", async () => {
    const { transactions_cut } = await crashes.crashAtTheLastWrite()
    expect(await crashes.findViolations()).toEqual([])
    expect(transactions_cut).toBe(2)
  })

  it(
    `has nothing half-done after any of ${KILLS} kills, and keeps what it answered`,
    async () => {
      for (let kill = 1; kill <= KILLS; kill++) {
        await crashes.crash()
        expect(await findProblems(crashes, kill)).toEqual({
          seed: SEED,
          kill,
          violations: [],
          broken_promises: [],
          wrong_logins: [],
          passwords_left_behind: [],
        })
      }
    },
    KILLS_TIMEOUT_MS
  )

  it("was hit where it hurts: with requests in flight, and in the middle of transactions", () => {
    console.info(crashes.summarize())
    expect(crashes.kills.length).toBe(KILLS)
    const inFlight = crashes.kills.filter(({ in_flight }) => in_flight > 0)
    const inTransaction = crashes.kills.filter(({ transactions_cut }) => transactions_cut > 0)
    expect(inFlight.length).toBeGreaterThanOrEqual(0.9 * KILLS)
    expect(inTransaction.length).toBeGreaterThanOrEqual(0.25 * KILLS)
  })

  it("lets everything that was lost be asked for again", async () => {
    const { repeated, surprises } = await crashes.repeatLost()
    expect(repeated).toBeGreaterThan(0)
    expect(surprises).toEqual([])
    expect(await crashes.findViolations()).toEqual([])
    expect(await crashes.findPasswords()).toEqual([])
  })

  describe("is checked by rules, each of which notices what breaks it:", () => {
    beforeAll(() => crashes.stop())
    beforeEach(() => crashes.database.query("BEGIN"))
    afterEach(() => crashes.database.query("ROLLBACK"))

    it.each(rules)("%s", async (rule) => {
      expect(await crashes.findViolations()).toEqual([])
      await crashes.database.query(sabotage[rule])
      expect((await crashes.findViolations()).map((violation) => violation.rule)).toContain(rule)
    })

    it("what was answered is there", async () => {
      expect(await crashes.findBrokenPromises()).toEqual([])
      await crashes.database.query(`UPDATE "user" SET deleted_at = now() WHERE deleted_at IS NULL`)
      expect(await crashes.findBrokenPromises()).not.toEqual([])
    })

    it("no password is left behind", async () => {
      expect(await crashes.findPasswords()).toEqual([])
      await crashes.database.query(
        `INSERT INTO workflow_execution (id, workflow_id, transaction_id, run_id, state, context)
         VALUES ('wf_exec_1', 'w', 't', 'r', 'invoking', jsonb_build_object('password', $1::text))`,
        [`${crashes.secret} ada`]
      )
      expect(await crashes.findPasswords()).toEqual(["workflow_execution"])
    })
  })
})

async function findProblems(crashes: CrashHarness, kill: number) {
  // First of all, before the next server could tidy up.
  const violations = await crashes.findViolations()
  return {
    seed: SEED,
    kill,
    violations,
    broken_promises: await crashes.findBrokenPromises(),
    wrong_logins: await crashes.findWrongLogins(),
    passwords_left_behind: await crashes.findPasswords(),
  }
}
