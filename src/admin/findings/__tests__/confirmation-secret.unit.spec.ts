import type { FindingSentence } from "../../../domain/findings/sentence"
import type { RepairResult } from "../../api/types"
import { confirmationSecret } from "../confirmation-secret"

const result = (sentence: FindingSentence | null): RepairResult => ({
  id: "identity_of_nobody:authid_01HZX4",
  kind: "identity_of_nobody",
  status: "would_repair",
  message: "",
  is_destructive: true,
  sentence,
})
const about = (values: Record<string, string>) => result({ key: "no_login", values })

describe("confirmationSecret", () => {
  it.each([
    ["the email of one", [about({ user: "ada@example.com (user_1)" })], "ada@example.com"],
    [
      "the first of several emails of one",
      [about({ login: "b@example.com, c@example.com" })],
      "b@example.com",
    ],
    ["the end of the id of one without an email", [about({ title: "ERP export" })], "01HZX4"],
    ["the same of one of which nothing can be said", [result(null)], "01HZX4"],
    ["how many there are", [about({}), about({})], "2"],
  ])("is %s", (_, removes, secret) => {
    expect(confirmationSecret(removes)).toBe(secret)
  })
})
