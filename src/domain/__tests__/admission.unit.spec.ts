import { AdmissionDecision, AdmissionFacts, AdmissionPolicy, decideAdmission } from "../admission"

const blank = { is_suspended: false, gone_at: null }
const stranger: AdmissionFacts = {
  email: "ada@example.com",
  is_vouched_for: true,
  is_verified: undefined,
  user: undefined,
  email_history: blank,
  login_history: blank,
  invited_at: null,
}
const nobody: AdmissionPolicy = { jit_domains: [] }
const trusting: AdmissionPolicy = { jit_domains: ["Example.com"] }
const before = new Date("2026-01-01T00:00:00Z")
const end = new Date("2026-02-01T00:00:00Z")
const after = new Date("2026-03-01T00:00:00Z")
const active = { id: "user_1", status: "active", created_at: before } as const
const gone = { ...blank, gone_at: end }
const suspended = { ...blank, is_suspended: true }
const create = { action: "create" } as const
const link = { action: "link", user_id: "user_1" } as const
const refuse = (because: string) => ({ action: "refuse", because }) as AdmissionDecision

describe("decideAdmission", () => {
  it.each<[string, Partial<AdmissionFacts>, AdmissionPolicy, AdmissionDecision]>([
    ["a stranger", {}, nobody, refuse("not_invited")],
    ["somebody invited", { invited_at: before }, nobody, create],
    ["an active user", { user: active }, nobody, link],
    [
      "a suspended user",
      { user: { ...active, status: "suspended" }, invited_at: after },
      trusting,
      refuse("user_suspended"),
    ],
    ["somebody of a trusted domain", {}, trusting, create],
    [
      "somebody of a subdomain of it",
      { email: "ada@a.example.com" },
      trusting,
      refuse("not_invited"),
    ],
    [
      "somebody whose domain is trusted, and may have no account",
      {},
      { ...trusting, allowed_email_domains: ["other.example.com"] },
      refuse("domain_not_allowed"),
    ],
    [
      "somebody invited who may have no account",
      { invited_at: after },
      { ...nobody, allowed_email_domains: ["other.example.com"] },
      refuse("domain_not_allowed"),
    ],
    [
      "an email that nobody has proved",
      { is_vouched_for: false, user: active, invited_at: after },
      trusting,
      refuse("not_vouched_for"),
    ],
    [
      "an email that the provider has not verified",
      { is_verified: false, user: active, invited_at: after },
      trusting,
      refuse("unverified"),
    ],

    ["an email of somebody gone", { email_history: gone }, nobody, refuse("user_deleted")],
    [
      "an email of somebody gone, trusted",
      { email_history: gone },
      trusting,
      refuse("user_deleted"),
    ],
    [
      "a login of somebody gone, trusted",
      { login_history: gone },
      trusting,
      refuse("user_deleted"),
    ],
    [
      "an email of somebody gone, with an invite from before",
      { email_history: gone, invited_at: before },
      trusting,
      refuse("user_deleted"),
    ],
    [
      "an email of somebody gone, with an invite from that instant",
      { email_history: gone, invited_at: end },
      trusting,
      refuse("user_deleted"),
    ],
    [
      "a login of somebody gone, with an invite from before",
      { login_history: gone, invited_at: before },
      trusting,
      refuse("user_deleted"),
    ],
    [
      "an email and a login of people gone, with an invite from between",
      {
        email_history: gone,
        login_history: { ...gone, gone_at: after },
        invited_at: new Date("2026-02-02T00:00:00Z"),
      },
      trusting,
      refuse("user_deleted"),
    ],
    [
      "an email and a login of somebody gone, invited anew",
      { email_history: gone, login_history: gone, invited_at: after },
      nobody,
      create,
    ],

    [
      "an email that was a suspended person's, also with an invite",
      { email_history: suspended, invited_at: after },
      trusting,
      refuse("user_suspended"),
    ],
    [
      "a login that was a suspended person's, also with an invite",
      { login_history: suspended, invited_at: after },
      trusting,
      refuse("user_suspended"),
    ],

    [
      "an active user who has the email of somebody gone or suspended now",
      { user: active, email_history: { ...gone, is_suspended: true } },
      nobody,
      link,
    ],
    [
      "the login of somebody gone with the email of a user who was there before",
      { user: active, login_history: gone },
      trusting,
      refuse("user_deleted"),
    ],
    [
      "the login of somebody gone with the email of a user who was made since",
      { user: { ...active, created_at: after }, login_history: gone },
      nobody,
      link,
    ],
    [
      "the login of a suspended person with the email of an active user",
      { user: active, login_history: suspended },
      nobody,
      refuse("user_suspended"),
    ],
  ])("decides for %s", (_, facts, policy, decision) => {
    expect(decideAdmission({ ...stranger, ...facts }, policy)).toEqual(decision)
  })
})
