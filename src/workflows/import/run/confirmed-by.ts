import { ImportRow } from "../../../database/imports"
import { Actor } from "../../../domain/lifecycle-event"

/** Whose doing the people of an import are that runs: somebody has confirmed it. */
export const confirmedBy = ({ confirmed_by_type, confirmed_by_id }: ImportRow): Actor =>
  ({ type: confirmed_by_type, id: confirmed_by_id ?? undefined }) as Actor
