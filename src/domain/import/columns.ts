import { importSentence, ImportSentence } from "./sentences"

/** The columns that a file of people can have. Only `email` has to be there. */
export const IMPORT_COLUMNS = [
  "email",
  "first_name",
  "last_name",
  "password",
  "auth_provider",
  "auth_entity_id",
  "roles",
] as const

export type ImportColumn = (typeof IMPORT_COLUMNS)[number]

/** The header of a file: which of its columns is what, in their order. */
export type ImportHeader = ImportColumn[]

/**
 * Reads the header of a file. Columns are told by their names, in any case and any order. A name that is not known is a
 * mistake, and not left out: a misspelled `password` would make people without one.
 *
 * @returns the columns; or what is wrong
 */
export function readHeader(names: string[]): ImportHeader | { problem: ImportSentence } {
  const columns = names.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_")
  )
  // A file without a header begins with a person: what is in their cells is not to be repeated, as it can be a password.
  if (!columns.some(isColumn)) {
    return { problem: importSentence("header_missing", { columns: IMPORT_COLUMNS.join(", ") }) }
  }
  const unknown = columns.find((column) => !isColumn(column))
  if (unknown !== undefined) {
    const values = { column: unknown.slice(0, 50), columns: IMPORT_COLUMNS.join(", ") }
    return { problem: importSentence("column_unknown", values) }
  }
  const twice = columns.find((column, index) => columns.indexOf(column) !== index)
  if (twice !== undefined) {
    return { problem: importSentence("column_twice", { column: twice }) }
  }
  if (!columns.includes("email")) {
    return { problem: importSentence("column_missing", { column: "email" }) }
  }
  return columns as ImportHeader
}

function isColumn(name: string): name is ImportColumn {
  return (IMPORT_COLUMNS as readonly string[]).includes(name)
}

const DELIMITERS = [",", ";", "\t"]

/** What separates the cells of a file, told by its first line: spreadsheets of many countries write semicolons. */
export function delimiterOf(firstLine: string): string {
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]
}
