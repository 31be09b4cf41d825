import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { en } from "../../i18n/en/all"
import { EVENT_GROUPS, groupOf, typesOf } from "../event-groups"
import { sentenceOf } from "../sentence-of"

describe("sentenceOf", () => {
  it.each([
    ["user_suspended", null, "events.user_suspended"],
    ["user_suspended", { until: null }, "events.user_suspended"],
    ["user_suspended", { until: "2027-01-01T00:00:00.000Z" }, "variants.user_suspended_until"],
    ["user_provisioned", { provider: "emailpass" }, "events.user_provisioned"],
    ["user_provisioned", { invites_accepted: ["invite_1"] }, "variants.user_provisioned_by_invite"],
    [
      "user_provisioned",
      { provider: "google", invites_accepted: [] },
      "variants.user_provisioned_by_login",
    ],
    ["user_sessions_revoked", { everybody: true }, "variants.user_sessions_revoked_of_all"],
    ["access_review_decided", { decision: "keep" }, "variants.access_review_decided_keep"],
    ["access_review_decided", { decision: "remove" }, "variants.access_review_decided_remove"],
    ["access_review_decided", { decision: "nonsense" }, "events.access_review_decided"],
    ["something_of_a_later_version", {}, "unknown"],
    ["toString", {}, "unknown"],
  ])("tells of %s with %j by %s", (type, data, key) => {
    expect(sentenceOf({ type, data })).toEqual({ key })
  })

  it("counts what an audit found", () => {
    const type = "identities_audited"
    const by_severity = { high: 1, medium: 0, low: 3 }
    expect(sentenceOf({ type, data: { by_severity } })).toEqual({
      key: "variants.identities_audited_found",
      count: 4,
    })
    expect(sentenceOf({ type, data: { by_severity: { high: 0 } } })).toEqual({
      key: "events.identities_audited",
    })
  })
})

describe("the groups of the filter", () => {
  it("have each type once", () => {
    expect(typesOf([...EVENT_GROUPS]).sort()).toEqual(Object.values(LifecycleEventType).sort())
    expect(typesOf(["identities"])).toEqual(["identities_audited", "finding_repaired"])
    expect(typesOf(["nonsense"])).toEqual([])
  })

  it("have a name each, and types", () => {
    expect(Object.keys(en.activity.groups)).toEqual([...EVENT_GROUPS])
    for (const group of EVENT_GROUPS) {
      expect(typesOf([group]).map(groupOf)).toContain(group)
    }
  })
})
