import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { unsupportedMedusa } from "../supported-medusa"
import { within } from "./within"

/** The part of a `pg` client that listening needs. */
type PgClient = {
  query(sql: string): Promise<unknown>
  end(): Promise<void>
  unref(): void
  on(event: "notification", listener: (message: { payload?: string }) => void): void
  on(event: "error" | "end", listener: (error?: Error) => void): void
}

/** A connection outside the pool, on which notifications arrive. */
export class NotificationConnection {
  onNotification: (payload: string) => void = () => undefined
  /** The connection ended, for whatever reason but `close`. */
  onEnd: (error: unknown) => void = () => undefined
  private isClosed = false

  constructor(private readonly client: PgClient) {
    // Whoever runs a script in the application should not have to wait for somebody who listens.
    client.unref()
    client.on("notification", ({ payload }) => this.onNotification(payload ?? ""))
    const end = (error?: Error) => {
      if (!this.isClosed) {
        this.onEnd(error ?? new Error("the connection ended"))
      }
    }
    client.on("error", end)
    client.on("end", end)
  }

  /** @throws the error of the database, or another if it takes too long */
  async query(sql: string, timeoutMs: number): Promise<void> {
    await within(timeoutMs, this.client.query(sql))
  }

  /** Never fails, and does not wait for a server that does not answer. */
  async close(): Promise<void> {
    if (!this.isClosed) {
      this.isClosed = true
      await within(1_000, this.client.end()).catch(() => undefined)
    }
  }
}

/** Opens a connection as the application's pool does: the same address, TLS and driver options. */
export async function openConnection(pg: Knex, timeoutMs: number): Promise<NotificationConnection> {
  const driver: { acquireRawConnection?: () => Promise<PgClient> } = pg.client
  if (typeof driver?.acquireRawConnection !== "function") {
    throw unsupportedMedusa("the database connection has no client.acquireRawConnection()")
  }
  const opening = driver.acquireRawConnection()
  try {
    return new NotificationConnection(await within(timeoutMs, opening))
  } catch (error) {
    // It may still come up, when nobody waits for it any more.
    opening.then((client) => client.end()).catch(() => undefined)
    throw error
  }
}

/** Whether the database could not be asked, rather than that it refused. */
export function isUnreachable(error: unknown): boolean {
  // Only what the server itself says has a severity.
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown }
  // Those of class 08 and 57P are about the connection itself, 53 is a server that is full, and the others are one that
  // is being set up.
  return severity === undefined || /^(08|57P|53|3D|28|55)/.test(String(code))
}
