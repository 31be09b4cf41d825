import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Logger } from "@medusajs/framework/types"
import {
  hasRoles,
  readApiKey,
  readChangedPrincipals,
  readPrincipal,
  Reading,
  readPrincipalOfIdentity,
} from "../database/principals"
import {
  AccessDecision,
  ApiKeyFacts,
  decideApiKeyAccess,
  decideTokenAccess,
  decideUnregisteredTokenAccess,
  Principal,
} from "../domain/access"
import { ActivityLog } from "./activity-log"
import { ChangeListener, ListenerState } from "./change-listener"
import { Clock, DatabaseClock, systemClock } from "./clock"
import { Known, ReadThroughCache } from "./read-through-cache"
import { LOOKUP_TIMEOUT_MS, within } from "./within"

const MIN_REFRESH_INTERVAL_MS = 200

/** Bounds the memory: an entry takes some hundred bytes (see `docs/benchmarks.md`). */
const MAX_PRINCIPALS = 50_000
const MAX_API_KEYS = 10_000

/** A decision, and the person it was made about. */
export type Verdict = { decision: AccessDecision; principal: Principal | undefined }

export type AccessRegistryOptions = {
  pg: Knex
  logger: Pick<Logger, "info" | "warn">
  /** Option `access.cache_ttl_seconds`. */
  cache_ttl_seconds: number
  /** Option `offboarding.revoke_api_keys` is off. */
  keeps_keys_of_the_gone?: boolean
  clock?: Clock
  /** How many people are remembered at most. */
  max_principals?: number
}

/**
 * What this instance knows of who may act: it reads the database once for each person and remembers the answer, for as
 * long as it hears from the database about every change (see `ChangeListener`), and for no longer than the TTL. People who
 * are at work are read again, many at a time, before that.
 *
 * Until {@link open} is called, and while no news arrives, nothing is remembered: each decision reads the database.
 */
export class AccessRegistry {
  /** When people last logged in, and were last seen. */
  readonly activity: ActivityLog
  private readonly principals: ReadThroughCache<Principal | undefined>
  private readonly apiKeys: ReadThroughCache<{ is_revoked: boolean; owner_id: string | undefined }>
  private readonly listener: ChangeListener
  private readonly changeListeners = new Set<(userId: string | undefined) => void>()
  private readonly databaseClock: DatabaseClock
  private listenerState: ListenerState = "lost"
  private readsRoles: boolean | undefined
  private refreshTimer: NodeJS.Timeout | undefined
  private isClosed = true

  constructor(private readonly options: AccessRegistryOptions) {
    const { pg, logger, cache_ttl_seconds, clock = systemClock } = options
    const { max_principals = MAX_PRINCIPALS } = options
    const ttl_ms = cache_ttl_seconds * 1000
    this.databaseClock = new DatabaseClock(clock)
    this.activity = new ActivityLog(pg, logger, clock, this.databaseClock)
    this.principals = new ReadThroughCache((id) => this.readPrincipal(id), {
      ttl_ms,
      max_entries: max_principals,
      clock,
    })
    this.apiKeys = new ReadThroughCache((id) => this.read(readApiKey(pg, id)), {
      ttl_ms,
      max_entries: MAX_API_KEYS,
      clock,
    })
    this.listener = new ChangeListener({
      pg,
      logger,
      onChange: (payload) => this.receive(payload),
      onState: (state) => this.setListenerState(state),
    })
  }

  /**
   * Begins to listen for changes, and so to remember. For instances that serve HTTP; others have nobody to judge. Never fails: Medusa
   * (2.21) starts all the same, and while the database is away, nobody is let in.
   */
  async open(): Promise<void> {
    await this.listener.start()
    this.isClosed = false
    this.scheduleRefresh()
  }

  /** Ends that, and writes what is left to be written. Never fails. */
  async close(): Promise<void> {
    clearTimeout(this.refreshTimer)
    this.isClosed = true
    await this.listener.stop()
    this.setListenerState("lost")
    await this.activity.close()
  }

  /** What is known of the news about changes; for logs, tests and benchmarks. */
  get state(): ListenerState {
    return this.listenerState
  }

  /** How many people are remembered. */
  get size(): number {
    return this.principals.size
  }

  /** Judges a token or session of a person who is remembered; `undefined` for anybody else. No I/O. */
  judgeRemembered(userId: string, issuedAtSeconds: number | undefined): Verdict | undefined {
    const known = this.principals.peek(userId)
    return known && this.judge(known.value, issuedAtSeconds)
  }

  /** Judges a token or session of a person. */
  async judgeToken(userId: string, issuedAtSeconds: number | undefined): Promise<Verdict> {
    return this.judge(await this.lookUp(userId), issuedAtSeconds)
  }

  /** Judges a token that names a login and no actor yet. They are rare and short-lived, and not remembered. */
  async judgeUnregisteredToken(
    authIdentityId: string,
    issuedAtSeconds: number | undefined,
    actorType: string
  ): Promise<Verdict> {
    const reading = readPrincipalOfIdentity(this.options.pg, authIdentityId, actorType)
    const principal = await within(LOOKUP_TIMEOUT_MS, this.read(reading))
    const now = this.databaseClock.now()
    return { decision: decideUnregisteredTokenAccess(principal, issuedAtSeconds, now), principal }
  }

  /** Judges a secret API key, which Medusa has found to be one. */
  async judgeApiKey(apiKeyId: string): Promise<Verdict> {
    const { is_revoked, owner_id } =
      this.apiKeys.peek(apiKeyId)?.value ?? (await this.readWithin(this.apiKeys, apiKeyId))
    const owner = owner_id ? await this.lookUp(owner_id) : undefined
    const facts: ApiKeyFacts = { is_revoked, owner_id, owner }
    const policy = { keepsKeysOfTheGone: !!this.options.keeps_keys_of_the_gone }
    const decision = decideApiKeyAccess(facts, policy, this.databaseClock.now())
    return { decision, principal: owner }
  }

  /** Makes a change that was just committed count on this instance before anybody is told that it was made. */
  forget(userId: string): void {
    this.principals.forget(userId)
    this.tellOfChange(userId)
  }

  /** The same for API keys that were revoked. */
  forgetApiKeys(ids: string[]): void {
    ids.forEach((id) => this.apiKeys.forget(id))
  }

  /** The same for a change to everybody. */
  forgetAll(): void {
    this.principals.forgetAll()
    this.apiKeys.forgetAll()
    this.tellOfChange(undefined)
  }

  /**
   * Tells of every change that this instance hears of, once it counts: whom it is about, or `undefined` where that may be anybody.
   *
   * @returns what ends it
   */
  onChange(listener: (userId: string | undefined) => void): () => void {
    this.changeListeners.add(listener)
    return () => this.changeListeners.delete(listener)
  }

  private tellOfChange(userId: string | undefined): void {
    for (const listener of this.changeListeners) {
      listener(userId)
    }
  }

  private judge(principal: Principal | undefined, issuedAtSeconds: number | undefined): Verdict {
    return {
      decision: decideTokenAccess(principal, issuedAtSeconds, this.databaseClock.now_ms()),
      principal,
    }
  }

  private async lookUp(userId: string): Promise<Principal | undefined> {
    return await this.readWithin(this.principals, userId)
  }

  private async readWithin<TValue>(cache: ReadThroughCache<TValue>, id: string): Promise<TValue> {
    try {
      return await within(LOOKUP_TIMEOUT_MS, cache.get(id))
    } catch (error) {
      // An answer that hangs must not keep those waiting who ask next.
      cache.forget(id)
      throw error
    }
  }

  /** People who are at work are read again together, before they expire, so that their requests find them remembered. */
  private scheduleRefresh(): void {
    const { pg, cache_ttl_seconds } = this.options
    if (this.isClosed || cache_ttl_seconds === 0) {
      return
    }
    const readChanged = (known: Known[]) => {
      const reading = this.knowsRoles().then((readsRoles) =>
        this.read(readChangedPrincipals(pg, known, { readsRoles }))
      )
      return within(LOOKUP_TIMEOUT_MS, reading)
    }
    const interval_ms = Math.max((cache_ttl_seconds * 1000) / 5, MIN_REFRESH_INTERVAL_MS)
    this.refreshTimer = setTimeout(() => {
      void this.principals.refresh(readChanged).then(() => this.scheduleRefresh())
    }, interval_ms)
    this.refreshTimer.unref()
  }

  private async readPrincipal(userId: string): Promise<Principal | undefined> {
    const readsRoles = await this.knowsRoles()
    return await this.read(readPrincipal(this.options.pg, userId, { readsRoles }))
  }

  /**
   * Whether people have roles, asked until the database has answered. Nobody is judged before: without the roles of now, Medusa would
   * take those in the token.
   */
  private async knowsRoles(): Promise<boolean> {
    this.readsRoles ??= await hasRoles(this.options.pg)
    return this.readsRoles
  }

  private async read<TFacts>(reading: Promise<Reading<TFacts>>): Promise<TFacts> {
    const { facts, read_at } = await reading
    this.databaseClock.set(read_at)
    return facts
  }

  private receive(payload: string): void {
    const separator = payload.indexOf(":")
    const id = payload.slice(separator + 1)
    switch (payload.slice(0, separator)) {
      case "user":
        return this.forget(id)
      case "key":
        this.apiKeys.forget(id)
        return this.tellOfChange(undefined)
      default:
        return this.forgetAll()
    }
  }

  private setListenerState(state: ListenerState): void {
    this.listenerState = state
    // Without a listener there is still the TTL; with one that is lost, there was a promise to hear of changes at once.
    const trust = { isTrusted: state !== "lost", hearsNews: state === "listening" }
    this.principals.trust(trust)
    this.apiKeys.trust(trust)
    this.tellOfChange(undefined)
  }
}
