/** What type of Medusa's errors something is that was thrown, if it is one; also where it came through a workflow, which copies it. */
export const errorTypeOf = (error: unknown): unknown =>
  (error as { type?: unknown } | undefined)?.type

/** The same for its code. */
export const errorCodeOf = (error: unknown): unknown =>
  (error as { code?: unknown } | undefined)?.code
