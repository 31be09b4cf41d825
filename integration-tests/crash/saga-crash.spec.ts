import { CrashHarness } from "./crash-harness"
import { KILLS, KILLS_TIMEOUT_MS, SEED } from "./settings"

/*
 * A test that can't fail proves nothing: the harness of `crash.spec.ts`, pointed at routes of the test backend that
 * write the same rows step by step, has to find what it looks for.
 */
describe("the same changes as a saga, one transaction a step", () => {
  let crashes: CrashHarness

  beforeAll(async () => {
    crashes = await CrashHarness.open({
      seed: SEED,
      routes: {
        provision: "/admin/saga-users",
        offboard: (id) => `/admin/saga-users/${id}/offboard`,
      },
    })
  })
  afterAll(() => crashes?.close())

  it("has nothing half-done when nobody kills it", async () => {
    await crashes.work(20)
    expect(await crashes.findViolations()).toEqual([])
  })

  it(
    "is caught: a kill leaves people half-done",
    async () => {
      let violations = await crashes.findViolations()
      while (!violations.length && crashes.kills.length < KILLS) {
        await crashes.crash()
        violations = await crashes.findViolations()
      }
      console.info(
        `${crashes.summarize()} Violations: ${violations.map(({ rule }) => `not "${rule}"`).join(", ")}`
      )
      expect(violations).not.toEqual([])
    },
    KILLS_TIMEOUT_MS
  )
})
