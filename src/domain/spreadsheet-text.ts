/**
 * What a spreadsheet takes for a formula (as `escape_formulas` of csv-stringify has it), at the beginning of a cell: of this one, or
 * of one that the spreadsheet makes of its middle. Where it expects other separators than commas, or pays no heed to the quotes of
 * cells that do not begin with one, a line break, a tab or a semicolon begins another cell.
 */
const FORMULA = /(^|[\t\r\n;][ "]*)([=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g

/**
 * A text that becomes no formula in a CSV, whatever separators the spreadsheet expects: an apostrophe is put before what would be
 * one, which a spreadsheet shows as text. Not for files that programs read.
 *
 * Source: OWASP, CSV Injection.
 */
export function writeSpreadsheetText(text: string): string {
  return text.replace(FORMULA, "$1'$2")
}
