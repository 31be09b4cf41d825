import path from "node:path"
import { freePort, spawnServer } from "../helpers/server"
import type { LoadGenerator } from "./load"
import { JWT_SECRET, LIGHTEST_ROUTE, type Settings } from "./settings"
import { type Share, shareOver } from "./statistics"
import { pinToServersCore, runOnPinnedCores, warmUp } from "./throughput"

const SWITCH = path.join(__dirname, "guard-switch.cjs")

const ADMINS = 100
const ROUND_MS = 200
/** What is still to be answered when the guard comes or goes belongs to neither. */
const SETTLE_MS = 40

/** Throughput of a process with the guard, to that of the same process while the guard is taken out. */
export type GuardAlone = { connections: number; processes: number; rounds: number; share: Share }

/**
 * What the guard costs a request, without what makes one process differ from another: it is taken out of a running one and
 * put back, many times.
 */
export async function measureGuardAlone(
  databaseUrl: string,
  load: LoadGenerator,
  settings: Settings,
  signal: AbortSignal
): Promise<GuardAlone[]> {
  const { guard_processes: processes, guard_rounds: rounds } = settings
  const shares = new Map<number, number[]>([
    [10, []],
    [100, []],
  ])
  await runOnPinnedCores(databaseUrl, load, async () => {
    for (let process = 0; process < processes; process++) {
      const switchPort = await freePort()
      const server = await spawnServer({
        databaseUrl,
        signal,
        env: {
          JWT_SECRET,
          NODE_OPTIONS: `--require ${SWITCH}`,
          GUARD_SWITCH_PORT: String(switchPort),
        },
      })
      try {
        pinToServersCore(server.pid)
        await warmUp(load, server.port, settings)
        for (const [connections, found] of shares) {
          const measured = { on: { requests: 0, ms: 0 }, off: { requests: 0, ms: 0 } }
          for (let turn = 0; turn < 2 * rounds; turn++) {
            signal.throwIfAborted()
            const state = turn % 2 ? "on" : "off"
            await turnGuard(switchPort, state)
            const request = { port: server.port, path: LIGHTEST_ROUTE, connections, admins: ADMINS }
            await load.run({ ...request, duration_ms: SETTLE_MS })
            const { requests, elapsed_ms } = await load.run({ ...request, duration_ms: ROUND_MS })
            measured[state].requests += requests
            measured[state].ms += elapsed_ms
          }
          const { on, off } = measured
          found.push(on.requests / on.ms / (off.requests / off.ms))
        }
      } finally {
        await server.stop()
      }
    }
  })
  return [...shares].map(([connections, found]) => ({
    connections,
    processes,
    rounds,
    share: shareOver(found),
  }))
}

async function turnGuard(port: number, state: "on" | "off"): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/${state}`)
  if (!response.ok) {
    throw new Error("The guard is not where the bench looks for it")
  }
}
