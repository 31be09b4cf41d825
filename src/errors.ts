/**
 * Whether an error is Medusa's, of one type. By its shape: what a workflow throws has lost its class on the way out of
 * the step (Medusa 2.21), `type` and `code` survive.
 */
export function isMedusaErrorOfType(error: unknown, type: string): boolean {
  return (error as { type?: unknown } | null | undefined)?.type === type
}
