import { readHeader } from "../columns"
import { ImportPolicy, readRow } from "../row"
import { importSentenceInEnglish } from "../sentences"

const POLICY: ImportPolicy = {
  password: { min_length: 8 },
  default_method: "invite",
  providers: ["emailpass", "google"],
  roles: new Set(["role_editor"]),
}

/** What is said of a line, and the email that is kept of it. */
function judge(header: string, line: string) {
  const columns = readHeader(header.split(","))
  if ("problem" in columns) {
    throw new Error(columns.problem.key)
  }
  const row = readRow(columns, line.split(","), POLICY)
  if (!("problems" in row)) {
    throw new Error("Nothing is wrong with the line.")
  }
  return [row.email, ...row.problems.map(({ sentence }) => importSentenceInEnglish(sentence))]
}

describe("what is said of a line that is wrong", () => {
  it.each([
    ["email", "nonsense", [undefined, '"nonsense" is not an email address.']],
    ["email,roles", "ada@example.com,chief", ["ada@example.com", 'There is no role "chief".']],
    [
      "email,auth_provider,auth_entity_id",
      "ada@example.com,nowhere,1",
      [
        "ada@example.com",
        'Admins can\'t log in through the provider "nowhere". Usable: emailpass, google.',
      ],
    ],
    [
      "email,roles",
      "ada@example.com,chief,s3cret",
      [undefined, "The line has 3 cells, and the header 2."],
    ],
  ])("repeats what is in its cells: %s", (header, line, expected) => {
    expect(judge(header, line)).toEqual(expected)
  })

  it.each([
    [
      "email,password",
      "s3cret,ada@example.com",
      [undefined, "What is in the column email is not an email address."],
    ],
    [
      "email,password,roles",
      "ada@example.com,long enough,s3cret",
      ["ada@example.com", "In the column roles is a role that does not exist."],
    ],
    [
      "email,password,auth_provider,auth_entity_id",
      "ada@example.com,,s3cret,1",
      [
        "ada@example.com",
        "Admins can't log in through the provider that is in the column auth_provider. Usable: emailpass, google.",
      ],
    ],
  ])("repeats no cell of a file with passwords: %s", (header, line, expected) => {
    expect(judge(header, line)).toEqual(expected)
  })
})
