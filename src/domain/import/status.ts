/** What has become of an import. */
export const ImportStatus = {
  /** The file was looked at, and nothing else has happened. */
  VALIDATED: "validated",
  /** People are being made. */
  RUNNING: "running",
  /** Every line that could be done is. */
  DONE: "done",
  /** Somebody stopped it. What was done by then stays. */
  CANCELLED: "cancelled",
} as const

export type ImportStatus = (typeof ImportStatus)[keyof typeof ImportStatus]

/** What has become of a line. */
export const ImportRowStatus = {
  /** Something is wrong with it. */
  INVALID: "invalid",
  /** The person is a user, or invited, already: there is nothing to do. */
  EXISTS: "exists",
  /** It has yet to be done. */
  READY: "ready",
  /** A user was made. */
  CREATED: "created",
  /** An invite was made. */
  INVITED: "invited",
  /** It could not be done. */
  FAILED: "failed",
} as const

export type ImportRowStatus = (typeof ImportRowStatus)[keyof typeof ImportRowStatus]
