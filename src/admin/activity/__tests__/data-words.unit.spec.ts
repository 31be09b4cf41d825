import { AccessStatus } from "../../../domain/access"
import { AccessReviewDecision } from "../../../domain/access-review"
import { findingKinds, Severity } from "../../../domain/findings/finding"
import { planIdentityRemoval } from "../../../domain/identity"
import { LEDGER_DATA_NAMES } from "../../../domain/ledger-data"
import { ACTOR_TYPES } from "../../../domain/lifecycle-event"
import { en } from "../../i18n/en/all"
import { wordsAt } from "../../i18n/__tests__/words-at"
import { keyOfValue, keysOfName } from "../data-words"

const { kept, login } = en.activity.values

/** Of what the ledger's data can have, what is one of a few, by the name that it has there. */
const VALUES: [name: string, values: readonly string[]][] = [
  ["status", Object.values(AccessStatus)],
  ["decision", Object.values(AccessReviewDecision)],
  ["kind", findingKinds],
  ["actor_type", ACTOR_TYPES],
  ["type", ACTOR_TYPES],
  ["action", [planIdentityRemoval({}), planIdentityRemoval({ customer_id: "cus_1" })]],
  ["login_method", ["none"]],
  // Both are held against the types of the outcomes where they are written.
  ["login", Object.keys(login)],
  ...["person", "access", "cut_off"].map((name): [string, string[]] => [name, Object.keys(kept)]),
]

describe.each(["en", "de"] as const)("the words for an entry of the ledger (%s)", (language) => {
  it.each([...LEDGER_DATA_NAMES, ...findingKinds, ...Object.values(Severity)])(
    "have a name for %s",
    (name) => {
      expect(keysOfName(name).some((key) => wordsAt(language, key) !== undefined)).toBe(true)
    }
  )

  it.each(VALUES)("say what %s is", (name, values) => {
    expect(values.length).toBeGreaterThan(0)
    const nameless = values.filter(
      (value) => wordsAt(language, keyOfValue(name, value) ?? "") === undefined
    )
    expect(nameless).toEqual([])
  })
})

describe("what somebody has written", () => {
  it("has no words, whatever it looks like", () => {
    expect(keyOfValue("title", "active")).toBeUndefined()
    expect(keyOfValue("status", "a.b")).toBeUndefined()
    expect(keysOfName("a.b")).toEqual([])
  })
})
