import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { useBackend } from "../helpers/backend"
import { waitUntil } from "../helpers/wait-until"

type Exclusively = typeof import("../../src/database/exclusively")

const BUILT = path.join(__dirname, "../../.medusa/server/src/database/exclusively.js")

useBackend({}, ({ getContainer, sql }) => {
  let onOneInstance: Exclusively["onOneInstance"]

  beforeAll(async () => {
    ;({ onOneInstance } = (await import(BUILT)) as Exclusively)
  })

  const tryOnce = () => onOneInstance(getContainer(), "a-job", async () => "done")

  it("does something on one instance at a time, and lets go afterwards, also of what failed", async () => {
    await onOneInstance(getContainer(), "a-job", async () => {
      expect(await tryOnce()).toBeUndefined()
      expect(await onOneInstance(getContainer(), "another", async () => "done")).toBe("done")
    })
    expect(await tryOnce()).toBe("done")
    const failing = onOneInstance(getContainer(), "a-job", async () => {
      throw new Error("it failed")
    })
    await expect(failing).rejects.toThrow("it failed")
    expect(await tryOnce()).toBe("done")
  })

  it("stays one instance's for as long as it is heard of, however long that takes", async () => {
    const held = await onOneInstance(
      getContainer(),
      "a-job",
      async () => {
        // Three times as long as the database waits for a sign of life.
        await delay(1_500)
        return await tryOnce()
      },
      { dead_after_ms: 500 }
    )
    expect(held).toBeUndefined()
  })

  it("is another instance's where the first is not heard of any more", async () => {
    let end: () => void = () => {}
    let hasBegun = false
    const first = onOneInstance(
      getContainer(),
      "a-job",
      async () => {
        // As if its machine was cut off: its session sends nothing any more.
        await sql(
          `SELECT pg_terminate_backend(pid) FROM pg_locks
           WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
             AND objid = (hashtextextended('user_lifecycle:job:a-job', 0) & 4294967295)::oid`
        )
        hasBegun = true
        await new Promise<void>((resolve) => (end = resolve))
      },
      { dead_after_ms: 500 }
    )
    first.catch(() => undefined)
    await waitUntil("the first has begun", async () => hasBegun)
    await waitUntil("the lock is free", async () => (await tryOnce()) === "done")
    end()
    await expect(first).rejects.toBeDefined()
  })

  it("has the database end the session of whoever is not heard of", async () => {
    await onOneInstance(getContainer(), "a-job", async () => {
      const sessions = await sql<{ query: string }>(
        "SELECT query FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()"
      )
      expect(sessions.map(({ query }) => query).join()).toContain(
        "idle_in_transaction_session_timeout"
      )
    })
  })
})
