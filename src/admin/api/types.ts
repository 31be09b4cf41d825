import type { AccessReviewItemRow, AccessReviewWithCounts } from "../../database/access-reviews"
import type { EmailRow } from "../../database/deliveries"
import type { ImportLine as Line } from "../../database/imports"
import type { PersonRow } from "../../database/people"
import type { ScheduledOffboardingWithEmail } from "../../database/scheduled-offboardings"
import type { PeopleImport as Import } from "../../workflows/import/types"
import type { Finding as FindingOfAudit } from "../../domain/findings/finding"
import type { AuditIdentitiesResult } from "../../workflows/identity/types"
import type { InviteWithDelivery } from "../../database/invites"
import type { AccessReviewItemResult } from "../../workflows/access-review/types"
import type { InvitationResult as Invitation } from "../../workflows/invite/types"
import type { AccessDescription } from "../../workflows/user/describe-access"
import type { OffboardingReport as Report } from "../../workflows/user/types"
import type { Settings as ApplicationSettings } from "../../workflows/report/describe-settings"
import type { Overview as OverviewFigures } from "../../workflows/report/describe-overview"
import type { Json, Page } from "./json"

/** Somebody who may act as an admin, or once could. */
export type Person = Json<PersonRow>

export type PeoplePage = Page<"people", Person>

export type Access = Json<AccessDescription>

export type OffboardingReport = Json<Report>

export type Overview = Json<OverviewFigures>

export type Settings = Json<ApplicationSettings>

/** An entry of the ledger. */
export type LifecycleEvent = {
  id: string
  sequence: number
  type: string
  user_id: string | null
  /** As it was when it happened. */
  email: string | null
  actor_type: "user" | "api-key" | "system"
  actor_id: string | null
  /** The email that whoever it was has now; of an API key, its title. */
  actor_name: string | null
  /** The email that the person has now, or had last. */
  user_name: string | null
  ip_address: string | null
  user_agent: string | null
  request_id: string | null
  reason: string | null
  data: Record<string, unknown> | null
  created_at: string
}

export type EventsPage = Page<"events", LifecycleEvent>

/** An email that was put on its way. */
export type Email = Json<EmailRow>

export type EmailsPage = Page<"emails", Email>

/** An offboarding on a date, with the email that the person has now. */
export type ScheduledOffboarding = Json<ScheduledOffboardingWithEmail>

export type ScheduledOffboardingsPage = Page<"scheduled_offboardings", ScheduledOffboarding>

/** An import of people from a file, and how far it is. */
export type PeopleImport = Json<Import>

export type ImportsPage = Page<"imports", PeopleImport>

/** A line of a file of people, and what became of it. */
export type ImportLine = Json<Line>

export type ImportLinesPage = Page<"lines", ImportLine>
/** Something that is wrong with a person, a login, a key or an invite. */
export type Finding = Json<FindingOfAudit>

/** A page of findings, how many there are of each severity and kind, whatever the filters, and of what is shown by its repair. */
export type FindingsPage = Page<"findings", Finding> &
  Json<Pick<AuditIdentitiesResult, "audited_at" | "by_severity" | "by_kind" | "by_repair">>

export type { RepairIdentitiesResult, RepairResult } from "../../workflows/identity/types"
/** An open invite, and what became of its email. */
export type Invite = Json<InviteWithDelivery>

export type InvitesPage = Page<"invites", Invite>

/** What becomes of somebody who is to be invited, or became of them. */
export type InvitationResult = Json<Invitation>

export type InvitationResults = { dry_run: boolean; results: InvitationResult[] }

/** A list of who had access at an instant, for somebody to decide about each. */
export type AccessReview = Json<AccessReviewWithCounts>

export type AccessReviewsPage = Page<"access_reviews", AccessReview>

/** Somebody on the list of an access review. */
export type AccessReviewItem = Json<AccessReviewItemRow>

export type AccessReviewItemsPage = Page<"items", AccessReviewItem>

/** What became of a decision about somebody on the list. */
export type DecisionResult = AccessReviewItemResult
