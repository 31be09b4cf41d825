import { writeSpreadsheetText } from "../../domain/spreadsheet-text"

/** Spreadsheets take a CSV without it for one in the machine's own character set (U+FEFF, "byte order mark"). */
const BYTE_ORDER_MARK = "\ufeff"

/**
 * A CSV for spreadsheets, which expect semicolons between the cells where a comma is in numbers, and show everything in one column
 * otherwise. A cell that would be a formula begins with an apostrophe.
 *
 * @param language BCP 47
 */
export function writeCsv(
  columns: readonly string[],
  rows: (string | number | null)[][],
  language: string
): string {
  const hasDecimalComma = new Intl.NumberFormat(language).format(1.5).includes(",")
  const separator = hasDecimalComma ? ";" : ","
  const lines = [columns, ...rows].map((cells) => `${cells.map(writeCell).join(separator)}\r\n`)
  return BYTE_ORDER_MARK + lines.join("")
}

function writeCell(value: string | number | null): string {
  const text = String(value ?? "")
  const safe = typeof value === "string" ? writeSpreadsheetText(text) : text
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
