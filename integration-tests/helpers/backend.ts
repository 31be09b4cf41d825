import type { Express } from "express"
import type { IAuthModuleService, IUserModuleService, UserDTO } from "@medusajs/framework/types"
import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { QueryResultRow } from "pg"
import { databaseUrl, query, testConnection } from "./database"
import { type Api, createApi, login } from "./http"
import { type InProcessApp, startInProcess } from "./in-process-app"
import {
  createDatabaseWithoutPlugin,
  createMigratedDatabase,
  type MigratedDatabase,
  newDatabaseName,
} from "./migrated-database"
import { createOutbox, type Outbox } from "./outbox"
import { RestorePoint } from "./restore-point"

export type BackendOptions = {
  /** "off" leaves the plugin out, to see what Medusa does on its own. "on" by default. */
  plugin?: "on" | "off"
  /** The plugin's options. */
  options?: Record<string, unknown>
  /** Set while the suite runs. */
  env?: Record<string, string>
}

export type Backend = {
  /** Never throws for a status. Only usable inside hooks and tests. */
  api: Api
  getContainer(): MedusaContainer
  getExpressApp(): Express
  /** Creates a user that can log in with a password, without the plugin. */
  createAdmin(admin: AdminInput): Promise<UserDTO>
  /** Logs in with a password and returns the token. */
  login(email: string, password: string): Promise<string>
  /** `createAdmin` and `login` in one. */
  createAdminWithToken(admin: AdminInput): Promise<{ user: UserDTO; token: string }>
  /** The emails that left; emptied before each test. */
  outbox: Outbox
  /** Runs a statement on a connection of its own, and returns its rows. */
  sql<Row extends QueryResultRow = Record<string, unknown>>(
    text: string,
    params?: unknown[]
  ): Promise<Row[]>
  databaseUrl: string
}

export type AdminInput = {
  email: string
  password: string
  first_name?: string
  last_name?: string
}

let isUsed = false

/**
 * Boots the backend in this process, on a database of its own, for the tests that `suite` declares. Each test
 * begins with the rows that the hooks of `beforeAll` left; one that changes tables puts them back.
 *
 * Between two tests the connection that the plugin listens on is ended, and whatever is under way in the database.
 *
 * One call a file: Medusa reads its configuration once in a process.
 */
export function useBackend(
  { plugin = "on", options = {}, env = {} }: BackendOptions,
  suite: (backend: Backend) => void
): void {
  if (isUsed) {
    throw new Error("useBackend can be called once in a file: Medusa is configured once a process")
  }
  isUsed = true

  const name = newDatabaseName()
  const url = databaseUrl(testConnection(), name)
  const outbox = createOutbox()
  const api = createApi("http://not-started.invalid")
  let database: MigratedDatabase | undefined
  let app: InProcessApp | undefined
  let restorePoint: RestorePoint | undefined
  const getApp = () => {
    if (!app) {
      throw new Error("The backend has not started yet")
    }
    return app
  }
  const getContainer = () => getApp().container

  describe("", () => {
    beforeAll(async () => {
      database =
        plugin === "on"
          ? await createMigratedDatabase({ name, env })
          : await createDatabaseWithoutPlugin(name)
      Object.assign(process.env, {
        DATABASE_URL: url,
        OUTBOX_FILE: outbox.file,
        USER_LIFECYCLE: plugin,
        USER_LIFECYCLE_OPTIONS: JSON.stringify(options),
        ...env,
      })
      app = await startInProcess()
      api.defaults.baseURL = app.url
    })
    beforeEach(async () => {
      // After the hooks of the suite's `beforeAll`.
      if (restorePoint) {
        await restorePoint.restore()
      } else {
        restorePoint = await RestorePoint.take(url)
      }
      outbox.clear()
    })
    afterEach(() => app?.settle())
    afterAll(async () => {
      await app?.stop()
      await restorePoint?.close()
      await database?.drop()
    })

    suite({
      api,
      getContainer,
      getExpressApp: () => getApp().expressApp,
      outbox,
      databaseUrl: url,
      createAdmin: (admin) => createAdmin(getContainer(), admin),
      login: (email, password) => login(api, email, password),
      createAdminWithToken: async (admin) => ({
        user: await createAdmin(getContainer(), admin),
        token: await login(api, admin.email, admin.password),
      }),
      sql: (text, params) => query(url, text, params),
    })
  })
}

/** Creates a user that can log in with a password, as `medusa user` does: through Medusa's modules alone. */
export async function createAdmin(
  container: MedusaContainer,
  { password, ...person }: AdminInput
): Promise<UserDTO> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const auth: IAuthModuleService = container.resolve(Modules.AUTH)
  const user = await users.createUsers(person)
  const { success, authIdentity, error } = await auth.register("emailpass", {
    body: { email: person.email, password },
  })
  if (!success || !authIdentity) {
    throw new Error(`${person.email} could not be registered: ${error}`)
  }
  await auth.updateAuthIdentities({ id: authIdentity.id, app_metadata: { user_id: user.id } })
  return user
}
