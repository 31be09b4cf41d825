export const MEBIBYTE = 1_048_576

/** The largest file that is taken: a hundred thousand people with a kilobyte each. */
export const MAX_FILE_BYTES = 100 * MEBIBYTE
