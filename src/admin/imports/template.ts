import { IMPORT_COLUMNS } from "../../domain/import/columns"
import { writeCsv } from "../lib/write-csv"

/**
 * The first line of a file of people, and nothing that somebody could forget to take out.
 *
 * @param language BCP 47
 */
export const writeTemplate = (language: string): string => writeCsv(IMPORT_COLUMNS, [], language)
