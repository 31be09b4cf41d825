import { once } from "node:events"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import type { IWorkflowEngineService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import loadMedusa from "@medusajs/medusa/loaders/index"
import express, { type Express } from "express"
import { BACKEND_DIRECTORY } from "./server"
import { waitUntil } from "./wait-until"

export type InProcessApp = {
  url: string
  container: MedusaContainer
  expressApp: Express
  /** Waits until no workflow is under way. */
  settle(): Promise<void>
  stop(): Promise<void>
}

const TIMEOUT_MS = 60_000

/**
 * Starts the backend in this process, on a database that is migrated, as `medusa start` does (2.21.2). Its configuration comes
 * from the environment, once a process.
 */
export async function startInProcess(): Promise<InProcessApp> {
  const expressApp = express()
  const { container, shutdown } = await loadMedusa({ directory: BACKEND_DIRECTORY, expressApp })
  const server: Server = expressApp.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    container,
    expressApp,
    settle: () => settle(container),
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await shutdown()
    },
  }
}

async function settle(container: MedusaContainer): Promise<void> {
  const engine: IWorkflowEngineService = container.resolve(Modules.WORKFLOW_ENGINE)
  const listRunning = () =>
    engine.listWorkflowExecutions({
      state: { $nin: ["not_started", "done", "reverted", "failed"] },
    })
  await waitUntil(
    "all workflows came to an end",
    async () => (await listRunning()).length === 0,
    TIMEOUT_MS
  )
}
