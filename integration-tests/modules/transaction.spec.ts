import path from "node:path"
import type { IAuthModuleService, IUserModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { useBackend } from "../helpers/backend"

type TransactionModule = typeof import("../../src/database/transaction")

const BUILT = path.join(__dirname, "../../.medusa/server/src/database/transaction.js")

useBackend({}, ({ getContainer, sql }) => {
  let runInTransaction: TransactionModule["runInTransaction"]

  beforeAll(async () => {
    ;({ runInTransaction } = (await import(BUILT)) as TransactionModule)
  })

  const services = () => ({
    users: getContainer().resolve(Modules.USER) as IUserModuleService,
    auth: getContainer().resolve(Modules.AUTH) as IAuthModuleService,
  })
  const countUsers = async () => (await sql(`SELECT id FROM "user"`)).length

  it("is one for several modules and plain SQL: invisible until it commits, gone if it throws", async () => {
    const { users, auth } = services()
    const change = (fail: boolean) =>
      runInTransaction(getContainer(), async (tx) => {
        const user = await tx.call(users, (service, context) =>
          service.createUsers({ email: "ada@example.com" }, context)
        )
        await tx.call(auth, (service, context) =>
          service.createAuthIdentities([{ app_metadata: { user_id: user.id } }], context)
        )
        const { rows } = await tx.knex.raw(`SELECT count(*)::int AS n FROM "user" WHERE id = ?`, [
          user.id,
        ])
        expect(rows).toEqual([{ n: 1 }])
        expect(await countUsers()).toBe(0)
        if (fail) {
          throw new Error("no")
        }
      })

    await expect(change(true)).rejects.toThrow("no")
    expect([await countUsers(), (await sql("SELECT id FROM auth_identity")).length]).toEqual([0, 0])
    await change(false)
    expect([await countUsers(), (await sql("SELECT id FROM auth_identity")).length]).toEqual([1, 1])
  })

  it("holds in a workflow's step, where Medusa puts a proxy around every service", async () => {
    const step = createStep("write-and-throw", async (_: { email: string }, { container }) => {
      const users: IUserModuleService = container.resolve(Modules.USER)
      await runInTransaction(container, async (tx) => {
        await tx.call(users, (service, context) =>
          service.createUsers({ email: "ada@example.com" }, context)
        )
        expect(await countUsers()).toBe(0)
        throw new Error("no")
      })
      return new StepResponse(undefined)
    })
    const transactionInAStep = createWorkflow("transaction-in-a-step", () => {
      step({ email: "ada@example.com" })
      return new WorkflowResponse(undefined)
    })

    await expect(transactionInAStep(getContainer()).run()).rejects.toMatchObject({
      message: expect.stringContaining("no"),
    })
    expect(await countUsers()).toBe(0)
  })

  it("emits the events of the services after the commit, and none of what was rolled back", async () => {
    const { users } = services()
    const emit = jest.spyOn(getContainer().resolve(Modules.EVENT_BUS), "emit")
    const emittedInside: number[] = []
    const change = (fail: boolean) =>
      runInTransaction(getContainer(), async (tx) => {
        await tx.call(users, (service, context) =>
          service.createUsers({ email: "ada@example.com" }, context)
        )
        emittedInside.push(emit.mock.calls.length)
        if (fail) {
          throw new Error("no")
        }
      })

    await expect(change(true)).rejects.toThrow("no")
    expect(emit).not.toHaveBeenCalled()
    await change(false)
    expect(emittedInside).toEqual([0, 0])
    expect(emit).toHaveBeenCalledTimes(1)
    // Medusa's own calls go on emitting theirs: nothing of the transaction stays behind in the module.
    await users.createUsers({ email: "grace@example.com" })
    expect(emit).toHaveBeenCalledTimes(2)
  })

  it("runs again when PostgreSQL resolves a deadlock, and both changes are there", async () => {
    await sql(
      `INSERT INTO "user" (id, email) VALUES ('user_1', 'a@example.com'), ('user_2', 'b@example.com')`
    )
    const attempts: string[] = []
    let held = 0
    let oneIsDone = () => {}
    const done = new Promise<void>((resolve) => (oneIsDone = resolve))
    let bothHoldTheirFirst = () => {}
    const barrier = new Promise<void>((resolve) => (bothHoldTheirFirst = resolve))

    const change = (first: string, second: string) =>
      runInTransaction(getContainer(), async (tx) => {
        attempts.push(first)
        if (attempts.length > 2) {
          // Otherwise it can be the faster one, and meet the other in the same way.
          await done
        }
        await tx.knex.raw(
          `UPDATE "user" SET first_name = coalesce(first_name, '') || 'x' WHERE id = ?`,
          [first]
        )
        if (++held === 2) {
          bothHoldTheirFirst()
        }
        await barrier
        await tx.knex.raw(
          `UPDATE "user" SET first_name = coalesce(first_name, '') || 'x' WHERE id = ?`,
          [second]
        )
      })

    await Promise.all([
      change("user_1", "user_2").then(oneIsDone),
      change("user_2", "user_1").then(oneIsDone),
    ])

    expect(attempts).toHaveLength(3)
    expect(await sql(`SELECT first_name FROM "user" ORDER BY id`)).toEqual([
      { first_name: "xx" },
      { first_name: "xx" },
    ])
  })

  it("can be taken away: the migration's way down leaves Medusa as it was", async () => {
    const load = (file: string) => import(path.join(path.dirname(BUILT), file))
    const { DROP_CONSTRAINTS } = (await load(
      "constraints.js"
    )) as typeof import("../../src/database/constraints")
    const { ensureConstraints } = (await load(
      "ensure-constraints.js"
    )) as typeof import("../../src/database/ensure-constraints")
    // What guards the plugin's own tables goes with them.
    const ours = () =>
      sql(
        `SELECT tgname AS name FROM pg_trigger WHERE tgname LIKE 'user_lifecycle%'
           AND tgrelid <> ALL ('{lifecycle_event,access_review,access_review_item}'::regclass[])
         UNION ALL SELECT indexname FROM pg_indexes WHERE indexname LIKE 'IDX_user_lifecycle%'
         UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE 'user_lifecycle%' AND proname NOT LIKE '%access_review%'
           AND proname NOT IN ('user_lifecycle_append_only', 'user_lifecycle_refuse_evidence_change')`
      )
    const before = await ours()
    expect(before.length).toBeGreaterThan(5)

    await sql(DROP_CONSTRAINTS)
    expect(await ours()).toEqual([])

    const pg = getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION)
    expect(await Promise.all([ensureConstraints(pg), ensureConstraints(pg)])).toEqual([true, true])
    expect((await ours()).length).toBe(before.length)
  })
})
