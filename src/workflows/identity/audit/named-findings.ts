import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { readIdentityFacts, readLoginNameFacts } from "../../../database/audit/read-identities"
import {
  readApiKeyFacts,
  readGoneAccessFacts,
  readInviteFacts,
} from "../../../database/audit/read-others"
import { readMissingRoles } from "../../../database/audit/read-missing-roles"
import { readUserFacts } from "../../../database/audit/read-users"
import {
  AuditPolicy,
  classifyApiKey,
  classifyGoneAccess,
  classifyIdentity,
  classifyInvite,
  classifyLoginNames,
  classifyUser,
} from "../../../domain/findings/classify"
import { Finding, FindingKind } from "../../../domain/findings/finding"

/** Looks at those whose ids are given, and at everything that is wrong with them. */
type Look = (db: Knex, policy: AuditPolicy, ids: string[]) => Promise<Finding[]>

const lookAtUsers: Look = async (db, policy, ids) => {
  const users = await readUserFacts(db, { ids }, await readMissingRoles(db, "user", ids))
  return users.flatMap((user) => classifyUser(user, policy))
}
const lookAtIdentities: Look = async (db, policy, ids) =>
  (await readIdentityFacts(db, ids)).flatMap((identity) => classifyIdentity(identity, policy))
const lookAtInvites: Look = async (db, policy, ids) => {
  const invites = await readInviteFacts(db, ids, await readMissingRoles(db, "invite", ids))
  return invites.flatMap((invite) => classifyInvite(invite, policy))
}
const lookAtApiKeys: Look = async (db, policy, ids) =>
  (await readApiKeyFacts(db, ids)).flatMap((key) => classifyApiKey(key, policy))
const lookAtGoneAccess: Look = async (db, _, ids) =>
  (await readGoneAccessFacts(db, ids)).flatMap(classifyGoneAccess)
const lookAtLoginNames: Look = async (db, policy) =>
  (await readLoginNameFacts(db)).flatMap((names) => classifyLoginNames(names, policy))

/** Where to look for what. */
const LOOKS: Record<FindingKind, Look> = {
  user_without_login: lookAtUsers,
  several_password_logins: lookAtUsers,
  login_email_mismatch: lookAtUsers,
  users_with_same_email: lookAtUsers,
  invite_for_user: lookAtInvites,
  invite_for_user_in_other_case: lookAtInvites,
  invites_with_same_email: lookAtInvites,
  invite_expired: lookAtInvites,
  identity_of_deleted_user: lookAtIdentities,
  identity_of_unknown_user: lookAtIdentities,
  identity_of_nobody: lookAtIdentities,
  identity_blocked_by_null: lookAtIdentities,
  logins_with_same_name: lookAtLoginNames,
  api_key_of_gone_user: lookAtApiKeys,
  api_key_kept_by_option: lookAtApiKeys,
  api_key_of_suspended_user: lookAtApiKeys,
  access_missing: lookAtUsers,
  access_lost: lookAtUsers,
  access_ended_for_living_user: lookAtUsers,
  access_open_for_gone_user: lookAtGoneAccess,
  never_logged_in: lookAtUsers,
  not_logged_in_lately: lookAtUsers,
  email_domain_not_allowed: lookAtUsers,
  role_missing: lookAtUsers,
  invite_role_missing: lookAtInvites,
}

/** Kinds whose ids name whoever has a role, and then the role. */
const KINDS_ABOUT_A_ROLE: ReadonlySet<string> = new Set<FindingKind>([
  "role_missing",
  "invite_role_missing",
])

const LOOK_OF: ReadonlyMap<string, Look> = new Map(Object.entries(LOOKS))

/** The findings with these ids that are still so, without a look at anybody else. What is no id of a finding is none. */
export async function readNamedFindings(
  db: Knex,
  policy: AuditPolicy,
  findingIds: string[]
): Promise<Finding[]> {
  const subjects = new Map<Look, Set<string>>()
  for (const findingId of findingIds) {
    const [kind, ...key] = findingId.split(":")
    const look = LOOK_OF.get(kind)
    if (look) {
      const ids = subjects.get(look) ?? new Set()
      // What is named can have colons, such as a role that somebody chose the id of; the id of whoever has it has none.
      ids.add(KINDS_ABOUT_A_ROLE.has(kind) ? (key[0] ?? "") : key.join(":"))
      subjects.set(look, ids)
    }
  }
  const wanted = new Set(findingIds)
  const found: Finding[] = []
  for (const [look, ids] of subjects) {
    found.push(...(await look(db, policy, [...ids])))
  }
  return found.filter(({ id }) => wanted.has(id))
}
