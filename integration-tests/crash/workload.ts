import { randomUUID } from "node:crypto"
import type { Client } from "pg"
import type { Api, ApiResponse, Credential } from "../helpers/http"
import type { Random } from "./random"

/** The routes under test: the plugin's, or those of a variant of it. */
export type Routes = {
  provision: string
  offboard(userId: string): string
}

export type Person = {
  email: string
  password?: string
  auth?: { provider: string; entity_id: string }
  /** Known once a provision has been answered. */
  id?: string
}

export type Change = {
  kind: "provision" | "offboard"
  person: Person
  /** `lost`: the server died before it answered, so nobody can tell whether the change happened. */
  outcome: "pending" | "answered" | "lost"
}

export type RunOptions = {
  /** No request begins once it is true; by default, once the server is gone. */
  isOver?: () => boolean
  /** Requests may get lost once it is true; one that is lost before fails the run. False by default. */
  isServerGone?: () => boolean
  onAnswer?: () => void
}

const CONCURRENCY = 6

/** Provisions and offboards made-up people over HTTP, several at a time, and remembers what was answered. */
export class Workload {
  readonly changes: Change[] = []
  /** Provisioned for sure, with an API key and a second login. Their offboarding is next. */
  private readonly victims: Person[] = []
  /** Provisioned for sure, and never offboarded: what was answered has to be there after every kill. */
  readonly stayers: Person[] = []

  constructor(
    private readonly routes: Routes,
    private readonly database: Client,
    private readonly random: Random,
    /** Part of every password, to look for. */
    private readonly secret: string
  ) {}

  get inFlight(): number {
    return this.changes.filter(({ outcome }) => outcome === "pending").length
  }

  /** Users that were provisioned for sure, and whose offboarding has not been asked for. */
  get users(): Person[] {
    return [...this.victims, ...this.stayers]
  }

  /** People whose offboarding was answered. */
  get leavers(): Person[] {
    return this.changes
      .filter(({ kind, outcome }) => kind === "offboard" && outcome === "answered")
      .map(({ person }) => person)
  }

  get lost(): Change[] {
    return this.changes.filter(({ outcome }) => outcome === "lost")
  }

  /** Several requests at a time, until it is over, and until each has been answered or lost. */
  async run(api: Api, credential: Credential, options: RunOptions): Promise<void> {
    const { isServerGone = () => false, isOver = isServerGone } = options
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        while (!isOver()) {
          await this.perform(api, credential, this.nextChange(), options)
        }
      })
    )
  }

  /** One provision and, at the same time, one offboarding. */
  async runOneOfEach(api: Api, credential: Credential, options: RunOptions): Promise<void> {
    const victim = this.victims.shift() ?? this.stayers.shift()
    if (!victim) {
      throw new Error("Nobody can be offboarded: provision somebody first")
    }
    await Promise.all([
      this.perform(api, credential, this.remember("provision", this.makeUpPerson()), options),
      this.perform(api, credential, this.remember("offboard", victim), options),
    ])
  }

  /** Asks once more for every change that was lost, and hands each answer over. */
  async repeatLost(
    api: Api,
    credential: Credential,
    onAnswer: (change: Change, response: ApiResponse) => void
  ): Promise<void> {
    const queue = this.lost
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        for (let change = queue.pop(); change; change = queue.pop()) {
          onAnswer(change, await this.request(api, credential, change))
        }
      })
    )
  }

  private nextChange(): Change {
    const victim = this.random.chance(0.5) ? this.victims.shift() : undefined
    return victim
      ? this.remember("offboard", victim)
      : this.remember("provision", this.makeUpPerson())
  }

  private remember(kind: Change["kind"], person: Person): Change {
    const change: Change = { kind, person, outcome: "pending" }
    this.changes.push(change)
    return change
  }

  private makeUpPerson(): Person {
    const name = randomUUID()
    const email = `${name}@example.com`
    return this.random.chance(0.5)
      ? { email, auth: { provider: "test-sso", entity_id: `sso|${name}` } }
      : { email, password: `${this.secret} ${name}` }
  }

  private async perform(
    api: Api,
    credential: Credential,
    change: Change,
    { isServerGone, onAnswer }: RunOptions
  ): Promise<void> {
    const response = await this.request(api, credential, change).catch((error: unknown) => {
      if (!isServerGone?.()) {
        throw error
      }
    })
    if (!response) {
      change.outcome = "lost"
      return
    }
    if (response.status !== 200) {
      throw new Error(
        `${change.kind} ${change.person.email}: ${response.status} ${JSON.stringify(response.data)}`
      )
    }
    change.outcome = "answered"
    onAnswer?.()
    if (change.kind === "provision") {
      const person = Object.assign(change.person, { id: response.data.user.id as string })
      if (this.random.chance(0.3)) {
        this.stayers.push(person)
        return
      }
      await this.giveBelongings(person)
      this.victims.push(person)
    }
  }

  private async request(
    api: Api,
    credential: Credential,
    { kind, person }: Change
  ): Promise<ApiResponse> {
    const { id, ...body } = person
    return kind === "provision"
      ? await api.post(this.routes.provision, body, credential)
      : await api.post(this.routes.offboard(id as string), {}, credential)
  }

  /** An API key and a second login: what an offboarding that stops halfway leaves behind. */
  private async giveBelongings({ id, email }: Person): Promise<void> {
    const name = randomUUID()
    await this.database.query(
      `WITH key AS (
         INSERT INTO api_key (id, token, salt, redacted, title, type, created_by)
         VALUES ('apk_' || $1::text, $1, '', 'sk_***', 'key', 'secret', $2)
       ), identity AS (
         INSERT INTO auth_identity (id, app_metadata)
         VALUES ('authid_' || $1::text, jsonb_build_object('user_id', $2::text))
       )
       INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
       VALUES ('authprov_' || $1::text, $3, 'test-sso', 'authid_' || $1::text)`,
      [name, id, `second|${email}`]
    )
  }
}
