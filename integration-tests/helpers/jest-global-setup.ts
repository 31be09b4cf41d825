import { connectionToEnvironment, type DatabaseServer, startDatabase } from "./database"
import { forgetFeatureFlags } from "./feature-flags"
import { variables } from "./variables"

declare global {
  var userLifecycleDatabase: DatabaseServer | undefined
}

/** One PostgreSQL for all suites; each makes a database of its own in it. */
export default async function globalSetup(): Promise<void> {
  const server = await startDatabase()
  globalThis.userLifecycleDatabase = server
  Object.assign(process.env, connectionToEnvironment(server.connection), {
    [variables.template]: `user-lifecycle-template-${process.pid}`,
    [variables.folder]: server.folder,
  })

  // The suites choose for themselves: a developer's shell must not point them all at one database, and on one Redis
  // the event bus of one suite would hand its events to another.
  delete process.env.DATABASE_URL
  forgetFeatureFlags()
  if (process.env.REDIS_URL) {
    process.env[variables.redisUrl] = process.env.REDIS_URL
    delete process.env.REDIS_URL
  }
}
