import path from "node:path"
import { runScript } from "../helpers/server"

type BuildOptions = {
  /** Where to; by default, where `medusa start` looks for it. */
  output?: string
  /** Whether the plugin's pages are in it. */
  plugin?: "on" | "off"
}

/**
 * Builds the dashboard in a process of its own: the bundler works in the current directory. Takes half a minute, or nothing where
 * it is up to date.
 */
export async function buildDashboard(
  signal: AbortSignal,
  { output, plugin = "on" }: BuildOptions = {}
): Promise<void> {
  const env = {
    MEDUSA_ADMIN: "on",
    USER_LIFECYCLE: plugin,
    // The dashboard then calls the server that it came from, whatever its port.
    MEDUSA_BACKEND_URL: undefined,
    // Medusa's bundler (2.21) looks beside itself for the plugin's pages, as `npm install` puts them, and leaves their styles out, without
    // a word, where it does not find them.
    NODE_PATH: path.join(__dirname, "..", "backend", "node_modules"),
  }
  const script = path.join(__dirname, "build-dashboard.ts")
  await runScript(script, output ? [output] : [], { env, signal })
}
