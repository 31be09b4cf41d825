import type { Invite, InvitesPage } from "../api/types"
import { LIFECYCLE } from "../lib/paths"
import type { MatchingList } from "../table/read-matching"

/** The backend's list of open invites. */
export const INVITES_LIST: MatchingList<InvitesPage, Invite> = {
  path: `${LIFECYCLE}/invites`,
  rowsOf: ({ invites }) => invites,
  idOf: ({ id }) => id,
}
