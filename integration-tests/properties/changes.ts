import { normalizeEmail } from "../../src/domain/email"
import type { Backend } from "../helpers/backend"
import type { Change as UndoableChange, useFailingWorkflows } from "../helpers/failing-workflows"
import { type ApiResponse, bearer, type Credential } from "../helpers/http"
import type { usePeople } from "../helpers/people"
import { EMAILS, Model, type ModelUser, type Prediction } from "./model"

export type Stage = {
  backend: Backend
  people: ReturnType<typeof usePeople>
  makeAndUndo: ReturnType<typeof useFailingWorkflows>
}

/** Who asks for a change. */
export type Actor = { user_id: string; credential: Credential; may_act: boolean }

/** A lifecycle change: how it is asked for, what should be answered, and what it does. */
export type Change = {
  name: string
  /** It takes a token of its own, and nobody's credential. */
  isOpenToAll?: boolean
  isPossible(model: Model): boolean
  foresee(model: Model, actor: Actor): Prediction
  ask(stage: Stage, model: Model, actor: Actor): Promise<ApiResponse>
  /** What an answer of 200 means. */
  apply(model: Model, answer: ApiResponse, actor: Actor): void
  /** The workflow that a larger one can run, and undo. */
  workflow?: UndoableChange
  input?(model: Model): object
  /** Whether what it asks for is so already. */
  isDone?(model: Model): boolean
  /** What stays of it, in the ledger, when it was undone. */
  remember?(model: Model): void
}

export const subOf = (email: string) => `sso|${email}`

export type WayIn = { password: string } | "link" | "sso"

export function provision(email: string, wayIn: WayIn): Change {
  const sub = subOf(email)
  const body = {
    email,
    ...(typeof wayIn === "object" ? wayIn : {}),
    ...(wayIn === "sso" ? { auth: { provider: "test-sso", entity_id: sub } } : {}),
  }
  return {
    name: `provision ${email} with ${typeof wayIn === "object" ? wayIn.password : wayIn}`,
    isPossible: () => true,
    foresee: (model) => {
      const named =
        wayIn === "sso"
          ? model.logins.filter(({ provider, name }) => provider === "test-sso" && name === sub)
          : model.passwordLoginsNamed(email)
      return model.livingWith(email) || model.isLoginTaken(named) ? "refused" : "accepted"
    },
    ask: ({ backend }, _, actor) => backend.api.post("/admin/users", body, actor.credential),
    apply: (model, { data }, actor) => {
      const user = model.addUser(data.user.id, email)
      const login =
        wayIn === "sso"
          ? model.claimSsoLogin(user, sub)
          : model.claimPasswordLogin(
              user,
              email,
              wayIn === "link" ? undefined : wayIn.password,
              actor.user_id
            )
      model.closeInvitesTo(email)
      model.tellLedger(user, [login])
      model.store(user, "active")
    },
    workflow: "provisionUserWorkflow",
    input: () => body,
    remember: () => {},
  }
}

/** With the last invite to an email, whatever became of it. */
export function acceptInOneCall(email: string, password: string): Change {
  const invite = (model: Model) => model.lastInviteTo(email)
  return {
    name: `${email} accepts the last invite in one call`,
    isOpenToAll: true,
    isPossible: (model) => !!invite(model),
    foresee: (model) => {
      const last = invite(model)
      if (!last?.is_open || model.livingWith(email)) {
        return "refused"
      }
      if (model.isLoginTaken(model.passwordLoginsNamed(email))) {
        return "refused"
      }
      return predict(model.isTurnedAway(model.holdersOf(email), last.made_at))
    },
    ask: ({ backend }, model) =>
      backend.api.post("/admin/invites/accept", { token: invite(model)?.token, password }),
    apply: (model, { data }) => {
      const user = model.addUser(data.user.id, email)
      const login = model.claimPasswordLogin(user, email, password, "")
      becomeUser(model, user, login)
    },
    workflow: "acceptInviteWithPasswordWorkflow",
    input: (model) => ({ token: invite(model)?.token, password }),
    remember: () => {},
  }
}

/** As Medusa's dashboard does: registers a login, and accepts the invite with it. */
export function acceptInTwoSteps(email: string, password: string): Change {
  const invite = (model: Model) => model.lastInviteTo(email)
  const foreseeRegistration = (model: Model): Prediction => {
    if (!model.openInviteTo(email)) {
      return "refused"
    }
    const last = model.openInviteTo(email)
    const turnedAway = model.isTurnedAway(model.holdersOf(email), last?.made_at)
    const isInTheWay = model
      .passwordLoginsNamed(email)
      .some((login) => !isUnowned(login) && login === model.passwordLoginFor(email))
    return isInTheWay ? "refused" : predict(turnedAway)
  }
  return {
    name: `${email} accepts the last invite in two steps`,
    isOpenToAll: true,
    isPossible: (model) => !!invite(model),
    foresee: (model) => {
      const registration = foreseeRegistration(model)
      if (registration !== "accepted") {
        return registration
      }
      if (!invite(model)?.is_open || model.livingWith(email)) {
        return "refused"
      }
      const login = { provider: "emailpass", name: email } as const
      return predict(model.isTurnedAway(model.holdersOfLogin(login), invite(model)?.made_at))
    },
    ask: async ({ backend: { api } }, model) => {
      const body = { email, password }
      const mayRegister = foreseeRegistration(model)
      const registered = await api.post("/auth/user/emailpass/register", body)
      expectAnswer(mayRegister, registered, `${email} registers`)
      if (model.openInviteTo(email) && registered.data?.code !== "user_lifecycle.not_invited") {
        model.logins = model.logins.filter(
          (login) => !model.passwordLoginsNamed(email).includes(login) || !isUnowned(login)
        )
      }
      if (registered.status !== 200) {
        return registered
      }
      model.addLogin({ provider: "emailpass", name: email, password })
      return await api.post(
        "/admin/invites/accept",
        { email, first_name: "Somebody" },
        { headers: bearer(registered.data.token).headers, params: { token: invite(model)?.token } }
      )
    },
    apply: (model, { data }) => {
      const user = model.addUser(data.user.id, email)
      const login = model.passwordLoginFor(email)
      if (!login) {
        throw new Error(`${email} was accepted without a login`)
      }
      login.owner = user.id
      becomeUser(model, user, login)
    },
  }
}

const isUnowned = ({ owner, customer, vouched_by }: Model["logins"][number]) =>
  typeof owner !== "string" && !customer && vouched_by === undefined

function becomeUser(model: Model, user: ModelUser, login: Model["logins"][number]): void {
  model.closeInvitesTo(user.email)
  model.tellLedger(user, [login])
  model.store(user, "active")
}

export function suspend(pick: number, until: string | undefined, reason: string): Change {
  return {
    ...aboutSomebody(pick, `suspend${until ? ` until ${until}` : ""}`),
    foresee: (model, actor) => {
      const user = pickUser(model, pick)
      return model.isGone(user) || user.id === actor.user_id ? "refused" : "accepted"
    },
    ask: ({ people }, model, actor) =>
      people.act("suspend", pickUser(model, pick), { until, reason }, actor.credential),
    apply: (model) => {
      const user = pickUser(model, pick)
      model.store(user, "suspended")
      model.tellLedger(user)
      model.endTokensOf(user)
    },
    workflow: "suspendUserWorkflow",
    input: (model) => ({ user_id: pickUser(model, pick).id, until, reason }),
  }
}

export function reactivate(pick: number): Change {
  return {
    ...aboutSomebody(pick, "reactivate"),
    isDone: (model) => pickUser(model, pick).access?.status !== "suspended",
    foresee: (model) => (model.isGone(pickUser(model, pick)) ? "refused" : "accepted"),
    ask: ({ people }, model, actor) =>
      people.act("reactivate", pickUser(model, pick), {}, actor.credential),
    apply: (model) => {
      const user = pickUser(model, pick)
      if (user.access?.status === "suspended") {
        model.store(user, "active")
        model.tellLedger(user)
      }
    },
    workflow: "reactivateUserWorkflow",
    input: (model) => ({ user_id: pickUser(model, pick).id }),
  }
}

export function offboard(pick: number, how: "delete" | "offboard" | "keep keys"): Change {
  return {
    ...aboutSomebody(pick, `offboard (${how})`),
    foresee: (model, actor) => {
      const user = pickUser(model, pick)
      if (user.row === "erased" && !user.last_ledger_email) {
        return undefined
      }
      return user.row === "living" && user.id === actor.user_id ? "refused" : "accepted"
    },
    ask: ({ backend, people }, model, actor) => {
      const user = pickUser(model, pick)
      const body = how === "keep keys" ? { revoke_api_keys: false } : {}
      return how === "delete"
        ? backend.api.delete(`/admin/users/${user.id}`, actor.credential)
        : people.act("offboard", user, body, actor.credential)
    },
    apply: (model, { data }) => {
      if (data.changed !== false) {
        model.offboard(pickUser(model, pick), { keepsKeys: how === "keep keys" })
      }
    },
    workflow: "offboardUserWorkflow",
    input: (model) => ({
      user_id: pickUser(model, pick).id,
      revoke_api_keys: how !== "keep keys",
    }),
  }
}

export function restore(pick: number): Change {
  return {
    ...aboutSomebody(pick, "restore"),
    isDone: (model) => !model.isGone(pickUser(model, pick)),
    foresee: (model) => {
      const user = pickUser(model, pick)
      if (user.row === "erased") {
        return "refused"
      }
      if (!model.isGone(user)) {
        return model.isSuspended(user) ? "refused" : "accepted"
      }
      const other = model.livingWith(user.email)
      const others = model.passwordLoginsNamed(user.email).filter(({ owner }) => owner !== user.id)
      return (other && other !== user) || model.isLoginTaken(others) ? "refused" : "accepted"
    },
    ask: ({ people }, model, actor) =>
      people.act("restore", pickUser(model, pick), {}, actor.credential),
    apply: (model) => {
      const user = pickUser(model, pick)
      if (model.isGone(user)) {
        model.restore(user)
      }
    },
    workflow: "restoreUserWorkflow",
    input: (model) => ({ user_id: pickUser(model, pick).id }),
  }
}

export function revokeSessions(pick: number): Change {
  return {
    ...aboutSomebody(pick, "revoke the sessions of"),
    isDone: (model) => model.isGone(pickUser(model, pick)),
    foresee: (model) => (pickUser(model, pick).row === "erased" ? "refused" : "accepted"),
    ask: ({ people }, model, actor) =>
      people.act("revoke-sessions", pickUser(model, pick), {}, actor.credential),
    apply: (model) => {
      const user = pickUser(model, pick)
      if (!model.isGone(user)) {
        user.access ??= { status: "active", is_over: false }
        model.endTokensOf(user)
        model.tellLedger(user)
      }
    },
    workflow: "revokeSessionsWorkflow",
    input: (model) => ({ user_id: pickUser(model, pick).id }),
  }
}

export function changeEmail(pick: number, email: string): Change {
  return {
    ...aboutSomebody(pick, `change to ${email} the email of`),
    isDone: (model) => pickUser(model, pick).email === email,
    foresee: (model) => {
      const user = pickUser(model, pick)
      if (model.isGone(user)) {
        return "refused"
      }
      if (user.email === email) {
        return "accepted"
      }
      const other = model.livingWith(email)
      const canMove = model.canMoveLogin(user, normalizeEmail(user.email), email)
      return (other && other !== user) || !canMove ? "refused" : "accepted"
    },
    ask: ({ people }, model, actor) =>
      people.act("change-email", pickUser(model, pick), { email }, actor.credential),
    apply: (model) => {
      const user = pickUser(model, pick)
      if (user.email === email) {
        return
      }
      const former = normalizeEmail(user.email)
      model.closeInvitesTo(former)
      model.closeInvitesTo(email)
      model.moveLogin(user, former, email)
      user.ledger_emails.add(former)
      user.email = email
      user.access ??= { status: "active", is_over: false }
      model.tellLedger(user)
      model.endTokensOf(user)
    },
    workflow: "changeUserEmailWorkflow",
    input: (model) => ({ user_id: pickUser(model, pick).id, email }),
    remember: (model) => {
      const user = pickUser(model, pick)
      user.ledger_emails.add(email)
      model.tellLedger(user)
    },
  }
}

export function pickUser(model: Model, pick: number): ModelUser {
  return model.users[pick % model.users.length]
}

function aboutSomebody(pick: number, what: string) {
  return {
    name: `${what} user ${pick}`,
    isPossible: (model: Model) => model.users.length > 0,
    remember: (model: Model) => {
      const user = pickUser(model, pick)
      model.tellLedger(user)
      if (model.isGone(user)) {
        // The ledger may tell that they were back for a moment.
        user.gone_at = model.tick()
        user.is_vaguely_gone = true
      }
    },
  }
}

export function predict(isTurnedAway: boolean | undefined): Prediction {
  return isTurnedAway === undefined ? undefined : isTurnedAway ? "refused" : "accepted"
}

/** Compares an answer with what the model says about it. */
export function expectAnswer(prediction: Prediction, { status, data }: ApiResponse, what: string) {
  const answer = status === 200 ? "accepted" : status < 500 ? "refused" : "failed"
  if (answer !== (prediction ?? answer) || answer === "failed") {
    throw new Error(
      `${what}: should be ${prediction ?? "answered"}, and was ${answer}: ${status} ${JSON.stringify(data)}`
    )
  }
}

export const emailOf = (who: number) => EMAILS[who % EMAILS.length]
