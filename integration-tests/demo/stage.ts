import { randomBytes } from "node:crypto"
import path from "node:path"
import { createDatabase, dropDatabase, startDatabase } from "../helpers/database"
import { openOutbox, type Outbox } from "../helpers/outbox"
import {
  buildPlugin,
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
    await step("medusa plugin:build", () => buildPlugin(signal))

    const name = `user-lifecycle-demo-${process.pid}`
    const { url, folder } = await step("PostgreSQL, and an empty database", async () => {
      const database = await startDatabase()
      undo.push(() => database.stop())
      const { connection, is_embedded, folder } = database
      if (!is_embedded) {
        undo.push(() => dropDatabase(connection, name))
      }
      narrator.say(
        is_embedded
          ? `Started for this demo alone, on port ${connection.port}`
          : `${name} on ${connection.host}:${connection.port}, for this demo alone`
      )
      return { url: await createDatabase(connection, name), folder }
    })

    const outbox = openOutbox(path.join(folder, "outbox.jsonl"))

    const port = (await isFreePort(USUAL_PORT)) ? USUAL_PORT : await freePort()
    const env = {
      OUTBOX_FILE: outbox.file,
      MEDUSA_BACKEND_URL: `http://127.0.0.1:${port}`,
      MEDUSA_ADMIN: options.withDashboard ? "on" : "off",
    }

    await step("medusa db:migrate: Medusa's tables, and the plugin's", () =>
      migrate(url, env, signal)
    )

    // Hexadecimal: a password that begins with a dash would be read as options of the command.
    const admin = { email: "admin@example.com", password: randomBytes(12).toString("hex") }
    await step(`medusa user: ${admin.email}, the first admin`, () =>
      runMedusa(["user", "--email", admin.email, "--password", admin.password], {
        databaseUrl: url,
        env,
        signal,
      })
    )

    if (options.withDashboard) {
      await step("The dashboard, built once and kept for the next time", () =>
        buildDashboard(signal)
      )
    }

    const server = await step("medusa start, in a process of its own", async () => {
      const started = await spawnServer({ databaseUrl: url, env, port, signal })
      undo.push(() => started.stop())
      narrator.say(`${started.url}, process ${started.pid}`)
      return started
    })

    return { server, outbox, admin, strike }
  } catch (error) {
    await strike()
    throw error
  }
}
