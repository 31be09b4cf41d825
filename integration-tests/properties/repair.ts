import { normalizeEmail } from "../../src/domain/email"
import type { Model, ModelLogin, ModelUser } from "./model"

/**
 * What the repair of everything makes of people: README, "Findings".
 *
 * @returns the ids of users about whom somebody has to decide
 */
export function repairModel(model: Model): string[] {
  let undecided: string[] = []
  // A repair can bring something to light that was behind it.
  for (let pass = 0; pass < 10; pass++) {
    undecided = [...model.users]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter((user) => (user.row === "living" ? !repairLiving(model, user) : false))
      .map(({ id }) => id)
    model.users.filter(({ row }) => row !== "living").forEach((user) => completeEnd(model, user))
    model.logins = model.logins.filter(
      ({ owner, customer }) => typeof owner !== "string" || !!customer || !!model.userWith(owner)
    )
    for (const login of model.logins) {
      if (
        login.owner === null ||
        (typeof login.owner === "string" && !model.userWith(login.owner))
      ) {
        login.owner = undefined
      }
    }
  }
  return undecided
}

/** @returns whether nobody has to decide */
function repairLiving(model: Model, user: ModelUser): boolean {
  const isRepaired = repairLogins(model, user)
  user.access ??= { status: "active", is_over: false }
  if (user.access.status === "active" && user.told_status) {
    user.access = { status: user.told_status, is_over: false }
    if (user.told_status === "suspended") {
      model.endTokensOf(user)
    }
  }
  if (user.access.status === "offboarded") {
    model.offboard(user, { keepsKeys: false })
    return true
  }
  if (model.isSuspended(user)) {
    model.endKeysOf(user)
  }
  return isRepaired
}

function repairLogins(model: Model, user: ModelUser): boolean {
  const email = normalizeEmail(user.email)
  const logins = model.loginsOf(user)
  if (!logins.length) {
    const isTaken = model.isLoginTaken(model.passwordLoginsNamed(email))
    if (!isTaken) {
      model.claimPasswordLogin(user, email, undefined)
    }
    return !isTaken
  }
  const passwordLogins = logins.filter(({ provider }) => provider === "emailpass")
  if (passwordLogins.length > 1) {
    const named = passwordLogins.filter(({ name }) => normalizeEmail(name) === email)
    const own = named.length === 1 ? named[0] : named.find(({ name }) => name === email)
    if (own) {
      passwordLogins.filter((each) => each !== own).forEach((each) => model.takeLoginAway(each))
      model.endTokensOf(user)
    }
    return !!own
  }
  const [login] = passwordLogins
  if (login && normalizeEmail(login.name) !== email) {
    const canMove = model.canMoveLogin(user, normalizeEmail(login.name), email)
    if (canMove) {
      model.endTokensOf(user)
      model.moveLogin(user, normalizeEmail(login.name), email)
    }
    return canMove || swapNames(model, login, email)
  }
  return true
}

/** The other one's login is called by an email that is not theirs: each gets the name of the other. */
function swapNames(model: Model, login: ModelLogin, email: string): boolean {
  const [other, ...more] = model.passwordLoginsNamed(email)
  const owner = model.userWith(other.owner)
  const theirs = owner
    ? model.loginsOf(owner).filter(({ provider }) => provider === "emailpass")
    : []
  const isMisnamed = theirs.length === 1 && normalizeEmail(owner?.email ?? "") !== email
  if (more.length || !isMisnamed || login.customer || other.customer) {
    return false
  }
  other.name = login.name
  login.name = email
  for (const { owner: id } of [login, other]) {
    const person = model.userWith(id)
    if (person) {
      model.endTokensOf(person)
    }
  }
  return true
}

function completeEnd(model: Model, user: ModelUser): void {
  if (user.access?.status !== "offboarded" && user.access) {
    user.access = { status: "offboarded", is_over: false }
    model.endTokensOf(user)
  }
  const hasKeys = model.credentials.some(
    ({ owner, kind, state }) => owner === user.id && kind === "key" && state !== "dead"
  )
  if (hasKeys || model.loginsOf(user).length) {
    model.removeBelongings(user, { keepsKeys: false })
    user.access = { status: "offboarded", is_over: false }
  }
}
