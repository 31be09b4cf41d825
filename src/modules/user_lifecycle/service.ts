import { Knex, SqlEntityManager } from "@medusajs/framework/mikro-orm/knex"
import { ConfigModule, Context, InferTypeOf, Logger } from "@medusajs/framework/types"
import {
  ContainerRegistrationKeys,
  InjectManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils"
import { AccessRegistry } from "../../access/access-registry"
import { LedgerData } from "../../domain/ledger-data"
import { Actor, LifecycleEventType, Source } from "../../domain/lifecycle-event"
import { Background } from "./background"
import AccessReview from "./models/access-review"
import AccessReviewItem from "./models/access-review-item"
import EmailDelivery from "./models/email-delivery"
import LifecycleEvent from "./models/lifecycle-event"
import ScheduledOffboarding from "./models/scheduled-offboarding"
import UserAccess from "./models/user-access"
import UserActivity from "./models/user-activity"
import UserImport from "./models/user-import"
import UserImportRow from "./models/user-import-row"
import { parseOptions, UserLifecycleOptions } from "./options"

export type UserAccessDTO = InferTypeOf<typeof UserAccess>
export type LifecycleEventDTO = InferTypeOf<typeof LifecycleEvent>

/** An entry for the ledger. */
export type LedgerEntry = {
  type: LifecycleEventType
  user_id?: string | null
  email?: string | null
  actor: Actor
  source?: Source
  reason?: string | null
  data?: LedgerData
}

/** What Medusa (2.21) gives a module, as far as this one needs it. */
type Dependencies = {
  [ContainerRegistrationKeys.PG_CONNECTION]: Knex
  [ContainerRegistrationKeys.LOGGER]: Logger
  /** Without a project where the module is loaded on its own, as module tests do. */
  [ContainerRegistrationKeys.CONFIG_MODULE]?: Partial<ConfigModule>
}

/** The plugin's own state: who may act, and the ledger of how that came to be. */
class UserLifecycleModuleService extends MedusaService({
  UserAccess,
  UserActivity,
  LifecycleEvent,
  EmailDelivery,
  ScheduledOffboarding,
  UserImport,
  UserImportRow,
  AccessReview,
  AccessReviewItem,
}) {
  /** The plugin's options, checked and completed. */
  readonly options: UserLifecycleOptions

  /** What this instance knows of who may act. */
  readonly access: AccessRegistry

  /** What this instance does on the side. */
  readonly background = new Background()

  /** Called by Medusa (2.21, `MedusaModule.onApplicationStart`), in processes that serve, and not by migrations. */
  readonly __hooks = {
    onApplicationStart: async () => {
      if (this.servesHttp) {
        await this.access.open()
      }
    },
    onApplicationShutdown: async () => {
      await Promise.all([this.access.close(), this.background.stop()])
    },
  }

  private readonly servesHttp: boolean

  constructor(container: Dependencies, options?: Record<string, unknown>) {
    super(container, options)
    this.options = parseOptions(options)
    this.access = new AccessRegistry({
      pg: container[ContainerRegistrationKeys.PG_CONNECTION],
      logger: container[ContainerRegistrationKeys.LOGGER],
      cache_ttl_seconds: this.options.access.cache_ttl_seconds,
      keeps_keys_of_the_gone: !this.options.offboarding.revoke_api_keys,
    })
    const config = container[ContainerRegistrationKeys.CONFIG_MODULE]
    this.servesHttp = config?.projectConfig?.workerMode !== "worker"
  }

  /**
   * Appends an entry to the ledger. Give it the transaction of the change that it records: an entry without its
   * change, or a change without its entry, must not exist.
   */
  @InjectManager()
  async appendToLedger(
    entry: LedgerEntry,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<void> {
    await this.appendAllToLedger([entry], sharedContext)
  }

  /** The same for a change to several people. */
  @InjectManager()
  async appendAllToLedger(
    entries: LedgerEntry[],
    @MedusaContext() sharedContext: Context = {}
  ): Promise<void> {
    const created_at = await readClock(sharedContext)
    const rows = entries.map((entry) => ({ ...toRow(entry), created_at }))
    await this.createLifecycleEvents(rows, sharedContext)
  }
}

/**
 * The instant by the clock of the database: the ends of people that the ledger remembers are compared with what other
 * instances decide, and by itself the row would have the time of this one (Medusa 2.21).
 */
async function readClock({ transactionManager, manager }: Context): Promise<Date> {
  const em = (transactionManager ?? manager) as SqlEntityManager
  const [{ now }] = await em.execute<{ now: Date | string }[]>("SELECT clock_timestamp() AS now")
  return new Date(now)
}

/** What a client says about itself can be of any length. */
function toRow({ actor, source, ...entry }: LedgerEntry) {
  return {
    type: entry.type,
    user_id: entry.user_id ?? null,
    email: entry.email ?? null,
    actor_type: actor.type,
    actor_id: actor.id ?? null,
    ip_address: source?.ip_address?.slice(0, 64) ?? null,
    user_agent: source?.user_agent?.slice(0, 512) ?? null,
    request_id: source?.request_id?.slice(0, 128) ?? null,
    reason: entry.reason ?? null,
    data: entry.data ?? null,
  }
}

export default UserLifecycleModuleService
