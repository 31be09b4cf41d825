import { readFileSync } from "node:fs"
import path from "node:path"
import { nameOfDay } from "../../activity/group-by-day"
import { formatTimeOfDay } from "../../findings/format-time-of-day"
import { formatCount, formatDistance, formatInstant } from "../../lib/format"
import { writeCsv } from "../../lib/write-csv"
import { localeOf } from "../locale-of"

/** Those that an admin can choose, as Medusa's dashboard lists them. */
const LANGUAGES = [
  ...readFileSync(
    path.join(
      path.dirname(require.resolve("@medusajs/dashboard/package.json")),
      "src/i18n/languages.ts"
    ),
    "utf8"
  ).matchAll(/code: "(\w+)"/g),
].map(([, code]) => code)

const NOW = new Date(2027, 0, 10, 12)

describe("localeOf", () => {
  it("knows every language that Medusa's dashboard can be in", () => {
    expect(LANGUAGES).toEqual(expect.arrayContaining(["en", "de", "enGB", "ptBR", "zhTW"]))
    expect(LANGUAGES.filter((code) => localeOf(code).replace("-", "") !== code)).toEqual([])
  })

  it.each(LANGUAGES)("gives what counts, dates and files are written in: %s", (code) => {
    const locale = localeOf(code)
    expect(formatCount(1_000, locale)).not.toBe("")
    expect(formatInstant(NOW, locale)).not.toBe("")
    expect(formatDistance(NOW, locale, NOW)).not.toBe("")
    expect(formatTimeOfDay(NOW.toISOString(), locale)).not.toBe("")
    expect(nameOfDay("2027-01-10", locale, NOW)).not.toBe("")
    expect(writeCsv(["email"], [], locale)).toContain("email")
  })

  it.each(["", "x", "not a language", "en_US", "--"])("takes %p for English", (language) => {
    expect(localeOf(language)).toBe("en")
  })
})
