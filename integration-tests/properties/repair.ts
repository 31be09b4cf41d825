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
  return repairLogins(model, user)
}

function repairLogins(model: Model, user: ModelUser): boolean {
  const email = normalizeEmail(user.email)
  const logins = model.loginsOf(user)
  if (!logins.length && model.isSuspended(user)) {
    // Nobody misses it before the suspension is over.
    return true
  }
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
    return canMove || renameRing(model, user)
  }
  return true
}

/** Each has the login that is called by the email of the one before, and gets their own; customers keep theirs. */
function renameRing(model: Model, first: ModelUser): boolean {
  const ring = findRing(model, first)
  const moved = ring.filter(
    ({ login }, index) => login.customer || ring[(index + 1) % ring.length].login.customer
  )
  const passwords = moved.map(({ login }) => model.adminPasswordOf(login))
  moved.forEach(({ login }) => model.takeLoginAway(login))
  for (const each of ring.filter((one) => !moved.includes(one))) {
    each.login.name = normalizeEmail(each.user.email)
  }
  moved.forEach(({ user }, index) =>
    model.claimPasswordLogin(user, normalizeEmail(user.email), passwords[index])
  )
  ring.forEach(({ user }) => model.endTokensOf(user))
  return ring.length > 0
}

/** People with the only password login that they have; none, where they are no ring. */
function findRing(model: Model, first: ModelUser): { user: ModelUser; login: ModelLogin }[] {
  const ring: { user: ModelUser; login: ModelLogin }[] = []
  for (let user: ModelUser | undefined = first; user && ring.length <= model.users.length;) {
    const [login, ...more]: ModelLogin[] = model
      .loginsOf(user)
      .filter(({ provider }) => provider === "emailpass")
    if (!login || more.length || user.row !== "living") {
      return []
    }
    ring.push({ user, login })
    const [named, ...others]: ModelLogin[] = model.passwordLoginsNamed(normalizeEmail(user.email))
    user = others.length ? undefined : model.userWith(named?.owner)
    if (user === first) {
      return ring
    }
  }
  return []
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
