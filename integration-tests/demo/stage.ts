import { randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { createDatabase, dropDatabase, startDatabase } from "../helpers/database"
import { openOutbox, type Outbox } from "../helpers/outbox"
import {
  freePort,
  isFreePort,
  migrate,
  runMedusa,
  type Server,
  spawnServer,
} from "../helpers/server"
import { buildDashboard } from "./dashboard"
import type { Narrator } from "./narrator"

export type Stage = {
  server: Server
  outbox: Outbox
  admin: { email: string; password: string }
  /** Takes everything away again. */
  strike(): Promise<void>
}

const USUAL_PORT = 9000

/** Builds the plugin, and sets up a database, a backend with the plugin in a process of its own, and its first admin. */
export async function setTheStage(
  narrator: Narrator,
  options: { withDashboard: boolean; interrupted: AbortSignal }
): Promise<Stage> {
  const undo: (() => Promise<void>)[] = []
  const strike = async () => {
    for (const act of undo.splice(0).reverse()) {
      await act()
    }
  }
  const step: Narrator["step"] = async (title, act) => {
    options.interrupted.throwIfAborted()
    return await narrator.step(title, act)
  }

  try {
    const signal = options.interrupted
    await step("Plugin built", () => buildPlugin(signal))

    const database = await startDatabase()
    undo.push(() => database.stop())
    const { connection } = database
    const name = `user-lifecycle-demo-${process.pid}`
    const url = await step(
      database.is_embedded
        ? `PostgreSQL started for this demo alone, on port ${connection.port}`
        : `A database of its own, ${name}, on ${connection.host}:${connection.port}`,
      () => createDatabase(connection, name)
    )
    if (!database.is_embedded) {
      undo.push(() => dropDatabase(connection, name))
    }

    const folder = await mkdtemp(path.join(os.tmpdir(), "user-lifecycle-demo-"))
    undo.push(() => rm(folder, { recursive: true, force: true }))
    const outbox = openOutbox(path.join(folder, "outbox.jsonl"))

    const port = (await isFreePort(USUAL_PORT)) ? USUAL_PORT : await freePort()
    const env = {
      OUTBOX_FILE: outbox.file,
      MEDUSA_BACKEND_URL: `http://127.0.0.1:${port}`,
      MEDUSA_ADMIN: options.withDashboard ? "on" : "off",
    }

    await step("Medusa's and the plugin's tables migrated", () => migrate(url, env, signal))

    const admin = { email: "admin@example.com", password: randomBytes(12).toString("base64url") }
    await step(`First admin ${admin.email} made with medusa user`, () =>
      runMedusa(["user", "--email", admin.email, "--password", admin.password], {
        databaseUrl: url,
        env,
        signal,
      })
    )

    if (options.withDashboard) {
      await step("Dashboard built (kept for the next time)", () => buildDashboard(signal))
    }

    const server = await step("Backend started with medusa start, in a process of its own", () =>
      spawnServer({ databaseUrl: url, env, port, signal })
    )
    undo.push(() => server.stop())
    narrator.say(`${server.url}, process ${server.pid}`)

    return { server, outbox, admin, strike }
  } catch (error) {
    await strike()
    throw error
  }
}
