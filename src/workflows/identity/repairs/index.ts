import { FindingKind } from "../../../domain/findings/finding"
import { Repair } from "./repair"
import { removeIdentity, unblockIdentity } from "./repair-identity"
import { completeOffboarding, offboardAgain, storeEndOfAccess } from "./repair-offboarding"
import { deleteInvite, removeMissingRoleOfInvite, revokeApiKey } from "./repair-others"
import {
  endAccessAgain,
  giveLogin,
  removeMissingRole,
  removeOtherLogins,
  renameLogin,
  storeMissingAccess,
} from "./repair-user"

/** What is done about each kind of finding; nothing, where somebody has to decide. */
export const REPAIRS: Record<FindingKind, Repair | undefined> = {
  user_without_login: giveLogin,
  several_password_logins: removeOtherLogins,
  login_email_mismatch: renameLogin,
  users_with_same_email: undefined,
  invite_for_user: deleteInvite,
  invite_for_user_in_other_case: deleteInvite,
  invites_with_same_email: deleteInvite,
  invite_expired: deleteInvite,
  identity_of_deleted_user: completeOffboarding,
  identity_of_unknown_user: completeOffboarding,
  identity_of_nobody: removeIdentity,
  identity_blocked_by_null: unblockIdentity,
  logins_with_same_name: undefined,
  api_key_of_gone_user: revokeApiKey,
  api_key_kept_by_option: revokeApiKey,
  api_key_of_suspended_user: revokeApiKey,
  access_missing: storeMissingAccess,
  access_lost: endAccessAgain,
  access_ended_for_living_user: offboardAgain,
  access_open_for_gone_user: storeEndOfAccess,
  never_logged_in: undefined,
  not_logged_in_lately: undefined,
  email_domain_not_allowed: undefined,
  role_missing: removeMissingRole,
  invite_role_missing: removeMissingRoleOfInvite,
}
