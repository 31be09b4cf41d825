import { Context, InferTypeOf } from "@medusajs/framework/types"
import {
  InjectManager,
  InjectTransactionManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils"
import { AccessStatus } from "../../domain/access"
import { Actor, LifecycleEventType, Source } from "../../domain/lifecycle-event"
import LifecycleEvent from "./models/lifecycle-event"
import UserAccess from "./models/user-access"
import { parseOptions, UserLifecycleOptions } from "./options"

export type UserAccessDTO = InferTypeOf<typeof UserAccess>
export type LifecycleEventDTO = InferTypeOf<typeof LifecycleEvent>

/** What a person may do from now on. */
export type AccessChange = {
  user_id: string
  status: AccessStatus
  reason?: string | null
  tokens_valid_after?: Date | null
}

/** An entry for the ledger. */
export type LedgerEntry = {
  type: LifecycleEventType
  user_id?: string | null
  email?: string | null
  actor: Actor
  source?: Source
  reason?: string | null
  data?: Record<string, unknown>
}

/** The plugin's own state: who may act, and the ledger of how that came to be. */
class UserLifecycleModuleService extends MedusaService({ UserAccess, LifecycleEvent }) {
  /** The plugin's options, checked and completed. */
  readonly options: UserLifecycleOptions

  constructor(container: Record<string, unknown>, options?: Record<string, unknown>) {
    super(container, options)
    this.options = parseOptions(options)
  }

  /** Stores what a person may do, creating the row of a user who is older than the plugin. */
  @InjectManager()
  async setAccess(
    access: AccessChange,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<void> {
    await this.setAccess_(access, sharedContext)
  }

  @InjectTransactionManager()
  protected async setAccess_(
    access: AccessChange,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<void> {
    const [stored] = await this.listUserAccesses({ user_id: access.user_id }, {}, sharedContext)
    if (stored) {
      await this.updateUserAccesses({ ...access, id: stored.id }, sharedContext)
    } else {
      await this.createUserAccesses(access, sharedContext)
    }
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
    await this.createLifecycleEvents(
      {
        type: entry.type,
        user_id: entry.user_id ?? null,
        email: entry.email ?? null,
        actor_type: entry.actor.type,
        actor_id: entry.actor.id ?? null,
        ip_address: entry.source?.ip_address?.slice(0, 64) ?? null,
        user_agent: entry.source?.user_agent?.slice(0, 512) ?? null,
        request_id: entry.source?.request_id?.slice(0, 128) ?? null,
        reason: entry.reason ?? null,
        data: entry.data ?? null,
      },
      sharedContext
    )
  }
}

export default UserLifecycleModuleService
