import { normalizeEmail } from "../../src/domain/email"

/*
 * What the backend should be like, in the simplest words that tell who may log in: people, logins and what was handed out,
 * without a database, locks, caches or instants. It is written from README.md and DESIGN's rules, and not from the plugin's
 * code.
 */

export const EMAILS = ["ada", "bob", "cleo", "dan", "eve"].map((name) => `${name}@example.com`)

export const PASSWORDS = ["first", "second", "third"].map((word) => `the ${word} battery staple`)

export const CUSTOMERS_PASSWORD = "the battery staple of a customer"

/** The id of nobody, of the kind that Medusa gives to users. */
export const GHOST = "user_0123456789ABCDEFGHJKMNPQRS"

export type Status = "active" | "suspended" | "offboarded"

export type ModelUser = {
  id: string
  /** As it is stored. */
  email: string
  row: "living" | "deleted" | "erased"
  /** `undefined`: nothing is stored, and a living user counts as active. */
  access: { status: Status; is_over: boolean } | undefined
  /** What the ledger last told of it. */
  told_status: Status | undefined
  /** Emails and logins that the ledger tells of. */
  ledger_emails: Set<string>
  ledger_logins: Set<string>
  /** The email of their latest ledger entry. */
  last_ledger_email: string | undefined
  made_at: number
  /** When they last ceased to be a living user who is not offboarded. */
  gone_at: number
  /** The ledger can't tell exactly when that was: somebody wrote past it. */
  is_vaguely_gone: boolean
}

export type ModelLogin = {
  provider: "emailpass" | "test-sso"
  /** As it is stored. */
  name: string
  /** The user; `null` for `user_id: null`, `undefined` for nobody. */
  owner: string | null | undefined
  /** The admin's password; `undefined` while none is set. */
  password: string | undefined
  /** Of a login that is also a customer's. */
  customer: { password: string; is_split: boolean } | undefined
  /** The admin who registered it, of one that is nobody's. */
  vouched_by: string | undefined
  /** What the identity provider says of the email; it was told at the first sign-in. */
  claimed_email: string | undefined
}

export type ModelInvite = { email: string; token: string; made_at: number; is_open: boolean }

export type ModelCredential = {
  kind: "token" | "session" | "key"
  owner: string
  /** Of a secret API key. */
  key_id?: string
  headers: Record<string, string>
  /** `vague`: who wrote past the plugin took away what it knew of revocations. */
  state: "alive" | "dead" | "vague"
}

/** What a change should be answered with; `undefined` where only the backend can know. */
export type Prediction = "accepted" | "refused" | undefined

export class Model {
  readonly users: ModelUser[] = []
  logins: ModelLogin[] = []
  credentials: ModelCredential[] = []
  readonly invites: ModelInvite[] = []
  /** What happened behind the plugin's back is news, which takes a moment. */
  is_news_on_its_way = false
  private clock = 0
  private keys_tried = 0

  tick(): number {
    return ++this.clock
  }

  /* Questions */

  userWith(id: string | null | undefined): ModelUser | undefined {
    return this.users.find((user) => user.id === id)
  }

  livingWith(email: string): ModelUser | undefined {
    return this.users.find(
      (user) => user.row === "living" && normalizeEmail(user.email) === normalizeEmail(email)
    )
  }

  isSuspended({ access }: ModelUser): boolean {
    return access?.status === "suspended" && !access.is_over
  }

  isGone({ row, access }: ModelUser): boolean {
    return row !== "living" || access?.status === "offboarded"
  }

  /** The rule for access: somebody may act who is a living user, and active. */
  mayAct(user: ModelUser): boolean {
    return !this.isGone(user) && !this.isSuspended(user)
  }

  isGood({ owner, kind, state }: ModelCredential): boolean {
    const user = this.userWith(owner)
    if (!user || state === "dead") {
      return false
    }
    // An offboarding that was told to keep keys kept those that are not revoked.
    const isKept = kind === "key" && user.row !== "living" && user.access?.status === "offboarded"
    return this.mayAct(user) || isKept
  }

  loginsOf(user: ModelUser): ModelLogin[] {
    return this.logins.filter(({ owner }) => owner === user.id)
  }

  passwordLoginsNamed(email: string): ModelLogin[] {
    return this.logins.filter(
      ({ provider, name }) =>
        provider === "emailpass" && normalizeEmail(name) === normalizeEmail(email)
    )
  }

  /** The login that an email means: that of the one admin who has it in any case, or else the very same name. */
  passwordLoginFor(email: string): ModelLogin | undefined {
    const named = this.passwordLoginsNamed(email)
    const ofAdmins = named.filter(({ owner }) => typeof owner === "string")
    return ofAdmins.length === 1 ? ofAdmins[0] : named.find(({ name }) => name === email)
  }

  /** The password that opens the back office. */
  adminPasswordOf({ password, customer }: ModelLogin): string | undefined {
    return customer && !customer.is_split ? customer.password : password
  }

  /** Who gets in with an email and a password. */
  whoEnters(email: string, password: string): ModelUser | undefined {
    const login = this.passwordLoginFor(email)
    const user = login && this.userWith(login.owner)
    return user && this.mayAct(user) && this.adminPasswordOf(login) === password ? user : undefined
  }

  /** Whether somebody who had an email is suspended, or gone since an instant; `undefined` if nobody can tell. */
  isTurnedAway(holders: ModelUser[], since: number | undefined): boolean | undefined {
    if (holders.some((user) => this.isSuspended(user) && user.row !== "deleted")) {
      return true
    }
    const gone = holders.filter((user) => this.isGone(user))
    if (gone.some(({ is_vaguely_gone }) => is_vaguely_gone)) {
      return undefined
    }
    return gone.some(({ gone_at }) => since === undefined || gone_at >= since)
  }

  /** Everybody who has or had an email, as far as the backend remembers. */
  holdersOf(email: string): ModelUser[] {
    return this.users.filter(
      (user) =>
        user.ledger_emails.has(email) ||
        (user.row !== "erased" && normalizeEmail(user.email) === email)
    )
  }

  holdersOfLogin(login: Pick<ModelLogin, "provider" | "name">): ModelUser[] {
    return this.users.filter((user) => user.ledger_logins.has(nameOf(login)))
  }

  /** One API key after the other, in turn; none where there is none. */
  nextKey(): ModelCredential[] {
    const keys = this.credentials.filter(({ kind }) => kind === "key")
    return keys.length ? [keys[this.keys_tried++ % keys.length]] : []
  }

  openInviteTo(email: string): ModelInvite | undefined {
    return this.invites.find((invite) => invite.is_open && invite.email === email)
  }

  /** Whatever became of it. */
  lastInviteTo(email: string): ModelInvite | undefined {
    return this.invites.filter((invite) => invite.email === email).at(-1)
  }

  /* What happens to what people hold */

  /** @param madeUpTo leaves younger ones open */
  closeInvitesTo(email: string, madeUpTo = Infinity): void {
    this.invites
      .filter((invite) => invite.email === email && invite.made_at <= madeUpTo)
      .forEach((invite) => (invite.is_open = false))
  }

  endTokensOf(user: ModelUser): void {
    this.credentials
      .filter(({ owner, kind }) => owner === user.id && kind !== "key")
      .forEach((credential) => (credential.state = "dead"))
  }

  endKeysOf(user: ModelUser): void {
    this.credentials
      .filter(({ owner, kind }) => owner === user.id && kind === "key")
      .forEach((credential) => (credential.state = "dead"))
  }

  /** Whatever knew of revocations is gone; what was handed out before may come back to life, by the rule. */
  forgetRevocationsOf(user: ModelUser): void {
    this.credentials
      .filter(({ owner, kind }) => owner === user.id && kind !== "key")
      .forEach((credential) => (credential.state = "vague"))
  }

  /** Each change is told to the ledger, with the email that the person has. */
  tellLedger(user: ModelUser, logins: ModelLogin[] = []): void {
    if (user.row !== "erased") {
      user.last_ledger_email = normalizeEmail(user.email)
      user.ledger_emails.add(user.last_ledger_email)
    }
    logins.forEach((login) => user.ledger_logins.add(nameOf(login)))
  }

  store(user: ModelUser, status: Status): void {
    const wasGone = this.isGone(user)
    user.access = { status, is_over: false }
    user.told_status = status
    this.noteEnd(user, wasGone, { isVague: false })
  }

  /** Remembers when somebody ceased to have access for good. */
  noteEnd(user: ModelUser, wasGone: boolean, { isVague }: { isVague: boolean }): void {
    if (!this.isGone(user)) {
      user.is_vaguely_gone = false
    } else if (!wasGone) {
      user.gone_at = this.tick()
      user.is_vaguely_gone = isVague
    }
  }

  /* Changes */

  addUser(id: string, email: string): ModelUser {
    const user: ModelUser = {
      id,
      email,
      row: "living",
      access: undefined,
      told_status: undefined,
      ledger_emails: new Set(),
      ledger_logins: new Set(),
      last_ledger_email: undefined,
      made_at: this.tick(),
      gone_at: 0,
      is_vaguely_gone: false,
    }
    this.users.push(user)
    return user
  }

  addLogin(login: Pick<ModelLogin, "provider" | "name"> & Partial<ModelLogin>): ModelLogin {
    const added: ModelLogin = {
      owner: undefined,
      password: undefined,
      customer: undefined,
      vouched_by: undefined,
      claimed_email: undefined,
      ...login,
    }
    this.logins.push(added)
    return added
  }

  /** Whether another living user has a login with a name, so that nobody can be given it. */
  isLoginTaken(logins: ModelLogin[]): boolean {
    return logins.some(({ owner }) => this.userWith(owner)?.row === "living")
  }

  /** Gives somebody a password login: README, "A login that is there already". */
  claimPasswordLogin(
    user: ModelUser,
    email: string,
    password: string | undefined,
    newcomersActorId?: string
  ): ModelLogin {
    const named = this.passwordLoginsNamed(email)
    const isTakenOver = (login: ModelLogin) =>
      !!login.customer ||
      (password === undefined && !!login.vouched_by && login.vouched_by === newcomersActorId)
    this.logins = this.logins.filter((login) => !named.includes(login) || isTakenOver(login))
    const [login] = named.filter(isTakenOver).sort((a) => (a.name === email ? -1 : 0))
    if (!login) {
      return this.addLogin({ provider: "emailpass", name: email, owner: user.id, password })
    }
    login.owner = user.id
    if (login.customer) {
      login.customer.is_split = true
      login.password = password
    }
    return login
  }

  claimSsoLogin(user: ModelUser, name: string): ModelLogin {
    const known = this.logins.find((login) => login.provider === "test-sso" && login.name === name)
    const login = known ?? this.addLogin({ provider: "test-sso", name })
    login.owner = user.id
    return login
  }

  /** A customer keeps what is theirs. */
  takeLoginAway(login: ModelLogin): void {
    if (login.customer) {
      login.owner = undefined
      login.password = undefined
      login.customer.is_split = false
    } else {
      this.logins = this.logins.filter((each) => each !== login)
    }
  }

  /** The login that changes its name with the person's email, if there is one. */
  loginToMove(user: ModelUser, formerEmail: string): ModelLogin | undefined {
    const logins = this.loginsOf(user).filter(({ provider }) => provider === "emailpass")
    const named = logins.find(({ name }) => normalizeEmail(name) === formerEmail)
    return named ?? (logins.length === 1 ? logins[0] : undefined)
  }

  /** Whether a person's login can be called by another email. */
  canMoveLogin(user: ModelUser, formerEmail: string, email: string): boolean {
    const login = this.loginToMove(user, formerEmail)
    const others = this.passwordLoginsNamed(email).filter((each) => each !== login)
    return !login || !this.isLoginTaken(others)
  }

  moveLogin(user: ModelUser, formerEmail: string, email: string): void {
    const login = this.loginToMove(user, formerEmail)
    if (!login) {
      return
    }
    const others = this.passwordLoginsNamed(email).filter((each) => each !== login)
    if (login.customer || others.some(({ customer }) => customer)) {
      const password = this.adminPasswordOf(login)
      this.takeLoginAway(login)
      this.claimPasswordLogin(user, email, password)
    } else {
      this.logins = this.logins.filter((each) => !others.includes(each))
      login.name = email
    }
  }

  /** Takes away all that gives somebody access, or could give it back. */
  removeBelongings(user: ModelUser, { keepsKeys }: { keepsKeys: boolean }): ModelLogin[] {
    const email = user.row === "erased" ? user.last_ledger_email : normalizeEmail(user.email)
    const leftovers = this.logins.filter(
      ({ provider, owner, name }) =>
        provider === "emailpass" && owner === null && normalizeEmail(name) === email
    )
    const logins = [...this.loginsOf(user), ...leftovers]
    logins.forEach((login) => this.takeLoginAway(login))
    this.endTokensOf(user)
    if (!keepsKeys) {
      this.endKeysOf(user)
    }
    return logins
  }

  offboard(user: ModelUser, { keepsKeys }: { keepsKeys: boolean }): void {
    this.tellLedger(user, this.removeBelongings(user, { keepsKeys }))
    const wasGone = this.isGone(user)
    // Somebody who is gone may have been invited anew since.
    this.closeInvitesTo(
      user.last_ledger_email ?? user.email,
      user.row === "living" ? undefined : user.gone_at
    )
    if (user.row === "living") {
      user.row = "deleted"
    }
    user.access = { status: "offboarded", is_over: false }
    user.told_status = "offboarded"
    this.noteEnd(user, wasGone, { isVague: false })
  }

  restore(user: ModelUser): void {
    this.removeBelongings(user, { keepsKeys: false })
    this.closeInvitesTo(normalizeEmail(user.email))
    user.row = "living"
    this.claimPasswordLogin(user, normalizeEmail(user.email), undefined)
    this.tellLedger(user)
    this.store(user, "active")
  }
}

export function nameOf({ provider, name }: Pick<ModelLogin, "provider" | "name">): string {
  return `${provider}:${name}`
}
