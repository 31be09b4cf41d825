import { readIdentityFacts } from "../../../database/audit/read-identities"
import {
  readApiKeyFacts,
  readGoneAccessFacts,
  readInviteFacts,
} from "../../../database/audit/read-others"
import { readMissingRoles, readUserFacts } from "../../../database/audit/read-users"
import {
  classifyApiKey,
  classifyGoneAccess,
  classifyIdentity,
  classifyInvite,
  classifyUser,
} from "../../../domain/findings/classify"
import { Finding } from "../../../domain/findings/finding"
import { UserFacts } from "../../../domain/findings/snapshot"
import { RepairContext } from "./repair"

/** Looks at the one that a finding is about again, and says whether it is still found. */
export async function isStillSo(context: RepairContext, finding: Finding): Promise<boolean> {
  const found = await findAgain(context, finding)
  return found.some(({ id }) => id === finding.id)
}

/** The living user that a finding is about, as they are now. */
export async function readUserOf(
  { tx }: RepairContext,
  { kind, user_id }: Finding
): Promise<UserFacts | undefined> {
  const ids = user_id ? [user_id] : []
  const missingRoles = kind === "role_missing" ? await readMissingRoles(tx.knex, ids) : new Map()
  const [user] = await readUserFacts(tx.knex, { ids }, missingRoles)
  return user
}

async function findAgain(context: RepairContext, finding: Finding): Promise<Finding[]> {
  const { tx, policy } = context
  const { kind, user_id, auth_identity_id, api_key_id, invite_id } = finding
  if (invite_id) {
    const invites = await readInviteFacts(tx.knex, [invite_id])
    return invites.flatMap((invite) => classifyInvite(invite, policy))
  }
  if (api_key_id) {
    const keys = await readApiKeyFacts(tx.knex, [api_key_id])
    return keys.flatMap((key) => classifyApiKey(key, policy))
  }
  if (auth_identity_id && kind.startsWith("identity_")) {
    const identities = await readIdentityFacts(tx.knex, [auth_identity_id])
    return identities.flatMap((identity) => classifyIdentity(identity, policy))
  }
  if (user_id && kind === "access_open_for_gone_user") {
    return (await readGoneAccessFacts(tx.knex, [user_id])).flatMap(classifyGoneAccess)
  }
  const user = await readUserOf(context, finding)
  return user ? classifyUser(user, policy) : []
}
