import type { Words } from "../words"
import { accessReviews } from "./access-reviews"
import { activity } from "./activity"
import { common } from "./common"
import { emails } from "./emails"
import { findings } from "./findings"
import { imports } from "./imports"
import { invites } from "./invites"
import { overview } from "./overview"
import { people } from "./people"
import { refusals } from "./refusals"
import { scheduledOffboardings } from "./scheduled-offboardings"

export const de: Words = {
  ...common,
  overview,
  people,
  imports,
  invites,
  scheduled_offboardings: scheduledOffboardings,
  findings,
  access_reviews: accessReviews,
  activity,
  emails,
  refusals,
}
