import { ErrorCode, ErrorCodes } from "../error-codes"
import { ImportStatus } from "./status"

/** What is known of an import that somebody confirms. */
export type ImportFacts = {
  status: ImportStatus
  /** The file could not be read to its end. */
  has_file_problem: boolean
  /** Lines that are wrong. */
  invalid: number
  /** Lines that have yet to be done. */
  ready: number
}

/**
 * Decides whether the people of a file can be made admins now. A file that could not be read to its end can't, whatever else is
 * asked: nobody knows whom it leaves out.
 *
 * @returns `undefined` if they can
 */
export function refuseConfirmation(
  { status, has_file_problem, invalid, ready }: ImportFacts,
  { skip_invalid }: { skip_invalid: boolean }
): { code: ErrorCode; message: string } | undefined {
  const code = ErrorCodes.IMPORT_NOT_READY
  if (status !== ImportStatus.VALIDATED) {
    return { code, message: `The import is ${status}, and can't be confirmed again.` }
  }
  if (has_file_problem) {
    return { code, message: "The file could not be read to its end. Mend it, and upload it again." }
  }
  if (invalid > 0 && !skip_invalid) {
    return {
      code,
      message: `${invalid} lines of the file are wrong. Mend them and upload it again, or skip them with skip_invalid.`,
    }
  }
  return ready > 0
    ? undefined
    : { code, message: "No line of the file is left to do: everybody is there already." }
}
