import { dropDatabase } from "./database"
import { MIGRATED_TEMPLATE_VARIABLE } from "./migrated-database"

/** Leaves no PostgreSQL behind, and in somebody else's no database. */
export default async function globalTeardown(): Promise<void> {
  const server = globalThis.userLifecycleDatabase
  const template = process.env[MIGRATED_TEMPLATE_VARIABLE]
  if (server && template && !server.is_embedded) {
    await dropDatabase(server.connection, template)
  }
  await server?.stop()
}
