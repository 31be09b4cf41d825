import { RunningImport } from "../../../database/imports"
import { Actor } from "../../../domain/lifecycle-event"

/** Whose doing the people of an import are that runs: somebody has confirmed it, and with what. */
export function confirmedBy({
  confirmed_by_type,
  confirmed_by_id,
  confirmed_token_issued_at,
}: RunningImport): Actor {
  return {
    type: confirmed_by_type,
    id: confirmed_by_id ?? undefined,
    ...(confirmed_token_issued_at && {
      token_issued_at_seconds: confirmed_token_issued_at.getTime() / 1_000,
    }),
  } as Actor
}
