import { AccessEntry, findKnownAccess } from "../known-access"

const now = new Date("2026-11-24T12:00:00Z")
const before = "2026-11-24T11:59:59Z"
const later = "2026-11-25T12:00:00Z"

const entry = (type: AccessEntry["type"], until: string | null = null): AccessEntry => ({
  type,
  reason: `why ${type}`,
  until,
  undid_nothing: false,
})
/** One that has `data.kept.person`. */
const kept = (type: AccessEntry["type"]): AccessEntry => ({ ...entry(type), undid_nothing: true })
const suspended = (until: string | null = null) => entry("user_suspended", until)

describe("findKnownAccess", () => {
  it.each<[string, AccessEntry[], ReturnType<typeof findKnownAccess>]>([
    ["nothing of one of whom it never heard", [], undefined],
    ["nothing of one who was provisioned", [entry("user_provisioned")], undefined],
    [
      "one who was suspended",
      [entry("user_provisioned"), suspended()],
      { status: "suspended", reason: "why user_suspended", until: null },
    ],
    [
      "one who is suspended for a while",
      [suspended(later)],
      { status: "suspended", reason: "why user_suspended", until: new Date(later) },
    ],
    ["nothing of one whose suspension has ended by itself", [suspended(before)], undefined],
    ["nothing of one who was reactivated", [suspended(), entry("user_reactivated")], undefined],
    [
      "one who was offboarded",
      [entry("user_offboarded")],
      { status: "offboarded", reason: "why user_offboarded", until: null },
    ],
    [
      "nothing of one who was restored",
      [entry("user_offboarded"), entry("user_restored")],
      undefined,
    ],
    [
      "the suspension before one that was undone",
      [suspended(later), suspended(), entry("user_suspension_reverted")],
      { status: "suspended", reason: "why user_suspended", until: new Date(later) },
    ],
    [
      "the suspension whose end was undone",
      [suspended(), entry("user_reactivated"), entry("user_reactivation_reverted")],
      { status: "suspended", reason: "why user_suspended", until: null },
    ],
    [
      "a reactivation that came before the suspension was undone",
      [suspended(), entry("user_reactivated"), entry("user_suspension_reverted")],
      undefined,
    ],
    [
      "nothing of one whose restoration stayed, when it was to be undone",
      [entry("user_offboarded"), entry("user_restored"), kept("user_restoration_reverted")],
      undefined,
    ],
    [
      "nothing of one whose reactivation stayed, when it was to be undone",
      [suspended(), entry("user_reactivated"), kept("user_reactivation_reverted")],
      undefined,
    ],
    [
      "a suspension that stayed, when it was to be undone",
      [suspended(), kept("user_suspension_reverted")],
      { status: "suspended", reason: "why user_suspended", until: null },
    ],
    ["nothing where what was undone is not there", [entry("user_offboarding_reverted")], undefined],
  ])("knows %s", (_, entries, known) => {
    expect(findKnownAccess(entries, now)).toEqual(known)
  })
})
