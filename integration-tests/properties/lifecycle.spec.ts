import fc from "fast-check"
import { findingKinds } from "../../src/domain/findings/finding"
import { useBackend } from "../helpers/backend"
import { withClient } from "../helpers/database"
import { useFailingWorkflows } from "../helpers/failing-workflows"
import { usePeople } from "../helpers/people"
import { usePasswordToken } from "../helpers/reset-tokens"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"
import { type Action, beginning, driftingActions, lifecycleActions } from "./actions"
import type { Stage } from "./changes"
import { whileConnectionsAreCut } from "./cut-connections"
import { Model, PASSWORDS } from "./model"
import { repairModel } from "./repair"
import { ACTIONS, RUNS, SEED, TIME_LIMIT_MS } from "./settings"
import { findDifferences, linkSentTo } from "./verify"

type Finding = { id: string; kind: string; user_id: string | null; repair: string | null }

useBackend({}, (backend) => {
  const { api, databaseUrl, getContainer, outbox, sql } = backend
  const people = usePeople(backend)
  const makeAndUndo = useFailingWorkflows(backend)
  const stage: Stage = { backend, people, makeAndUndo }

  /** Everybody goes but root, and nobody remembers them. */
  const forgetEverybody = () =>
    withClient(databaseUrl, async (client) => {
      await client.query("BEGIN")
      // An email that is being sent is written down here first, and then in the ledger.
      await client.query("LOCK TABLE email_delivery")
      await client.query("ALTER TABLE lifecycle_event DISABLE TRIGGER USER")
      for (const table of ["lifecycle_event", "email_delivery", "invite", "api_key"]) {
        const condition = table === "api_key" ? "WHERE type = 'secret'" : ""
        await client.query(`DELETE FROM ${table} ${condition}`)
      }
      await client.query("ALTER TABLE lifecycle_event ENABLE TRIGGER USER")
      await client.query(
        `DELETE FROM auth_identity WHERE app_metadata->>'user_id' IS DISTINCT FROM $1`,
        [people.root.id]
      )
      for (const table of ["user_access", "user_activity"]) {
        await client.query(`DELETE FROM ${table} WHERE user_id <> $1`, [people.root.id])
      }
      await client.query(`DELETE FROM "user" WHERE id <> $1`, [people.root.id])
      await client.query("COMMIT")
    })

  const findings = async (): Promise<Finding[]> => {
    const { data } = await api.get(
      "/admin/user-lifecycle/findings?limit=200",
      people.root.credential
    )
    return data.findings
  }

  /** What nobody named must not go: living users, usable keys, open invites, and logins that are no living user's. */
  const readWhatStays = async () => {
    const rows = await backend.sql<{ id: string }>(
      `SELECT id FROM "user" WHERE deleted_at IS NULL
       UNION ALL SELECT id FROM api_key WHERE deleted_at IS NULL AND revoked_at IS NULL
       UNION ALL SELECT id FROM invite WHERE deleted_at IS NULL
       UNION ALL SELECT id FROM user_access WHERE status = 'active' AND deleted_at IS NULL
         AND user_id IN (SELECT id FROM "user" WHERE deleted_at IS NULL)
       UNION ALL SELECT i.id FROM auth_identity i WHERE NOT EXISTS (
         SELECT 1 FROM "user" u WHERE u.id = i.app_metadata->>'user_id' AND u.deleted_at IS NULL
       )`
    )
    return rows.map(({ id }) => id)
  }

  const repairWhatRemovesNothing = async () => {
    const before = await readWhatStays()
    const { status } = await api.post(
      "/admin/user-lifecycle/findings/repair",
      {},
      people.root.credential
    )
    expect(status).toBe(200)
    const identities = await backend.sql<{ id: string }>("SELECT id FROM auth_identity")
    const after = new Set([...(await readWhatStays()), ...identities.map(({ id }) => id)])
    expect(before.filter((id) => !after.has(id))).toEqual([])
  }

  /** One of the repairs dies in the middle: what it had begun is not there, and the next pass does it. */
  const repairAndBeCutOff = () =>
    whileConnectionsAreCut(
      stage,
      () =>
        api.post(
          "/admin/user-lifecycle/findings/repair",
          { kinds: findingKinds },
          people.root.credential
        ),
      { once: true }
    )

  /** Repairs until nothing changes. */
  const repairAll = async () => {
    for (let pass = 1; ; pass++) {
      const { status, data } = await api.post(
        "/admin/user-lifecycle/findings/repair",
        { kinds: findingKinds },
        people.root.credential
      )
      expect({ status, data }).toMatchObject({ status: 200 })
      const results: { status: string }[] = data.results
      if (!results.some((result) => result.status === "repaired")) {
        return
      }
      expect(pass).toBeLessThan(10)
    }
  }

  const play = async (sequence: Iterable<Action>): Promise<Model> => {
    await forgetEverybody()
    outbox.clear()
    const model = new Model()
    for (const each of beginning) {
      await each.run(model, stage)
    }
    await fc.asyncModelRun(() => ({ model, real: stage }), sequence)
    return model
  }

  const checkThat = (
    actions: fc.Arbitrary<Action>[],
    holds: (model: Model) => Promise<void>
  ): Promise<void> =>
    fc.assert(
      fc.asyncProperty(
        fc.commands(actions, { maxCommands: ACTIONS, size: "max" }),
        async (sequence) => {
          await holds(await play(sequence))
        }
      ),
      {
        seed: SEED,
        numRuns: RUNS,
        interruptAfterTimeLimit: TIME_LIMIT_MS - 30_000,
        markInterruptAsFailure: true,
      }
    )

  beforeEach(async () => {
    await repairAll()
  })

  it(
    "whatever happens to people through the plugin, who may log in is as it should be, and an audit finds nothing",
    () =>
      checkThat(lifecycleActions, async (model) => {
        // Keys that rest, and keys that an offboarding was told to keep, are shown so that somebody looks at them.
        const shown = ["api_key_of_suspended_user", "api_key_kept_by_option"]
        const found = (await findings()).filter(({ kind }) => !shown.includes(kind))
        expect(found.filter(({ kind }) => kind !== "invite_expired")).toEqual([])
        expect(await findDifferences(stage, model, { keys: model.credentials.length })).toEqual([])
      }),
    TIME_LIMIT_MS
  )

  it(
    "whatever else happens to them, who is gone or suspended never gets in, and a repair leaves nothing to be repaired",
    () =>
      checkThat([...lifecycleActions, ...driftingActions], async (model) => {
        await repairWhatRemovesNothing()
        await repairAndBeCutOff()
        await repairAll()
        const undecided = repairModel(model)
        const left = await findings()
        const isUndecided = ({ kind, user_id }: Finding) =>
          undecided.includes(user_id ?? "") ||
          (kind === "logins_with_same_name" && undecided.length > 0)
        expect(left.filter((finding) => !isUndecided(finding))).toEqual([])
        expect(await findDifferences(stage, model, { keys: model.credentials.length })).toEqual([])
        await checkStates(model)
        await checkLinks(model)
      }),
    TIME_LIMIT_MS
  )

  /** What is stored of each person is what the model says. */
  const checkStates = async (model: Model) => {
    const rows = await sql<{ id: string; is_living: boolean; status: string }>(
      `SELECT u.id, u.deleted_at IS NULL AS is_living, a.status
       FROM "user" u LEFT JOIN user_access a ON a.user_id = u.id WHERE u.id <> $1 ORDER BY u.id`,
      [people.root.id]
    )
    const expected = model.users
      .filter(({ row }) => row !== "erased")
      .map(({ id, row, access }) => ({
        id,
        is_living: row === "living",
        status: access?.status ?? null,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(rows).toEqual(expected)
  }

  /** Whoever may log in can get a link to set a password, and log in with it; nobody else can with theirs. */
  const checkLinks = async (model: Model) => {
    const { deliverEmailsWorkflow } = await loadWorkflows()
    // As if an hour went by: nobody is sent more than a few emails within one.
    await sql("DELETE FROM email_delivery WHERE status <> 'pending'")
    for (const user of model.users) {
      const email = user.email.toLowerCase()
      const login = model.passwordLoginFor(email)
      if (login?.owner !== user.id || model.adminPasswordOf(login) !== undefined) {
        continue
      }
      await api.post("/auth/user/emailpass/reset-password", { identifier: email })
      await deliverEmailsWorkflow(getContainer()).run({ input: {} })
      await waitUntil("no email waited any more", async () => {
        const waiting = await sql(
          "SELECT 1 FROM email_delivery WHERE status = 'pending' AND next_attempt_at <= clock_timestamp()"
        )
        return waiting.length === 0
      })
      const token = linkSentTo(stage, user.email)
      const answer = await usePasswordToken(backend, token ?? "", PASSWORDS[0])
      const entered = await people.logIn(email, PASSWORDS[0])
      const mayAct = model.mayAct(user)
      expect({ email, isSet: answer.status === 200, enters: entered.status === 200 }).toEqual({
        email,
        isSet: mayAct,
        enters: mayAct,
      })
    }
  }
})
