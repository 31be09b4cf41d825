import { ErrorCode, ErrorCodes } from "../error-codes"
import { ImportStatus } from "./status"

/** What is known of an import that somebody confirms. */
export type ImportFacts = {
  status: ImportStatus
  /** The file could not be read to its end. */
  has_file_problem: boolean
  /** Lines that are wrong. */
  invalid: number
  /** Lines whose person is there already. */
  exists: number
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
  { status, has_file_problem, invalid, exists, ready }: ImportFacts,
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
  return ready > 0 ? undefined : { code, message: explainNothingToDo({ invalid, exists }) }
}

function explainNothingToDo({ invalid, exists }: Pick<ImportFacts, "invalid" | "exists">): string {
  if (!invalid && !exists) {
    return "The file has nobody: there is no line below its first."
  }
  const because = !invalid
    ? "everybody is there already"
    : exists
      ? "each is wrong, or its person is there already"
      : "each is wrong"
  return `No line of the file is left to do: ${because}.`
}
