import { setImmediate as immediate } from "node:timers/promises"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { streamIdentityFacts, streamLoginNameFacts } from "../../../database/audit/read-identities"
import {
  readApiKeyFacts,
  streamGoneAccessFacts,
  streamInviteFacts,
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
import { Finding } from "../../../domain/findings/finding"

/** So many people, or identities, are in memory at a time. */
const PAGE_SIZE = 500

/**
 * All findings, one after the other, without ever holding more than a page of people in memory. In an order that is the
 * same for the same findings.
 *
 * @param db a transaction that sees the database as it was at one instant: a person who is provisioned meanwhile would
 * look like drift
 */
export async function* streamFindings(db: Knex, policy: AuditPolicy): AsyncGenerator<Finding> {
  const missingRoles = await readMissingRoles(db, "user")
  for await (const users of pages((page) => readUserFacts(db, page, missingRoles))) {
    for (const user of users) {
      yield* classifyUser(user, policy)
    }
  }
  for await (const names of streamLoginNameFacts(db, PAGE_SIZE)) {
    yield* classifyLoginNames(names, policy)
  }
  for await (const identity of streamIdentityFacts(db, PAGE_SIZE)) {
    yield* classifyIdentity(identity, policy)
  }
  for await (const access of streamGoneAccessFacts(db, PAGE_SIZE)) {
    yield* classifyGoneAccess(access)
  }
  for (const key of await readApiKeyFacts(db)) {
    yield* classifyApiKey(key, policy)
  }
  const missingRolesOfInvites = await readMissingRoles(db, "invite")
  for await (const invite of streamInviteFacts(db, PAGE_SIZE, missingRolesOfInvites)) {
    yield* classifyInvite(invite, policy)
  }
}

/** Reads the next page while the one before it is looked at, so that neither the database nor this process waits for the other. */
async function* pages<TFacts extends { id: string }>(
  read: (page: { after: string; limit: number }) => Promise<TFacts[]>
): AsyncGenerator<TFacts[]> {
  const readAfter = (after: string) => {
    const reading = read({ after, limit: PAGE_SIZE })
    // Told to whoever waits for it. Until somebody does, nobody has failed to.
    reading.catch(() => undefined)
    return reading
  }
  let next: Promise<TFacts[]> | undefined = readAfter("")
  try {
    while (next !== undefined) {
      const page: TFacts[] = await next
      const last = page[PAGE_SIZE - 1]
      next = last && readAfter(last.id)
      // The query leaves first.
      await immediate()
      yield page
    }
  } finally {
    // Whoever stops half way leaves nothing under way behind.
    await next?.catch(() => undefined)
  }
}
