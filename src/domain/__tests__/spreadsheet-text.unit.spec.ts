import { stringify } from "csv-stringify/sync"
import { parse } from "csv-parse/sync"
import { writeSpreadsheetText } from "../spreadsheet-text"

const FORMULAS = ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"]

describe("writeSpreadsheetText", () => {
  it.each(FORMULAS)("puts an apostrophe before %j, as csv-stringify does", (sign) => {
    const text = `${sign}1+1`
    const [[expected]] = parse(stringify([[text]], { escape_formulas: true }))
    expect(writeSpreadsheetText(text)).toBe(expected)
  })

  it.each([
    ["Ada;=1+1", "Ada;'=1+1"],
    ["Ada; =1+1", "Ada; '=1+1"],
    ['Ada;"=1+1', `Ada;"'=1+1`],
    ["Ada\t=1+1", "Ada\t'=1+1"],
    ["Ada\n=1+1", "Ada\n'=1+1"],
    ["Ada\r\n=1+1", "Ada\r\n'=1+1"],
    ["=1;=2", "'=1;'=2"],
    ["\t=1", "'\t'=1"],
    ["\r=1", "'\r'=1"],
    ["Ada;\t=1", "Ada;'\t'=1"],
    ["Ada\n\r=1", "Ada\n'\r'=1"],
    ["\t\t\r=1", "'\t'\t'\r'=1"],
  ])("puts one before a formula inside of %j, where another cell may begin", (text, written) => {
    expect(writeSpreadsheetText(text)).toBe(written)
  })

  it.each([
    "",
    "Ada",
    "Ada Lovelace-Byron",
    "a; b",
    "1=1",
    "ada@example.com",
    '{"a":[1,-2]}',
    "two\nlines",
  ])("leaves %j as it is", (text) => {
    expect(writeSpreadsheetText(text)).toBe(text)
  })
})
