import { planInvitations } from "../invitation"

const facts = {
  users: new Map([["root@example.com", { id: "user_1" }]]),
  open_invites: new Map([["ada@example.com", { id: "invite_1" }]]),
}

const actions = (emails: string[], allowedDomains?: string[]) =>
  planInvitations(emails, facts, allowedDomains).map(({ action, email }) => `${action} ${email}`)

describe("planInvitations", () => {
  it("says of each email what becomes of it, in order", () => {
    expect(
      actions(
        [" Grace@Example.com", "ROOT@example.com", "Ada@example.com", "nonsense", "a@b.example"],
        ["example.com"]
      )
    ).toEqual([
      "invite grace@example.com",
      "refuse root@example.com",
      "keep ada@example.com",
      "refuse nonsense",
      "refuse a@b.example",
    ])
  })

  it("invites an email once, however often and in whatever spelling it comes", () => {
    expect(actions(["grace@example.com", "GRACE@example.com", " grace@example.com "])).toEqual([
      "invite grace@example.com",
      "keep grace@example.com",
      "keep grace@example.com",
    ])
  })

  it("names the code of a refusal, and the invite that is kept", () => {
    const [taken, kept, malformed, elsewhere] = planInvitations(
      ["root@example.com", "ada@example.com", "@", "a@example.net"],
      facts,
      ["example.com"]
    )
    expect(taken).toMatchObject({ code: "user_lifecycle.email_taken" })
    expect(kept).toMatchObject({ invite_id: "invite_1" })
    expect(malformed).toMatchObject({ code: "user_lifecycle.email_invalid" })
    expect(elsewhere).toMatchObject({ code: "user_lifecycle.email_domain_not_allowed" })
  })
})
