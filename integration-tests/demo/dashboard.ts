import path from "node:path"
import { runScript } from "../helpers/server"

/**
 * Builds the dashboard that `medusa start` serves, in a process of its own: the bundler works in the current
 * directory. Takes half a minute, or nothing where it is up to date.
 */
export async function buildDashboard(signal: AbortSignal): Promise<void> {
  // The dashboard then calls the server that it came from, whatever its port.
  const env = { MEDUSA_ADMIN: "on", MEDUSA_BACKEND_URL: undefined }
  await runScript(path.join(__dirname, "build-dashboard.ts"), [], { env, signal })
}
