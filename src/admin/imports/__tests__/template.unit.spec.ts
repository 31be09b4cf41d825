import { delimiterOf, IMPORT_COLUMNS, readHeader } from "../../../domain/import/columns"
import { writeTemplate } from "../template"

describe("the template of a file of people", () => {
  it.each([
    ["en", ","],
    ["de", ";"],
  ])(
    "has in %s what spreadsheets expect between cells, and is a header that can be read",
    (language, delimiter) => {
      const [header] = writeTemplate(language).replace("\ufeff", "").split("\r\n")
      expect(delimiterOf(header)).toBe(delimiter)
      expect(readHeader(header.split(delimiter))).toEqual([...IMPORT_COLUMNS])
    }
  )

  it("begins with a byte order mark, by which spreadsheets know its characters", () => {
    expect(writeTemplate("en")).toMatch(/^\ufeff/)
  })
})
