import { InviteFacts, isInvitedEmail, refuseInvite } from "../invite"

describe("refuseInvite", () => {
  const now = new Date("2026-11-24T12:00:00Z")
  const open = {
    email: "grace@example.com",
    has_this_token: true,
    is_accepted: false,
    is_deleted: false,
    expires_at: new Date("2026-11-24T12:00:01Z"),
  }
  const judge = (invite: Partial<typeof open>, is_email_taken = false) => {
    const facts = { invite: { ...open, ...invite }, is_email_taken, has_newer: false }
    return refuseInvite(facts, now)?.code.replace("user_lifecycle.", "")
  }

  it.each([{ is_deleted: true }, { expires_at: now }, { is_deleted: true, expires_at: now }, {}])(
    "says that it was replaced, where a newer one can be accepted: %j",
    (invite) => {
      const facts: InviteFacts = {
        invite: { ...open, ...invite },
        is_email_taken: false,
        has_newer: true,
      }
      expect(refuseInvite(facts, now)?.code).toBe("user_lifecycle.invite_replaced")
    }
  )
  const expired = { expires_at: now }

  it.each<[string, Partial<typeof open>, boolean, string | undefined]>([
    ["an open invite", {}, false, undefined],
    [
      "one that was accepted, as Medusa leaves it",
      { is_accepted: true, is_deleted: true },
      true,
      "invite_used",
    ],
    [
      "one that was accepted and has expired since",
      { is_accepted: true, ...expired },
      true,
      "invite_used",
    ],
    ["one that was deleted", { is_deleted: true }, false, "invite_cancelled"],
    [
      "one that has expired, and was deleted",
      { is_deleted: true, ...expired },
      false,
      "invite_expired",
    ],
    ["one that was sent again", { has_this_token: false }, false, "invite_replaced"],
    [
      "one that was sent again and has expired since",
      { has_this_token: false, ...expired },
      false,
      "invite_replaced",
    ],
    ["one that expires this instant", expired, false, "invite_expired"],
    ["one of somebody who is a user", {}, true, "email_taken"],
  ])("says of %s what became of it", (_, invite, isEmailTaken, code) => {
    expect(judge(invite, isEmailTaken)).toBe(code)
  })

  it("names in no message whom an invite was for that an admin took back", () => {
    const message = refuseInvite(
      { invite: { ...open, is_deleted: true }, is_email_taken: false, has_newer: false },
      now
    )?.message
    expect(message).not.toContain(open.email)
  })
})

describe("isInvitedEmail", () => {
  it.each([
    ["grace@example.com", true],
    [" GRACE@example.com ", true],
    [undefined, true],
    [null, true],
    ["", true],
    ["eve@example.com", false],
  ])("takes %j for the invited one: %j", (claimed, isInvited) => {
    expect(isInvitedEmail("Grace@example.com", claimed)).toBe(isInvited)
  })
})
