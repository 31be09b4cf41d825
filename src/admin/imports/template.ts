import { IMPORT_COLUMNS } from "../../domain/import/columns"

/** Spreadsheets take a CSV without it for one in the machine's own character set (U+FEFF, "byte order mark"). */
const BYTE_ORDER_MARK = "\ufeff"

/**
 * The first line of a file of people, and nothing that somebody could forget to take out. Spreadsheets expect semicolons between
 * the cells where a comma is in numbers, and show everything in one column otherwise; the backend reads either.
 *
 * @param language BCP 47
 */
export function writeTemplate(language: string): string {
  const hasDecimalComma = new Intl.NumberFormat(language).format(1.5).includes(",")
  return `${BYTE_ORDER_MARK}${IMPORT_COLUMNS.join(hasDecimalComma ? ";" : ",")}\r\n`
}
