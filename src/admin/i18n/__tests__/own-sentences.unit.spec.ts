import { DELIVERY_PROBLEMS } from "../../../domain/delivery"
import { UNDO_REASON } from "../../../domain/lifecycle-event"
import { keyOfOwnSentence } from "../own-sentences"
import { wordsAt } from "./words-at"

describe("keyOfOwnSentence", () => {
  it.each([...Object.values(DELIVERY_PROBLEMS), UNDO_REASON])(
    "leads from what the plugin says to the words for it in every language: %s",
    (sentence) => {
      const key = keyOfOwnSentence(sentence) ?? ""
      expect([wordsAt("en", key), wordsAt("de", key)]).toEqual([
        expect.any(String),
        expect.any(String),
      ])
    }
  )

  it.each(["550 no such mailbox", "left the company", "", "toString"])(
    "leaves alone what somebody else says: %j",
    (text) => {
      expect(keyOfOwnSentence(text)).toBeUndefined()
    }
  )
})
