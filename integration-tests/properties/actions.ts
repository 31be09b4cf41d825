import type {
  IApiKeyModuleService,
  IAuthModuleService,
  IUserModuleService,
} from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { deleteUsersWorkflow } from "@medusajs/medusa/core-flows"
import fc from "fast-check"
import scrypt from "scrypt-kdf"
import { normalizeEmail } from "../../src/domain/email"
import { apiKey, bearer, openSession } from "../helpers/http"
import { deliverUserDeleted } from "../helpers/subscribers"
import {
  importPerson,
  offboardInBatch,
  offboardOnDate,
  provisionInBatch,
  removeInReview,
} from "./bulk-changes"
import {
  acceptInOneCall,
  acceptInTwoSteps,
  type Actor,
  type Change,
  changeEmail,
  emailOf,
  expectAnswer,
  offboard,
  pickUser,
  predict,
  provision,
  reactivate,
  restore,
  revokeSessions,
  type Stage,
  subOf,
  suspend,
} from "./changes"
import { whileConnectionsAreCut } from "./cut-connections"
import {
  CUSTOMERS_PASSWORD,
  GHOST,
  type Model,
  type ModelCredential,
  type ModelLogin,
  type ModelUser,
  PASSWORDS,
  type Prediction,
  type Status,
} from "./model"
import { actorOf, enter, findDifferences } from "./verify"

export type Action = fc.AsyncCommand<Model, Stage>

const CREDENTIALS_KEPT = 10

/** One action of a sequence, after which the model and the backend must agree. */
function action(
  name: string,
  check: (model: Model) => boolean,
  perform: (stage: Stage, model: Model) => Promise<void>
): Action {
  return {
    check,
    run: async (model, stage) => {
      await perform(stage, model)
      const differences = await findDifferences(stage, model, { keys: 1 })
      if (differences.length) {
        throw new Error(`After "${name}":\n${differences.join("\n")}`)
      }
    },
    toString: () => name,
  }
}

/* Lifecycle changes */

function change({ name, ...change }: Change, by: number | undefined): Action {
  return action(
    by === undefined ? name : `${name}, by the holder of credential ${by}`,
    (model) => change.isPossible(model) && (by === undefined || model.credentials.length > 0),
    async (stage, model) => {
      const actor = pickActor(stage, model, by)
      const isHeard = change.isOpenToAll || actor.may_act
      const prediction = isHeard ? change.foresee(model, actor) : "refused"
      const answer = await change.ask(stage, model, actor)
      expectAnswer(prediction, answer, name)
      if (answer.status === 200) {
        change.apply(model, answer, actor)
      }
    }
  )
}

/** The same, but the connection that it writes on is cut before its last write. */
function cutOff({ name, ...change }: Change): Action {
  return action(`${name}, which is cut off`, change.isPossible, async (stage, model) => {
    const actor = pickActor(stage, model, undefined)
    const prediction = change.foresee(model, actor)
    const answer = await whileConnectionsAreCut(stage, () => change.ask(stage, model, actor))
    if (answer.status < 500) {
      // It had nothing to write.
      expectAnswer(prediction, answer, name)
      if (answer.status === 200) {
        change.apply(model, answer, actor)
      }
    }
  })
}

/**
 * The same for changes of several people, which say of each what became of it, and for those that are tried again: one is cut off,
 * once. Whatever comes of it, all of it does.
 */
function cutOffOnce({ name, ...change }: Change): Action {
  return action(`${name}, which is cut off once`, change.isPossible, async (stage, model) => {
    const actor = pickActor(stage, model, undefined)
    const prediction = change.foresee(model, actor)
    const ask = () => change.ask(stage, model, actor)
    const answer = await whileConnectionsAreCut(stage, ask, { once: true })
    if (answer.status === 200) {
      expectAnswer(prediction, answer, name)
      change.apply(model, answer, actor)
    }
  })
}

/** The same as a step of a larger workflow, a later step of which fails. */
function undone({ name, ...change }: Change): Action {
  const root = { user_id: "", credential: { headers: {} }, may_act: true }
  return action(
    `${name}, which is undone`,
    (model) => change.isPossible(model) && change.foresee(model, root) === "accepted",
    async (stage, model) => {
      const { workflow, input } = change
      if (workflow && input) {
        await stage.makeAndUndo(workflow, input(model), async () => {})
        if (!change.isDone?.(model)) {
          change.remember?.(model)
        }
      }
    }
  )
}

function pickActor({ people }: Stage, model: Model, by: number | undefined): Actor {
  if (by === undefined) {
    return { user_id: people.root.id, credential: people.root.credential, may_act: true }
  }
  const credential = model.credentials[by % model.credentials.length]
  return {
    user_id: credential.owner,
    credential: { headers: credential.headers },
    may_act: model.isGood(credential),
  }
}

/* What people do for themselves */

function takeCredential(pick: number, kind: ModelCredential["kind"]): Action {
  return action(
    `user ${pick} gets a ${kind}`,
    (model) => model.users.length > 0,
    async (stage, model) => {
      const user = pickUser(model, pick)
      const token = await enter(stage, model, user.id)
      if (token) {
        keep(model, await credentialFor(stage, user, kind, token))
      }
    }
  )
}

async function credentialFor(
  { backend: { api }, people }: Stage,
  { id }: ModelUser,
  kind: ModelCredential["kind"],
  token: string
): Promise<ModelCredential> {
  if (kind === "key") {
    const key = await people.createKey(bearer(token))
    return { kind, owner: id, key_id: key.id, headers: key.credential.headers, state: "alive" }
  }
  const { headers } = kind === "token" ? bearer(token) : await openSession(api, token)
  return { kind, owner: id, headers, state: "alive" }
}

function keep(model: Model, credential: ModelCredential): void {
  model.credentials = [...model.credentials, credential].slice(-CREDENTIALS_KEPT)
}

function makeKeyWithKey(pick: number): Action {
  const keys = (model: Model) =>
    model.credentials.filter((each) => each.kind === "key" && model.isGood(each))
  return action(
    `key ${pick} makes a key`,
    (model) => keys(model).length > 0,
    async ({ people }, model) => {
      const { owner, headers } = keys(model)[pick % keys(model).length]
      const key = await people.createKey({ headers })
      const made = key.credential.headers
      keep(model, { kind: "key", owner, key_id: key.id, headers: made, state: "alive" })
    }
  )
}

function askForAdmission(email: string): Action {
  const sub = subOf(email)
  const foresee = (model: Model, login: ModelLogin): Prediction => {
    const holders = model.holdersOfLogin(login)
    const user = model.livingWith(email)
    if (!login.claimed_email || holders.some((each) => model.isSuspended(each))) {
      return "refused"
    }
    if (user) {
      return model.mayAct(user) ? predict(model.isTurnedAway(holders, user.made_at)) : "refused"
    }
    const invited_at = model.openInviteTo(email)?.made_at
    const refusals = [model.holdersOf(email), holders].map((each) =>
      model.isTurnedAway(each, invited_at)
    )
    if (refusals.includes(true) || invited_at === undefined) {
      return "refused"
    }
    return refusals.includes(undefined) ? undefined : "accepted"
  }
  return action(
    `${sub} signs in, and asks to be an admin`,
    () => true,
    async ({ backend: { api }, people }, model) => {
      const { status, data } = await people.signIn(sub, { email })
      const login =
        model.logins.find(({ provider, name }) => provider === "test-sso" && name === sub) ??
        model.addLogin({ provider: "test-sso", name: sub, claimed_email: email })
      if (status !== 200 || actorOf(data.token)) {
        return
      }
      const prediction = foresee(model, login)
      const answer = await api.post("/auth/test-sso/user", undefined, bearer(data.token))
      expectAnswer(prediction, answer, "the admission")
      if (answer.status === 200) {
        const { id } = answer.data.user
        const user = model.userWith(id) ?? model.addUser(id, email)
        login.owner = id
        user.access ??= { status: "active", is_over: false }
        model.closeInvitesTo(email)
        model.tellLedger(user, [login])
      }
    }
  )
}

/* Other actions of admins */

function invite(email: string, how: "route" | "module"): Action {
  return action(
    `${email} is invited by ${how}`,
    () => true,
    async ({ backend, people }, model) => {
      const isRefused = model.livingWith(email) || model.openInviteTo(email)
      const token =
        how === "route"
          ? await inviteByRoute()
          : await inviteByModule(backend.getContainer().resolve(Modules.USER))
      if (!!token === !!isRefused) {
        throw new Error(`The invite should be ${isRefused ? "refused" : "made"}`)
      }
      if (token) {
        model.closeInvitesTo(email)
        model.invites.push({ email, token, made_at: model.tick(), is_open: true })
      }

      async function inviteByRoute(): Promise<string | undefined> {
        const { data } = await backend.api.post("/admin/invites", { email }, people.root.credential)
        return data.invite?.token
      }
      async function inviteByModule(users: IUserModuleService): Promise<string | undefined> {
        return await users.createInvites({ email }).then(
          ({ token }) => token,
          () => undefined
        )
      }
    }
  )
}

function register(email: string, password: string, by: "root" | "a stranger"): Action {
  return action(
    `${by} registers ${email}`,
    () => true,
    async ({ backend, people }, model) => {
      const body = { email, password }
      if (by === "root") {
        const answer = await backend.api.post(
          "/auth/user/emailpass/register",
          body,
          people.root.credential
        )
        const known = model.passwordLoginFor(email)
        // Medusa (2.21) takes the same password again, while the login is nobody's.
        const isClaimable = known?.owner === undefined && known?.password === password
        expectAnswer(known && !isClaimable ? "refused" : "accepted", answer, "the registration")
        if (answer.status === 200 && !known) {
          const vouched_by = people.root.id
          model.addLogin({ provider: "emailpass", name: email, password, vouched_by })
        }
        return
      }
      const auth: IAuthModuleService = backend.getContainer().resolve(Modules.AUTH)
      const { success } = await auth.register("emailpass", { body })
      // In any case of it: Medusa tells one from another.
      const isKnown = model.passwordLoginsNamed(email).some(({ name }) => name === email)
      if (success && !isKnown) {
        model.addLogin({ provider: "emailpass", name: email, password })
      }
    }
  )
}

function revokeKey(pick: number): Action {
  const keys = (model: Model) => model.credentials.filter(({ key_id }) => key_id)
  return action(
    `key ${pick} is revoked`,
    (model) => keys(model).length > 0,
    async ({ backend, people }, model) => {
      const key = keys(model)[pick % keys(model).length]
      const path = `/admin/api-keys/${key.key_id}/revoke`
      await backend.api.post(path, {}, people.root.credential)
      key.state = "dead"
    }
  )
}

/* What happens behind the plugin's back */

function behind(
  name: string,
  check: (model: Model) => boolean,
  perform: (stage: Stage, model: Model) => Promise<void>
): Action {
  return action(name, check, async (stage, model) => {
    await perform(stage, model)
    model.is_news_on_its_way = true
  })
}

const userModule = ({ backend }: Stage): IUserModuleService =>
  backend.getContainer().resolve(Modules.USER)
const authModule = ({ backend }: Stage): IAuthModuleService =>
  backend.getContainer().resolve(Modules.AUTH)

/** A call that should succeed or fail, as the model says. */
async function attempt(what: string, shouldSucceed: boolean, call: () => Promise<unknown>) {
  const problem = await call().then(
    () => undefined,
    (error: unknown) => error ?? new Error("it failed")
  )
  if (!problem !== shouldSucceed) {
    throw new Error(`${what} should ${shouldSucceed ? "succeed" : "fail"}: ${String(problem)}`)
  }
}

const whoIs = (row: ModelUser["row"][], pick: number) => (model: Model) =>
  model.users.length > 0 && row.includes(pickUser(model, pick).row)

const coreActions = {
  softDelete: (pick: number) =>
    behind(`core's module deletes user ${pick}`, whoIs(["living"], pick), async (stage, model) => {
      const user = pickUser(model, pick)
      await userModule(stage).softDeleteUsers([user.id])
      changeRow(model, user, "deleted", { isVague: false })
    }),

  deleteByWorkflow: (pick: number) =>
    behind(
      `core's workflow deletes user ${pick}`,
      whoIs(["living"], pick),
      async (stage, model) => {
        const user = pickUser(model, pick)
        const container = stage.backend.getContainer()
        await deleteUsersWorkflow(container).run({ input: { ids: [user.id] } })
        await deliverUserDeleted(container, user.id)
        changeRow(model, user, "deleted", { isVague: false })
        if (user.access?.status !== "offboarded") {
          model.offboard(user, { keepsKeys: false })
        }
      }
    ),

  undelete: (pick: number) =>
    behind(
      `core's module restores user ${pick}`,
      whoIs(["deleted"], pick),
      async (stage, model) => {
        const user = pickUser(model, pick)
        const isFree = !model.livingWith(user.email)
        await attempt("to restore", isFree, () => userModule(stage).restoreUsers([user.id]))
        if (isFree) {
          changeRow(model, user, "living", { isVague: false })
        }
      }
    ),

  createUser: (email: string) =>
    behind(
      `core's module makes ${email}`,
      () => true,
      async (stage, model) => {
        const isFree = !model.livingWith(email)
        await attempt("to make a user", isFree, async () => {
          const { id } = await userModule(stage).createUsers({ email })
          model.addUser(id, email)
        })
      }
    ),

  updateUser: (pick: number, email: string | undefined) =>
    behind(
      `core's module gives user ${pick} ${email ?? "a name"}`,
      whoIs(["living"], pick),
      async (stage, model) => {
        const user = pickUser(model, pick)
        const update = { id: user.id, ...(email ? { email } : { first_name: "Somebody" }) }
        const isFree = !email || isFreeFor(model, user, email)
        await attempt("to update", isFree, () => userModule(stage).updateUsers(update))
        if (email && isFree) {
          user.email = email
        }
      }
    ),

  deleteIdentity: (pick: number) =>
    behind(`core's module deletes login ${pick}`, hasLogins, async (stage, model) => {
      const login = pickLogin(model, pick)
      await authModule(stage).deleteAuthIdentities([await identityOf(stage, login)])
      model.logins = model.logins.filter((each) => each !== login)
    }),

  setPassword: (pick: number, password: string) =>
    behind(`login ${pick} gets ${password}`, hasPasswordLogins, async (stage, model) => {
      const logins = model.logins.filter(({ provider }) => provider === "emailpass")
      const login = logins[pick % logins.length]
      const update = { entity_id: login.name, password }
      const { success } = await authModule(stage).updateProvider("emailpass", update)
      if (!success) {
        throw new Error("The password was not changed")
      }
      const before = model.adminPasswordOf(login)
      if (login.customer) {
        login.customer.password = password
      } else {
        login.password = password
      }
      const user = model.userWith(login.owner)
      if (user?.row === "living" && before !== undefined && !login.customer?.is_split) {
        user.access ??= { status: "active", is_over: false }
        model.endTokensOf(user)
        model.tellLedger(user)
      }
    }),

  makeKeyFor: (pick: number) =>
    behind(
      `core's module makes a key of user ${pick}`,
      (model) => model.users.length > 0,
      async ({ backend }, model) => {
        const keys: IApiKeyModuleService = backend.getContainer().resolve(Modules.API_KEY)
        const user = pickUser(model, pick)
        await attempt("to make a key", user.row === "living", async () => {
          const { id, token } = await keys.createApiKeys({
            title: "key",
            type: "secret",
            created_by: user.id,
          })
          const { headers } = apiKey(token)
          keep(model, { kind: "key", owner: user.id, key_id: id, headers, state: "alive" })
        })
      }
    ),
}

function changeRow(
  model: Model,
  user: ModelUser,
  row: ModelUser["row"],
  { isVague }: { isVague: boolean }
): void {
  const wasGone = model.isGone(user)
  user.row = row
  model.noteEnd(user, wasGone, { isVague })
}

const isFreeFor = (model: Model, user: ModelUser, email: string) =>
  user.row !== "living" ||
  normalizeEmail(user.email) === normalizeEmail(email) ||
  !model.livingWith(email)

const hasLogins = (model: Model) => model.logins.length > 0
const hasPasswordLogins = (model: Model) =>
  model.logins.some(({ provider }) => provider === "emailpass")
const pickLogin = (model: Model, pick: number) => model.logins[pick % model.logins.length]

async function identityOf({ backend }: Stage, login: ModelLogin): Promise<string> {
  const [{ id }] = await backend.sql<{ id: string }>(
    "SELECT auth_identity_id AS id FROM provider_identity WHERE provider = $1 AND entity_id = $2",
    [login.provider, login.name]
  )
  return id
}

const sqlActions = {
  erase: (pick: number) =>
    behind(`SQL erases user ${pick}`, whoIs(["living", "deleted"], pick), async (stage, model) => {
      const user = pickUser(model, pick)
      await stage.backend.sql(`DELETE FROM "user" WHERE id = $1`, [user.id])
      changeRow(model, user, "erased", { isVague: true })
      user.is_vaguely_gone = true
    }),

  forgetAccess: (pick: number) =>
    behind(
      `SQL deletes the access of user ${pick}`,
      (model) => model.users.length > 0,
      async (stage, model) => {
        const user = pickUser(model, pick)
        await stage.backend.sql("DELETE FROM user_access WHERE user_id = $1", [user.id])
        const wasGone = model.isGone(user)
        user.access = undefined
        model.noteEnd(user, wasGone, { isVague: true })
        model.forgetRevocationsOf(user)
      }
    ),

  setStatus: (pick: number, status: Status) =>
    behind(
      `SQL says that user ${pick} is ${status}`,
      (model) => model.users.length > 0 && !!pickUser(model, pick).access,
      async (stage, model) => {
        const user = pickUser(model, pick)
        await stage.backend.sql(
          "UPDATE user_access SET status = $2, until = NULL WHERE user_id = $1",
          [user.id, status]
        )
        const wasGone = model.isGone(user)
        user.access = { status, is_over: false }
        model.noteEnd(user, wasGone, { isVague: true })
      }
    ),

  endSuspension: (pick: number) =>
    behind(
      `the suspension of user ${pick} is over`,
      (model) => model.users.length > 0 && pickUser(model, pick).access?.status === "suspended",
      async (stage, model) => {
        const user = pickUser(model, pick)
        await stage.backend.sql(
          "UPDATE user_access SET until = clock_timestamp() - interval '1 ms' WHERE user_id = $1",
          [user.id]
        )
        user.access = { status: "suspended", is_over: true }
      }
    ),

  setEmail: (pick: number, email: string) =>
    behind(
      `SQL gives user ${pick} ${email}`,
      whoIs(["living", "deleted"], pick),
      async (stage, model) => {
        const user = pickUser(model, pick)
        const isFree = isFreeFor(model, user, email)
        await attempt("to change the email", isFree, () =>
          stage.backend.sql(`UPDATE "user" SET email = $2 WHERE id = $1`, [user.id, email])
        )
        if (isFree) {
          user.email = email
        }
      }
    ),

  setOwner: (pick: number, owner: "null" | "nobody" | "a ghost" | number) =>
    behind(
      `SQL gives login ${pick} to ${typeof owner === "number" ? `user ${owner}` : owner}`,
      (model) => hasLogins(model) && model.users.length > 0,
      async (stage, model) => {
        const login = pickLogin(model, pick)
        const owners = { null: null, nobody: undefined, "a ghost": GHOST }
        const id = typeof owner === "number" ? pickUser(model, owner).id : owners[owner]
        const identity = await identityOf(stage, login)
        await stage.backend.sql(
          `UPDATE auth_identity SET app_metadata = (coalesce(app_metadata, '{}') - 'user_id') || $2::jsonb WHERE id = $1`,
          [identity, JSON.stringify({ user_id: id })]
        )
        login.owner = id
      }
    ),

  renameLogin: (pick: number, name: string) =>
    behind(`SQL calls login ${pick} ${name}`, hasPasswordLogins, async (stage, model) => {
      const logins = model.logins.filter(({ provider }) => provider === "emailpass")
      const login = logins[pick % logins.length]
      const isFree = logins.every((each) => each === login || each.name !== name)
      await attempt("to rename a login", isFree, () =>
        stage.backend.sql(
          "UPDATE provider_identity SET entity_id = $2 WHERE provider = 'emailpass' AND entity_id = $1",
          [login.name, name]
        )
      )
      if (isFree) {
        login.name = name
      }
    }),

  addLogin: (pick: number, name: string, password: string) =>
    behind(
      `SQL gives user ${pick} another login, ${name}`,
      (model) =>
        model.users.length > 0 &&
        !model.logins.some((login) => login.provider === "emailpass" && login.name === name),
      async (stage, model) => {
        const { id } = pickUser(model, pick)
        await insertLogin(stage, { user_id: id }, name, password)
        model.addLogin({ provider: "emailpass", name, owner: id, password })
      }
    ),

  addCustomer: (email: string) =>
    behind(
      `${email} is a customer`,
      (model) =>
        !model.logins.some((login) => login.provider === "emailpass" && login.name === email),
      async (stage, model) => {
        await insertLogin(stage, { customer_id: "cus_1" }, email, CUSTOMERS_PASSWORD)
        const customer = { password: CUSTOMERS_PASSWORD, is_split: false }
        model.addLogin({ provider: "emailpass", name: email, customer })
      }
    ),

  expireInvites: (email: string) =>
    behind(
      `the invites of ${email} expire`,
      (model) => !!model.openInviteTo(email),
      async (stage, model) => {
        await stage.backend.sql(
          "UPDATE invite SET expires_at = now() - interval '1 hour' WHERE email = $1",
          [email]
        )
        model.closeInvitesTo(email)
      }
    ),
}

let inserted = 0

async function insertLogin(
  { backend }: Stage,
  metadata: object,
  name: string,
  password: string
): Promise<void> {
  const id = `authid_inserted_${++inserted}`
  const hash = await scrypt.kdf(password, { logN: 1, r: 8, p: 1 })
  await backend.sql("INSERT INTO auth_identity (id, app_metadata) VALUES ($1, $2)", [id, metadata])
  await backend.sql(
    `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
     VALUES ($1, $2, 'emailpass', $3, $4)`,
    [`authprov_${id}`, name, id, { password: hash.toString("base64") }]
  )
}

/* What a sequence is made of */

/** Three people, made in three ways, with credentials. */
export const beginning: Action[] = [
  change(provision(emailOf(0), { password: PASSWORDS[0] }), undefined),
  change(provision(emailOf(1), "sso"), undefined),
  invite(emailOf(2), "route"),
  change(acceptInOneCall(emailOf(2), PASSWORDS[1]), undefined),
  takeCredential(0, "token"),
  takeCredential(0, "session"),
  takeCredential(0, "key"),
  takeCredential(1, "session"),
  takeCredential(2, "token"),
  takeCredential(2, "key"),
]

const who = fc.nat({ max: 4 }).map(emailOf)
const user = fc.nat({ max: 6 })
const login = fc.nat({ max: 7 })
const password = fc.constantFrom(...PASSWORDS)
const spelling = fc
  .tuple(who, fc.boolean())
  .map(([email, isLoud]) => (isLoud ? email.toUpperCase() : email))
const until = fc.constantFrom(undefined, "2099-01-01T00:00:00Z")
const reason = fc.nat({ max: 99 }).map((n) => `reason ${n}`)

const provisioning = fc.tuple(
  who,
  fc.oneof(
    password.map((word) => ({ password: word })),
    fc.constantFrom<"link" | "sso">("link", "sso")
  )
)

const changes = fc.oneof(
  provisioning.map((args) => provision(...args)),
  fc.tuple(who, password).map((args) => acceptInOneCall(...args)),
  fc.tuple(who, password).map((args) => acceptInTwoSteps(...args)),
  fc.tuple(user, until, reason).map((args) => suspend(...args)),
  user.map(reactivate),
  fc
    .tuple(user, fc.constantFrom("delete" as const, "offboard" as const, "keep keys" as const))
    .map((args) => offboard(...args)),
  user.map(restore),
  user.map(revokeSessions),
  fc.tuple(user, who).map((args) => changeEmail(...args))
)

/** Those that take several people, or that come later. */
const bulkChanges = fc.oneof(
  provisioning.map((args) => provisionInBatch(...args)),
  provisioning.map((args) => importPerson(...args)),
  user.map(offboardInBatch),
  user.map(offboardOnDate),
  user.map(removeInReview)
)

const actor = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.nat({ max: CREDENTIALS_KEPT - 1 }) }
)

/** What the plugin does when nobody goes behind its back. */
export const lifecycleActions: fc.Arbitrary<Action>[] = [
  fc.tuple(changes, actor).map((args) => change(...args)),
  fc.tuple(changes, actor).map((args) => change(...args)),
  fc.tuple(bulkChanges, actor).map((args) => change(...args)),
  changes.map(cutOff),
  bulkChanges.map(cutOffOnce),
  changes.map(undone),
  fc
    .tuple(user, fc.constantFrom("token" as const, "session" as const, "key" as const))
    .map((args) => takeCredential(...args)),
  user.map(makeKeyWithKey),
  fc
    .tuple(who, fc.constantFrom("route" as const, "module" as const))
    .map((args) => invite(...args)),
  fc.tuple(who, password).map(([email, word]) => register(email, word, "root")),
  who.map(askForAdmission),
  who.map(sqlActions.addCustomer),
  user.map(revokeKey),
  user.map(sqlActions.endSuspension),
  fc.tuple(login, password).map((args) => coreActions.setPassword(...args)),
]

/** What goes past it: Medusa's own modules and workflows, and SQL. */
export const driftingActions: fc.Arbitrary<Action>[] = [
  fc.oneof(
    user.map(coreActions.softDelete),
    user.map(coreActions.deleteByWorkflow),
    user.map(coreActions.undelete)
  ),
  fc.oneof(
    who.map(coreActions.createUser),
    fc
      .tuple(user, fc.option(spelling, { nil: undefined }))
      .map((args) => coreActions.updateUser(...args)),
    login.map(coreActions.deleteIdentity),
    user.map(coreActions.makeKeyFor),
    fc.tuple(who, password).map(([email, word]) => register(email, word, "a stranger"))
  ),
  fc.oneof(
    user.map(sqlActions.erase),
    user.map(sqlActions.forgetAccess),
    who.map(sqlActions.expireInvites)
  ),
  fc
    .tuple(user, fc.constantFrom<Status>("active", "suspended", "offboarded"))
    .map((args) => sqlActions.setStatus(...args)),
  fc.tuple(user, spelling).map((args) => sqlActions.setEmail(...args)),
  fc.oneof(
    fc
      .tuple(
        login,
        fc.oneof(user, fc.constantFrom("null" as const, "nobody" as const, "a ghost" as const))
      )
      .map((args) => sqlActions.setOwner(...args)),
    fc.tuple(login, spelling).map((args) => sqlActions.renameLogin(...args)),
    fc.tuple(user, spelling, password).map((args) => sqlActions.addLogin(...args))
  ),
]
