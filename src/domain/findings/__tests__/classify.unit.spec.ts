import { findLoginToKeep } from "../login-to-keep"
import {
  AuditPolicy,
  classifyApiKey,
  classifyGoneAccess,
  classifyIdentity,
  classifyInvite,
  classifyLoginNames,
  classifyUser,
} from "../classify"
import { Finding, FINDING_KINDS, findingKinds } from "../finding"
import { ApiKeyFacts, IdentityFacts, InviteFacts, UserFacts } from "../snapshot"

const now = new Date("2026-11-24T12:00:00Z")
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const policy: AuditPolicy = {
  inactive_after_days: 90,
  login_providers: ["emailpass", "github", "google"],
  keeps_keys_of_the_gone: false,
  knows_since: daysAgo(300),
  now,
}

const kindsOf = (findings: Finding[]) => findings.map(({ kind }) => kind)

const user: UserFacts = {
  id: "user_1",
  email: "Ada@Example.com",
  normalized_email: "ada@example.com",
  created_at: daysAgo(400),
  access: { status: "active", until: null },
  access_entries: [],
  last_login_at: daysAgo(1),
  last_seen_at: null,
  identities: [
    {
      id: "authid_1",
      is_shared: false,
      logins: [{ provider: "emailpass", entity_id: "ada@example.com" }],
    },
  ],
  leftover_logins: [],
  others_logins: [],
  namesakes: [],
  missing_roles: [],
}
const loginsOf = (...names: string[]): Partial<UserFacts> => ({
  identities: names.map((name, index) => {
    const [entity_id, provider = "emailpass"] = name.split(" at ")
    return { id: `authid_${index}`, is_shared: false, logins: [{ provider, entity_id }] }
  }),
})

describe("classifyUser", () => {
  it.each<[string, Partial<UserFacts>, Partial<AuditPolicy>, string[]]>([
    ["nothing of a user who is as they should be, in any case", {}, {}, []],
    [
      "nothing of single sign-on beside a password",
      loginsOf("ADA@example.com", "1 at google"),
      {},
      [],
    ],
    [
      "nothing of single sign-on alone, by whatever id",
      loginsOf("1 at google", "2 at github"),
      {},
      [],
    ],
    ["no identity", { identities: [] }, {}, ["user_without_login"]],
    [
      "an identity without a login",
      { identities: [{ id: "a", is_shared: false, logins: [] }] },
      {},
      ["user_without_login"],
    ],
    [
      "a login only where admins can't log in",
      loginsOf("1 at google"),
      { login_providers: ["emailpass", "github"] },
      ["user_without_login"],
    ],
    [
      "nothing of a login where admins can't log in, beside one where they can",
      loginsOf("ada@example.com", "1 at google"),
      { login_providers: ["emailpass"] },
      [],
    ],
    [
      "nothing of a login, or none, where whoever signs in at a provider gets one",
      { identities: [] },
      { login_providers: ["google"] },
      [],
    ],
    [
      "nothing of password logins where they open nothing, whatever they are called",
      loginsOf("x@example.com", "y@example.com", "1 at google"),
      { login_providers: ["google"] },
      [],
    ],
    [
      "two password logins",
      loginsOf("ada@example.com", "x@example.com"),
      {},
      ["several_password_logins"],
    ],
    ["another name of the login", loginsOf("x@example.com"), {}, ["login_email_mismatch"]],
    ["a namesake", { namesakes: ["user_2"] }, {}, ["users_with_same_email"]],
    ["no stored access", { access: undefined }, {}, ["access_missing"]],
    [
      "no stored access of somebody whom the ledger knows as suspended",
      {
        access: undefined,
        access_entries: [
          { type: "user_suspended", reason: null, until: null, undid_nothing: false },
        ],
      },
      {},
      ["access_lost"],
    ],
    [
      "the end of access",
      { access: { status: "offboarded", until: null }, last_login_at: daysAgo(200) },
      {},
      ["access_ended_for_living_user"],
    ],
    [
      "nothing of the logins of whoever is to have none",
      { identities: [], access: { status: "offboarded", until: null } },
      {},
      ["access_ended_for_living_user"],
    ],
    [
      "nothing of the logins of whoever is to have none by the ledger",
      {
        ...loginsOf("x@example.com"),
        access_entries: [
          { type: "user_offboarded", reason: null, until: null, undid_nothing: false },
        ],
      },
      {},
      ["access_lost"],
    ],
    [
      "nothing missing of somebody suspended, who is not to log in",
      { identities: [], access: { status: "suspended", until: null } },
      {},
      [],
    ],
    [
      "another name of a suspended person's login",
      { ...loginsOf("x@example.com"), access: { status: "suspended", until: null } },
      {},
      ["login_email_mismatch"],
    ],
    [
      "no login of somebody whose suspension is over",
      { identities: [], access: { status: "suspended", until: daysAgo(1) } },
      {},
      ["user_without_login"],
    ],
    ["no login, ever", { last_login_at: null }, {}, ["never_logged_in"]],
    [
      "somebody who is active, and whom the ledger knows as suspended",
      {
        access_entries: [
          { type: "user_suspended", reason: null, until: null, undid_nothing: false },
        ],
      },
      {},
      ["access_lost"],
    ],
    [
      "nothing of somebody suspended, whom the ledger knows as that",
      {
        access: { status: "suspended", until: null },
        access_entries: [
          { type: "user_suspended", reason: null, until: null, undid_nothing: false },
        ],
      },
      {},
      [],
    ],
    [
      "nothing of somebody old, where the plugin is new",
      { last_login_at: null },
      { knows_since: daysAgo(89) },
      [],
    ],
    ["no login yet, of somebody new", { last_login_at: null, created_at: daysAgo(89) }, {}, []],
    ["no login for long", { last_login_at: daysAgo(90) }, {}, ["not_logged_in_lately"]],
    ["being seen lately", { last_login_at: daysAgo(200), last_seen_at: daysAgo(2) }, {}, []],
    ["whatever, where nobody counts days", { last_login_at: null }, { inactive_after_days: 0 }, []],
    [
      "nothing of somebody suspended",
      { last_login_at: daysAgo(200), access: { status: "suspended", until: null } },
      {},
      [],
    ],
    [
      "somebody whose suspension is over",
      { last_login_at: daysAgo(200), access: { status: "suspended", until: daysAgo(1) } },
      {},
      ["not_logged_in_lately"],
    ],
    [
      "a domain that is not allowed",
      {},
      { allowed_email_domains: ["example.org"] },
      ["email_domain_not_allowed"],
    ],
    ["roles that are nowhere", { missing_roles: ["a", "b"] }, {}, ["role_missing", "role_missing"]],
    [
      "several things at once",
      { identities: [], access: undefined, namesakes: ["user_2"] },
      {},
      ["user_without_login", "users_with_same_email", "access_missing"],
    ],
  ])("finds %s", (_, facts, policyPart, kinds) => {
    const findings = classifyUser({ ...user, ...facts }, { ...policy, ...policyPart })
    expect(kindsOf(findings)).toEqual(kinds)
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length)
  })
})

describe("a user without a login", () => {
  it.each([
    [["emailpass"], false],
    [[], true],
  ])("where admins log in through %p, is somebody's to decide: %p", (login_providers, isLeft) => {
    const [found] = classifyUser(
      { ...user, ...loginsOf("1 at github") },
      { ...policy, login_providers }
    )
    expect(found.kind).toBe("user_without_login")
    expect(found.message).toContain("(github)")
    expect(found.repair === null).toBe(isLeft)
    // The provider may be missing in this process alone.
    expect(found.is_destructive).toBe(!isLeft)
  })
})

describe("a user of a domain that is not allowed", () => {
  it.each<[string, Partial<UserFacts>]>([
    ["no login", { identities: [] }],
    ["a login with another name", loginsOf("x@example.com")],
  ])("who has %s gets a link to a login only where that is named", (_, facts) => {
    const [found] = classifyUser(
      { ...user, ...facts },
      { ...policy, allowed_email_domains: ["example.org"] }
    )
    expect(found.is_destructive).toBe(true)
    expect(classifyUser({ ...user, ...facts }, policy)[0].is_destructive).toBe(false)
  })
})

describe("a user whose email has a login that is no admin's", () => {
  it.each<[string, Partial<UserFacts>]>([
    ["no login", { identities: [] }],
    ["a login with another name", loginsOf("x@example.com")],
  ])("and has %s, is repaired by removing it, which has to be named", (_, facts) => {
    const leftover_logins = ["ADA@example.com"]
    const [found] = classifyUser({ ...user, ...facts, leftover_logins }, policy)
    const [without] = classifyUser({ ...user, ...facts }, policy)
    expect(found).toMatchObject({
      id: without.id,
      is_destructive: true,
      message: expect.stringContaining("no admin's, or is deleted: ADA@example.com"),
      repair: expect.stringContaining("remove the login ADA@example.com, and "),
    })
    expect(without.is_destructive).toBe(false)
  })
})

describe("findLoginToKeep", () => {
  it.each<[string, string[], string | undefined]>([
    ["the one with the email", ["x@example.com", "Ada@example.com"], "Ada@example.com"],
    ["the one in lower case", ["ADA@example.com", "ada@example.com"], "ada@example.com"],
    ["none that is called otherwise", ["x@example.com", "y@example.com"], undefined],
    ["none of several spellings", ["ADA@example.com", "Ada@example.com"], undefined],
  ])("keeps %s", (_, names, kept) => {
    const logins = names.map((entity_id) => ({ entity_id }))
    expect(findLoginToKeep(logins, "ada@example.com")?.entity_id).toBe(kept)
  })
})

describe("classifyIdentity", () => {
  const identity: IdentityFacts = {
    id: "authid_1",
    created_at: daysAgo(2),
    user_id: "user_1",
    user_state: "living",
    is_shared: false,
    logins: [{ provider: "emailpass", entity_id: "ada@example.com" }],
  }
  const nobody = { user_id: undefined, user_state: undefined }

  it.each<[string, Partial<IdentityFacts>, string[]]>([
    ["nothing of a living user's", {}, []],
    ["a deleted user's", { user_state: "deleted" }, ["identity_of_deleted_user"]],
    ["an unknown user's", { user_state: "unknown" }, ["identity_of_unknown_user"]],
    ["one that is blocked", { ...nobody, user_id: null }, ["identity_blocked_by_null"]],
    [
      "one that is blocked, and a customer's",
      { ...nobody, user_id: null, is_shared: true },
      ["identity_blocked_by_null"],
    ],
    ["nobody's", nobody, ["identity_of_nobody"]],
    [
      "nothing of a registration that may yet be completed",
      { ...nobody, created_at: daysAgo(0.9) },
      [],
    ],
    ["nothing of a customer's", { ...nobody, is_shared: true }, []],
    ["one without a name", { ...nobody, logins: [] }, ["identity_of_nobody"]],
  ])("finds %s", (_, facts, kinds) => {
    expect(kindsOf(classifyIdentity({ ...identity, ...facts }, policy))).toEqual(kinds)
  })
})

describe("classifyInvite", () => {
  const invite: InviteFacts = {
    id: "invite_1",
    email: "ada@example.com",
    normalized_email: "ada@example.com",
    created_at: daysAgo(1),
    expires_at: new Date(now.getTime() + 1),
    user: undefined,
    younger: [],
    missing_roles: [],
  }

  it.each<[string, Partial<InviteFacts>, string[]]>([
    ["nothing of an open one", {}, []],
    ["one of a user", { user: { id: "user_1", email: "ada@example.com" } }, ["invite_for_user"]],
    [
      "one of a user who is spelled differently, expired or not",
      { user: { id: "user_1", email: "ADA@example.com" }, expires_at: now },
      ["invite_for_user_in_other_case"],
    ],
    ["an expired one", { expires_at: now }, ["invite_expired"]],
    ["one with a younger one beside it", { younger: ["invite_2"] }, ["invites_with_same_email"]],
    [
      "roles that are nowhere, beside what else is wrong",
      { younger: ["invite_2"], missing_roles: ["a", "b"] },
      ["invites_with_same_email", "invite_role_missing", "invite_role_missing"],
    ],
    [
      "no roles of one that gives nobody any",
      { expires_at: now, missing_roles: ["a"] },
      ["invite_expired"],
    ],
  ])("finds %s", (_, facts, kinds) => {
    expect(kindsOf(classifyInvite({ ...invite, ...facts }, policy))).toEqual(kinds)
  })
})

describe("classifyApiKey", () => {
  const key: ApiKeyFacts = {
    id: "apk_1",
    title: "export",
    owner_id: "user_1",
    deleted_key_id: null,
    owner_state: "living",
    is_kept: false,
    owner_access: { status: "active", until: null },
  }

  it.each<[string, Partial<ApiKeyFacts>, boolean, string[]]>([
    ["nothing of an active user's", {}, false, []],
    ["a deleted user's", { owner_state: "deleted" }, false, ["api_key_of_gone_user"]],
    ["an unknown user's", { owner_state: "unknown" }, false, ["api_key_of_gone_user"]],
    [
      "one that was made with a key that is deleted",
      { owner_id: null, deleted_key_id: "apk_2", owner_state: "unknown" },
      false,
      ["api_key_of_gone_user"],
    ],
    [
      "a deleted user's where keys are kept",
      { owner_state: "deleted" },
      true,
      ["api_key_kept_by_option"],
    ],
    [
      "a deleted user's whose offboarding was told to keep it",
      { owner_state: "deleted", is_kept: true },
      false,
      ["api_key_kept_by_option"],
    ],
    [
      "one of somebody whose row is gone, whatever was decided about others",
      { owner_state: "unknown", is_kept: true },
      false,
      ["api_key_of_gone_user"],
    ],
    ["nothing of somebody who was restored", { is_kept: true }, false, []],
    [
      "a suspended user's",
      { owner_access: { status: "suspended", until: null } },
      true,
      ["api_key_of_suspended_user"],
    ],
    [
      "nothing of somebody whose suspension is over",
      { owner_access: { status: "suspended", until: now } },
      false,
      [],
    ],
  ])("finds %s", (_, facts, keeps_keys_of_the_gone, kinds) => {
    const findings = classifyApiKey({ ...key, ...facts }, { ...policy, keeps_keys_of_the_gone })
    expect(kindsOf(findings)).toEqual(kinds)
  })
})

describe("the others", () => {
  it("find access that is open for somebody gone", () => {
    const gone = { user_id: "user_1", user_state: "deleted" } as const
    expect(kindsOf(classifyGoneAccess({ ...gone, status: "active" }))).toEqual([
      "access_open_for_gone_user",
    ])
    expect(classifyGoneAccess({ ...gone, status: "offboarded" })).toEqual([])
  })

  it("find one login name of several users, and not of one", () => {
    const names = (...user_ids: string[]) => ({
      normalized_name: "ada@example.com",
      logins: user_ids.map((user_id) => ({ entity_id: "Ada@example.com", user_id })),
    })
    expect(kindsOf(classifyLoginNames(names("user_1", "user_2"), policy))).toEqual([
      "logins_with_same_name",
    ])
    expect(classifyLoginNames(names("user_1", "user_1"), policy)).toEqual([])
    const withoutPasswords = { ...policy, login_providers: ["google"] }
    expect(classifyLoginNames(names("user_1", "user_2"), withoutPasswords)).toEqual([])
  })
})

describe("each kind", () => {
  it.each(findingKinds)(
    "%s says what its repair would do, or that somebody has to decide",
    (kind) => {
      const { severity, repair } = FINDING_KINDS[kind]
      expect(["high", "medium", "low"]).toContain(severity)
      expect(repair === undefined || repair.does.length > 10).toBe(true)
    }
  )
})
