/** What a spreadsheet takes for a formula at the beginning of a cell, as `escape_formulas` of csv-stringify has it. */
const SIGN = "[=+\\-@\\t\\r\\uff1d\\uff0b\\uff0d\\uff20]"

const AT_THE_BEGINNING = new RegExp(`^(?=${SIGN})`)

/**
 * Where a spreadsheet makes another cell of the middle of one: where it expects other separators than commas, or pays no heed to the
 * quotes of cells that do not begin with one, a line break, a tab or a semicolon begins it. What is a sign itself, such as a tab,
 * can be followed by another one.
 */
const INSIDE = new RegExp(`([\\t\\r\\n;][ "]*)(?=${SIGN})`, "g")

/**
 * A text that becomes no formula in a CSV, whatever separators the spreadsheet expects: an apostrophe is put before what would be
 * one, which a spreadsheet shows as text. Not for files that programs read.
 *
 * Source: OWASP, CSV Injection.
 */
export function writeSpreadsheetText(text: string): string {
  return text.replace(INSIDE, "$1'").replace(AT_THE_BEGINNING, "'")
}
