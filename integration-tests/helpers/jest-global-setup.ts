import { connectionToEnvironment, type DatabaseServer, startDatabase } from "./database"
import { MIGRATED_TEMPLATE_VARIABLE } from "./migrated-database"

declare global {
  var userLifecycleDatabase: DatabaseServer | undefined
}

/** One PostgreSQL for all suites; each makes a database of its own in it. */
export default async function globalSetup(): Promise<void> {
  const server = await startDatabase()
  globalThis.userLifecycleDatabase = server
  Object.assign(process.env, connectionToEnvironment(server.connection), {
    [MIGRATED_TEMPLATE_VARIABLE]: `user-lifecycle-template-${process.pid}`,
  })
  // The suites choose their own; a developer's shell must not point them all at one database.
  delete process.env.DATABASE_URL
}
