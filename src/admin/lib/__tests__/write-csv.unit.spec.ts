import { parse } from "csv-parse/sync"
import { stringify } from "csv-stringify/sync"
import { writeSpreadsheetText } from "../../../domain/spreadsheet-text"
import { writeCsv } from "../write-csv"

describe("writeCsv", () => {
  const NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    'a "quoted" name',
    "two\nlines",
    "a, b; c",
    "ada@example.com",
    "",
  ]

  it("lets no cell become a formula, in the same way as the backend's exports", () => {
    const cells = NASTY.map((cell) => [cell])
    const ofBackend = stringify(cells, { cast: { string: writeSpreadsheetText } })
    expect(parse(writeCsv(["note"], cells, "en"), { bom: true }).slice(1)).toEqual(parse(ofBackend))
  })

  it("can be read again, whatever is in its cells", () => {
    const text = writeCsv(
      ["line", "note"],
      [
        [2, 'a "b", c;\nd'],
        [3, null],
      ],
      "en"
    )
    expect(parse(text, { bom: true })).toEqual([
      ["line", "note"],
      ["2", 'a "b", c;\nd'],
      ["3", ""],
    ])
  })

  it("has what the spreadsheets of a language expect between cells", () => {
    expect(writeCsv(["a", "b"], [[1, 2]], "en")).toBe("\ufeffa,b\r\n1,2\r\n")
    expect(writeCsv(["a", "b"], [[1, 2]], "de")).toBe("\ufeffa;b\r\n1;2\r\n")
  })
})
