import { Actor, Source } from "../../domain/lifecycle-event"

export type RecordExportInput = {
  /** Who exports; the system, if left out. An actor who may no longer act is refused. */
  actor?: Actor
  /** Where the request came from. */
  source?: Source
  format: string
  /** Which of them, as the request said it. */
  filters: Record<string, unknown>
  /** How many there were when it began. */
  count: number
} & (
  | {
      /** What is exported. */
      of: "people" | "events"
    }
  | {
      of: "access_review"
      /** Which one; it goes to the ledger as it does where the review is opened, decided and closed. */
      access_review_id: string
    }
)
