import type { IUserModuleService } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { createStep, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { useBackend } from "../helpers/backend"
import { type Person, usePeople } from "../helpers/people"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows, stopJobTimers } from "../helpers/workflows"

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

useBackend({}, (backend) => {
  const { api, getContainer, sql } = backend
  const people = usePeople(backend)
  let ada: Person

  /** What the application's own hook says of an offboarding. */
  let problem: Error | undefined
  /** What that hook waits for. */
  let answer: Promise<void> | undefined
  /** What happens just before somebody is offboarded, and just after. */
  let before: (userId: string) => Promise<unknown>
  let after: (userId: string) => Promise<unknown>
  beforeAll(stopJobTimers)
  beforeAll(async () => {
    const { offboardUserWorkflow } = await loadWorkflows()
    offboardUserWorkflow.hooks.validate(async ({ input }) => {
      await before(input.user_id)
      if (problem) {
        throw problem
      }
      await answer
    })
    offboardUserWorkflow.hooks.userOffboarded(async ({ report }) => {
      await after(report.user_id)
    })
  })

  beforeEach(async () => {
    problem = undefined
    answer = undefined
    before = async () => undefined
    after = async () => undefined
    ada = await people.provision("ada@example.com")
  })

  const schedule = (at: string, body = {}, person: { id: string } = ada) =>
    people.act("offboard", person, { at, ...body })
  const cancel = (person: { id: string } = ada) =>
    api.post(`/admin/users/${person.id}/cancel-offboarding`, {}, people.root.credential)
  const list = async (query = "") =>
    (await api.get(`/admin/user-lifecycle/scheduled-offboardings${query}`, people.root.credential))
      .data
  const accessOf = async ({ id }: { id: string }) =>
    (await api.get(`/admin/users/${id}/access`, people.root.credential)).data.access

  const letItBeTime = () =>
    sql("UPDATE scheduled_offboarding SET offboard_at = now() WHERE offboard_at > now()")
  const runJob = async (input: { limit_ms?: number; retry_after_ms?: number } = {}) => {
    const { runScheduledOffboardingsWorkflow } = await loadWorkflows()
    return (await runScheduledOffboardingsWorkflow(getContainer()).run({ input })).result
  }

  it("stays where whoever set its date is offboarded, whose report says so", async () => {
    const others: Person[] = []
    for (const n of [1, 2, 3, 4]) {
      others.push(await people.provision(`other${n}@example.com`))
    }
    const [other1, other2, other3, other4] = others
    const key = await people.createKey(ada.credential)
    await people.act("offboard", other1, { at: inHours(1) }, ada.credential)
    await people.act("offboard", other2, { at: inHours(2) }, key.credential)
    await people.act("offboard", other3, { at: inHours(3) }, ada.credential)
    await cancel(other3)
    await schedule(inHours(4), {}, other4)
    await schedule(inHours(5))

    for (const dry_run of [true, false]) {
      const { status, data } = await people.act("offboard", ada, { dry_run })
      expect([status, data.scheduled_offboardings_left]).toEqual([200, 2])
    }
    const { scheduled_offboardings } = await list("?status=pending")
    expect(scheduled_offboardings.map(({ user_id }: { user_id: string }) => user_id)).toEqual([
      other1.id,
      other2.id,
      other4.id,
    ])
    const { data } = await people.act("offboard", other4, { dry_run: true })
    expect(data.scheduled_offboardings_left).toBe(0)
  })

  it("lets nobody put off their own, with any number of others that come before it", async () => {
    const others = []
    for (const n of [1, 2, 3]) {
      const other = await people.provision(`other${n}@example.com`)
      await people.act("offboard", other, { at: inHours(1) }, ada.credential)
      others.push(other.id)
    }
    await schedule(inHours(2))
    await sql("UPDATE scheduled_offboarding SET offboard_at = offboard_at - interval '3 hours'")
    expect(await runJob()).toBe(4)
    const ends = await sql<{ user_id: string }>(
      "SELECT user_id FROM lifecycle_event WHERE type = 'user_offboarded' ORDER BY sequence"
    )
    expect(ends.map(({ user_id }) => user_id).slice(0, 2)).toContain(ada.id)
    expect(ends.map(({ user_id }) => user_id).sort()).toEqual([...others, ada.id].sort())
  })

  describe("POST /admin/users/:id/offboard with a date", () => {
    it("changes nothing until then, is visible, and happens when the date has come, once", async () => {
      const at = inHours(1)
      const { status, data } = await schedule(at, { reason: "end of contract" })
      expect(status).toBe(200)
      expect(data.scheduled_offboarding).toMatchObject({
        user_id: ada.id,
        offboard_at: at,
        reason: "end of contract",
        status: "pending",
        scheduled_by_type: "user",
        scheduled_by_id: people.root.id,
      })
      expect((await list()).scheduled_offboardings).toEqual([
        { ...data.scheduled_offboarding, email: "ada@example.com" },
      ])
      expect((await accessOf(ada)).offboarding_at).toBe(at)
      expect(await runJob()).toBe(0)
      expect(await people.status(ada.credential)).toBe(200)

      await letItBeTime()
      const counts = await Promise.all([runJob(), runJob(), runJob()])
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
      expect(await people.status(ada.credential)).toBe(401)
      expect(await accessOf(ada)).toMatchObject({ status: "offboarded", offboarding_at: null })
      expect((await list("?status=done")).count).toBe(1)
      expect(
        (await people.ledger(ada))
          .map(({ type, reason, actor_id }) => [type, reason, actor_id])
          .slice(1)
      ).toEqual([
        ["user_offboarding_scheduled", "end of contract", people.root.id],
        ["user_offboarded", `end of contract (scheduled by user ${people.root.id})`, null],
      ])
      expect(await runJob()).toBe(0)
    })

    it("happens late where no instance was up on the date", async () => {
      await schedule(inHours(1))
      await sql("UPDATE scheduled_offboarding SET offboard_at = now() - interval '3 days'")
      expect(await runJob()).toBe(1)
      expect(await people.status(ada.credential)).toBe(401)
    })

    it("leaves somebody alone whose date was cancelled or moved after the list of those who are due was made", async () => {
      const { offboardUserWorkflow } = await loadWorkflows()
      const offboardAsListed = async (scheduled_offboarding_id: string) => {
        const input = { user_id: ada.id, scheduled_offboarding_id }
        return (await offboardUserWorkflow(getContainer()).run({ input })).result.changed
      }
      const { data: first } = await schedule(inHours(1))
      await letItBeTime()
      await cancel()
      expect(await offboardAsListed(first.scheduled_offboarding.id)).toBe(false)

      const { data: second } = await schedule(inHours(1))
      await letItBeTime()
      await schedule(inHours(2))
      expect(await offboardAsListed(second.scheduled_offboarding.id)).toBe(false)
      expect(await people.status(ada.credential)).toBe(200)
      expect((await list("?status=pending")).count).toBe(1)

      await letItBeTime()
      expect(await offboardAsListed(second.scheduled_offboarding.id)).toBe(true)
      expect(await people.status(ada.credential)).toBe(401)
    })

    it("is not taken for done where somebody moves the date meanwhile, and the other one comes, too", async () => {
      const grace = await people.provision("grace@example.com")
      await schedule(inHours(1))
      await schedule(inHours(2), {}, grace)
      await sql("UPDATE scheduled_offboarding SET offboard_at = offboard_at - interval '3 hours'")
      before = async (id) => id === ada.id && (await schedule(inHours(1), {}, grace))
      after = async (id) => id === grace.id && (await letItBeTime())
      expect(await runJob()).toBe(1)
      expect(await people.status(grace.credential)).toBe(200)
      expect((await list("?status=pending")).scheduled_offboardings).toMatchObject([
        { user_id: grace.id },
      ])

      expect(await runJob()).toBe(1)
      expect(await people.status(grace.credential)).toBe(401)
    })

    it("happens as the other date says, where somebody moves it meanwhile and that has come, too", async () => {
      await schedule(inHours(1), { reason: "end of contract" })
      await letItBeTime()
      before = async () => {
        before = async () => undefined
        await schedule(inHours(1), { reason: "caught stealing" })
        await letItBeTime()
      }
      expect(await runJob()).toBe(0)
      expect(await runJob()).toBe(1)
      expect((await people.ledger(ada)).map(({ reason }) => reason)).toContain(
        `caught stealing (scheduled by user ${people.root.id})`
      )
    })

    it("takes another date in place of the first, and can be cancelled", async () => {
      await schedule(inHours(1))
      const later = inHours(48)
      await schedule(later)
      expect(await list()).toMatchObject({
        count: 1,
        scheduled_offboardings: [{ offboard_at: later }],
      })
      const { status, data } = await cancel()
      expect({ status, data }).toEqual({ status: 200, data: { user_id: ada.id, cancelled: true } })
      await letItBeTime()
      expect(await runJob()).toBe(0)
      expect(await people.status(ada.credential)).toBe(200)
      const again = await cancel()
      expect([again.status, again.data.code]).toEqual([
        404,
        "user_lifecycle.no_scheduled_offboarding",
      ])
    })

    it("is moved, and not set anew, where that was asked for", async () => {
      const move = (at: string) => schedule(at, { only_if_scheduled: true })
      const noDate = [404, "not_found", "user_lifecycle.no_scheduled_offboarding"]
      const refused = await move(inHours(1))
      expect([refused.status, refused.data.type, refused.data.code]).toEqual(noDate)
      expect((await list()).count).toBe(0)

      await schedule(inHours(1))
      const later = inHours(48)
      expect((await move(later)).data.scheduled_offboarding.offboard_at).toBe(later)
      await cancel()
      const again = await move(inHours(72))
      expect([again.status, again.data.type, again.data.code]).toEqual(noDate)
      expect((await accessOf(ada)).offboarding_at).toBeNull()
    })

    it("is not what an offboarding at once takes that is to move it", async () => {
      for (const body of [
        { only_if_scheduled: true },
        { only_if_scheduled: true, dry_run: true },
      ]) {
        const { status, data } = await people.act("offboard", ada, body)
        expect([status, data.message]).toEqual([400, expect.stringContaining("only_if_scheduled")])
      }
      expect(await people.status(ada.credential)).toBe(200)
    })

    it("is one of any number that are asked for at once", async () => {
      const answers = await Promise.all([1, 2, 3, 4].map((hours) => schedule(inHours(hours))))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect((await list()).count).toBe(1)
    })

    it("is void for somebody who is offboarded before, also when they are restored", async () => {
      await schedule(inHours(1))
      await people.act("offboard", ada)
      await people.act("restore", ada)
      await letItBeTime()
      expect(await runJob()).toBe(0)
      expect(await accessOf(ada)).toMatchObject({ status: "active", offboarding_at: null })
    })

    it("is void for somebody who comes back after other code has deleted them", async () => {
      await schedule(inHours(1))
      await getContainer().resolve<IUserModuleService>(Modules.USER).softDeleteUsers([ada.id])
      expect((await people.act("restore", ada)).status).toBe(200)
      expect((await list()).scheduled_offboardings).toMatchObject([
        { user_id: ada.id, status: "cancelled" },
      ])
      expect((await people.ledger(ada)).map(({ type }) => type)).toContain(
        "user_offboarding_cancelled"
      )
      await letItBeTime()
      expect(await runJob()).toBe(0)
      expect(await accessOf(ada)).toMatchObject({ status: "active", offboarding_at: null })
    })

    it("is done once an audit's repair has written down the end of access", async () => {
      await schedule(inHours(1))
      await getContainer().resolve<IUserModuleService>(Modules.USER).softDeleteUsers([ada.id])
      const { data } = await api.post(
        "/admin/user-lifecycle/findings/repair",
        { kinds: ["access_open_for_gone_user"] },
        people.root.credential
      )
      expect(data.results).toMatchObject([{ status: "repaired" }])
      expect((await list()).scheduled_offboardings).toMatchObject([
        { user_id: ada.id, status: "done" },
      ])
    })

    it("is tried again until somebody else can log in as an admin, and says why", async () => {
      await api.post(`/admin/users/${people.root.id}/offboard`, { at: inHours(1) }, ada.credential)
      await people.act("offboard", ada)
      await letItBeTime()
      expect(await runJob()).toBe(0)
      expect(await runJob()).toBe(0)
      const [{ status, last_error, last_error_code }] = (await list()).scheduled_offboardings
      expect([status, last_error_code]).toEqual(["pending", "user_lifecycle.last_admin"])
      expect(last_error).toContain("last active admin")
      const failures = await sql(
        "SELECT reason FROM lifecycle_event WHERE type = 'user_offboarding_failed'"
      )
      expect(failures).toEqual([{ reason: last_error }])

      await people.provision("grace@example.com")
      expect(await runJob()).toBe(1)
      expect(await people.status(people.root.credential)).toBe(401)
    })

    it("is tried again where the application's own hook has not found something", async () => {
      await schedule(inHours(1))
      await letItBeTime()
      problem = new MedusaError(MedusaError.Types.NOT_FOUND, "HR does not know this person")
      expect(await runJob()).toBe(0)
      const [{ status, last_error }] = (await list()).scheduled_offboardings
      expect({ status, last_error }).toEqual({
        status: "pending",
        last_error: expect.stringContaining("HR does not know this person"),
      })
      problem = undefined
      expect(await runJob()).toBe(1)
      expect(await people.status(ada.credential)).toBe(401)
    })

    it("says nothing any more of why it could not happen once it has, or is cancelled, or nothing is left to do", async () => {
      const grace = await people.provision("grace@example.com")
      const linus = await people.provision("linus@example.com")
      for (const person of [ada, grace, linus]) {
        await schedule(inHours(1), {}, person)
      }
      await letItBeTime()
      problem = new MedusaError(MedusaError.Types.NOT_ALLOWED, "HR is closed")
      expect(await runJob()).toBe(0)
      expect((await list()).scheduled_offboardings).toMatchObject(
        Array(3).fill({ last_error: expect.stringContaining("HR is closed") })
      )

      problem = undefined
      await cancel(grace)
      await people.act("offboard", linus)
      await sql(
        "UPDATE scheduled_offboarding SET status = 'pending', last_error = 'HR is closed' WHERE user_id = $1",
        [linus.id]
      )
      expect(await runJob()).toBe(1)
      const { scheduled_offboardings } = await list()
      expect(
        scheduled_offboardings.map((row: Record<string, string>) => [
          row.user_id,
          row.status,
          row.last_error,
          row.last_error_code,
        ])
      ).toEqual(
        expect.arrayContaining([
          [ada.id, "done", null, null],
          [grace.id, "cancelled", null, null],
          [linus.id, "done", null, null],
        ])
      )
    })

    it("says nothing of another date why it could not happen on the first", async () => {
      await schedule(inHours(1))
      await letItBeTime()
      before = () => schedule(inHours(2))
      problem = new MedusaError(MedusaError.Types.NOT_ALLOWED, "HR is closed")
      expect(await runJob()).toBe(0)
      expect((await list()).scheduled_offboardings).toMatchObject([
        { status: "pending", last_error: null, last_error_code: null },
      ])
      expect((await people.ledger(ada)).map(({ type }) => type)).not.toContain(
        "user_offboarding_failed"
      )
    })

    it("goes on with others where the application's own hook never answers, says so, and tries again", async () => {
      const grace = await people.provision("grace@example.com")
      await schedule(inHours(1))
      await letItBeTime()
      let release: () => void = () => {}
      answer = new Promise((resolve) => (release = resolve))
      try {
        expect(await runJob({ limit_ms: 200 })).toBe(0)
        expect((await list("?status=pending")).scheduled_offboardings).toMatchObject([
          { user_id: ada.id, last_error: "no answer within 200 ms" },
        ])
        expect((await people.ledger(ada)).map(({ type }) => type)).toContain(
          "user_offboarding_failed"
        )

        // The next turn is not held up by the one that hangs.
        answer = undefined
        await schedule(inHours(1), {}, grace)
        await letItBeTime()
        expect(await runJob()).toBe(1)
        expect([
          await people.status(grace.credential),
          await people.status(ada.credential),
        ]).toEqual([401, 200])
      } finally {
        release()
      }
      await waitUntil(
        "what was held up has happened",
        async () => (await people.status(ada.credential)) === 401
      )
      expect(await runJob()).toBe(0)
    })

    it("is tried again after some minutes, or on another date, where the application's own hook never answers at all", async () => {
      const hang = async () => {
        await schedule(inHours(1))
        await letItBeTime()
        answer = new Promise(() => undefined)
        expect(await runJob({ limit_ms: 200 })).toBe(0)
        answer = undefined
        // Another try would hang as well.
        expect(await runJob()).toBe(0)
        expect(await people.status(ada.credential)).toBe(200)
      }
      await hang()
      expect(await runJob({ retry_after_ms: 0 })).toBe(1)
      expect(await people.status(ada.credential)).toBe(401)

      ada = await people.provision("grace@example.com")
      await hang()
      await schedule(inHours(1))
      await letItBeTime()
      expect(await runJob()).toBe(1)
      expect(await people.status(ada.credential)).toBe(401)
    })

    it("refuses a date that is over, oneself, somebody offboarded, and what is no date", async () => {
      const refusals = [
        [await schedule(inHours(-1)), 400, "user_lifecycle.at_in_the_past"],
        [await schedule(inHours(1), {}, people.root), 400, "user_lifecycle.self_offboarding"],
        [
          await schedule(inHours(1), {}, { id: "user_nobody" }),
          404,
          "user_lifecycle.user_not_found",
        ],
        [await schedule("tomorrow"), 400, undefined],
        // What JSON makes of a date that is none: without a date, it would be now.
        [await people.act("offboard", ada, { at: null }), 400, undefined],
        [await schedule("2099-01-01T00:00:00"), 400, undefined],
      ] as const
      for (const [{ status, data }, expected, code] of refusals) {
        expect(status).toBe(expected)
        if (code) {
          expect(data.code).toBe(code)
        }
      }
      expect(await people.status(ada.credential)).toBe(200)
      await people.act("offboard", ada)
      const gone = await schedule(inHours(1))
      expect([gone.status, gone.data.code]).toEqual([400, "user_lifecycle.user_is_offboarded"])
      expect((await list()).count).toBe(0)
      expect((await api.post(`/admin/users/${ada.id}/cancel-offboarding`, {})).status).toBe(401)
    })

    it("is not cancelled by the person, with a token or a key", async () => {
      const key = await people.createKey(ada.credential)
      await schedule(inHours(1))
      for (const credential of [ada.credential, key.credential]) {
        const { status, data } = await api.post(
          `/admin/users/${ada.id}/cancel-offboarding`,
          {},
          credential
        )
        expect([status, data.code]).toEqual([400, "user_lifecycle.self_cancellation"])
      }
      expect((await list("?status=pending")).count).toBe(1)
    })

    it("only reports with dry_run", async () => {
      const { data } = await schedule(inHours(1), { dry_run: true })
      expect(data).toMatchObject({ user_id: ada.id, dry_run: true })
      expect((await list()).count).toBe(0)
    })
  })

  describe("GET /admin/user-lifecycle/scheduled-offboardings", () => {
    it("has those that are pending first, the next ones before all, and then those that ended, the latest first", async () => {
      const everybody: Person[] = [ada]
      for (const name of ["grace", "linus", "barbara"]) {
        everybody.push(await people.provision(`${name}@example.com`))
      }
      for (const [index, person] of everybody.entries()) {
        await schedule(inHours(10 - index), {}, person)
      }
      // Of the past: what has ended was on dates long before those that come.
      const [first, second, third, fourth] = everybody
      await cancel(first)
      await people.act("offboard", second)
      await sql(
        "UPDATE scheduled_offboarding SET offboard_at = offboard_at - interval '30 days' WHERE status <> 'pending'"
      )
      const idsOf = ({
        scheduled_offboardings,
      }: {
        scheduled_offboardings: { user_id: string }[]
      }) => scheduled_offboardings.map(({ user_id }) => user_id)
      const expected = [fourth, third, second, first].map(({ id }) => id)
      expect(idsOf(await list())).toEqual(expected)
      expect(idsOf(await list("?limit=2"))).toEqual(expected.slice(0, 2))
      expect(idsOf(await list("?limit=2&offset=2"))).toEqual(expected.slice(2))
    })
  })

  describe("scheduleOffboardingWorkflow in a larger workflow whose later step fails", () => {
    let meanwhile: () => Promise<unknown>
    let scheduleInVain: (input: { user_id: string; at: string }) => Promise<unknown>
    beforeAll(async () => {
      const { scheduleOffboardingWorkflow } = await loadWorkflows()
      const failStep = createStep("fail-after-scheduling", async (): Promise<never> => {
        await meanwhile()
        throw new Error("a later step failed")
      })
      const scheduleThenFail = createWorkflow(
        "schedule-then-fail",
        (input: { user_id: string; at: string }) => {
          scheduleOffboardingWorkflow.runAsStep({ input })
          failStep()
          return new WorkflowResponse(undefined)
        }
      )
      scheduleInVain = async (input) => {
        await expect(scheduleThenFail(getContainer()).run({ input })).rejects.toMatchObject({
          message: expect.stringContaining("a later step failed"),
        })
      }
    })
    beforeEach(() => {
      meanwhile = async () => undefined
    })
    const pending = async () => (await list("?status=pending")).scheduled_offboardings

    it("takes it off its date again", async () => {
      await scheduleInVain({ user_id: ada.id, at: inHours(1) })
      expect(await pending()).toEqual([])
    })

    it("puts it back on the date of before, as whoever chose that", async () => {
      const { data } = await schedule(inHours(9), { reason: "contract", revoke_api_keys: false })
      const { offboard_at, scheduled_by_id } = data.scheduled_offboarding
      await scheduleInVain({ user_id: ada.id, at: inHours(1) })
      expect(await pending()).toEqual([
        expect.objectContaining({
          offboard_at,
          reason: "contract",
          revoke_api_keys: false,
          scheduled_by_type: "user",
          scheduled_by_id,
        }),
      ])
    })

    it("leaves it as somebody has decided meanwhile", async () => {
      await schedule(inHours(9))
      const at = inHours(3)
      meanwhile = () => schedule(at)
      await scheduleInVain({ user_id: ada.id, at: inHours(1) })
      expect(await pending()).toEqual([expect.objectContaining({ offboard_at: at })])
      meanwhile = () => cancel()
      await scheduleInVain({ user_id: ada.id, at: inHours(1) })
      expect(await pending()).toEqual([])
    })
  })
})
