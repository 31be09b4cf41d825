import path from "node:path"
import { runScript } from "../helpers/server"
import type { Settings } from "./settings"
import type { Spread } from "./statistics"

/** What is measured without HTTP. */
export type InProcess = {
  people: number
  tokens: number
  decisions: number
  /** Nanoseconds a decision, in batches, about one person who is remembered. */
  decision_ns_one: Spread
  /** The same about ten thousand in turn, or as many as there are. */
  decision_ns_many: Spread
  /** Of memory, for each person who is remembered. */
  bytes_per_person: number
  /** In addition, for when each was last seen. */
  bytes_per_activity: number
  /** For each bearer token that was verified in the last minute. */
  bytes_per_token: number
}

export async function measureInProcess(
  databaseUrl: string,
  settings: Settings,
  signal: AbortSignal
): Promise<InProcess> {
  const args = [databaseUrl, String(settings.decisions), String(settings.remembered_people)]
  const output = await runScript(path.join(__dirname, "in-process-figures.ts"), args, { signal })
  const line = output.trim().split("\n").pop() ?? ""
  return JSON.parse(line) as InProcess
}
