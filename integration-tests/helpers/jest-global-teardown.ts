import { dropDatabase } from "./database"
import { readVariable } from "./variables"

/** Leaves no PostgreSQL and no folder behind, and in somebody else's PostgreSQL no database. */
export default async function globalTeardown(): Promise<void> {
  const server = globalThis.userLifecycleDatabase
  if (server && !server.is_embedded) {
    await dropDatabase(server.connection, readVariable("template"))
  }
  await server?.stop()
}
