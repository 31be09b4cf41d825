import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { generateEntityId, Modules } from "@medusajs/framework/utils"
import { HOLD_SECONDS, queueDeliveries } from "../../../database/deliveries"
import { findInvited, insertInvites } from "../../../database/invites"
import { lockEmails } from "../../../database/locks"
import { captureRows, ChangedRows, recordChange } from "../../../database/row-images"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { normalizeEmail } from "../../../domain/email"
import { InvitationPlan, planInvitations } from "../../../domain/invitation"
import { LedgerData } from "../../../domain/ledger-data"
import { busEventName, LifecycleEventType, SYSTEM_ACTOR } from "../../../domain/lifecycle-event"
import { isStorable } from "../../../domain/storable"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { inviteKey } from "../../email/keys"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { InvitationResult, InviteUsersInput, UserInvitation } from "../types"
import { linkInviteRoles } from "./link-invite-roles"

/** What it takes to undo an invitation. */
export type Invited = {
  invites: { id: string; email: string; token: string }[]
  held_emails: string[]
  /** Invites that had expired, and made room. */
  images: ChangedRows[]
}

/**
 * Invites several people, and puts the emails with the invites on their way, in one transaction. Who can't be invited is
 * left out, and the others are invited all the same.
 *
 * @returns what became of each, in their order; and what undoes it
 */
export async function inviteUsers(
  container: MedusaContainer,
  input: InviteUsersInput
): Promise<{ results: InvitationResult[]; invited: Invited }> {
  return await runInTransaction(container, (tx) => inviteUsersWithin(tx, container, input))
}

/**
 * The same inside a transaction.
 *
 * @param holdSeconds how long the emails wait for whatever is around it, which may still undo it, if their links are good for so long
 * @param data what else the ledger is to remember of each of them
 */
export async function inviteUsersWithin(
  tx: Transaction,
  container: MedusaContainer,
  { invites: requests, dry_run, actor = SYSTEM_ACTOR, source }: InviteUsersInput,
  {
    holdSeconds = () => HOLD_SECONDS,
    data,
  }: { holdSeconds?: (linkSeconds: number) => number; data?: LedgerData } = {}
): Promise<{ results: InvitationResult[]; invited: Invited }> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { allowed_email_domains } = lifecycle.options.provisioning
  const emails = requests.map(({ email }) => normalizeEmail(email))

  await assertActorMayAct(tx.knex, actor)
  const { users, invites } = await findAndLock(tx, emails.filter(isStorable), { locks: !dry_run })
  const open = invites.filter(({ is_open }) => is_open)
  const facts = {
    users: new Map(users.map((user) => [user.email, user])),
    open_invites: new Map(open.map((invite) => [invite.email, invite])),
  }
  const plans = planInvitations(emails, facts, allowed_email_domains)
  const wanted = plans.flatMap((plan, index) =>
    plan.action === "invite" ? [{ ...requests[index], email: plan.email }] : []
  )
  if (dry_run || !wanted.length) {
    return { results: toResults(plans, new Map()), invited: NOBODY }
  }

  const replaced = invites.filter(
    ({ email, is_open }) => !is_open && wanted.some((invitation) => invitation.email === email)
  )
  const images = await captureRows(
    tx.knex,
    "invite",
    "id",
    replaced.map(({ id }) => id)
  )
  const created = await createInvites(tx, container, wanted)
  const held_emails = await queueEmails(tx, created, holdSeconds)
  await tx.call(lifecycle, (service, context) =>
    service.appendAllToLedger(
      created.map(({ id, email, roles }) => ({
        type: LifecycleEventType.USER_INVITED,
        email,
        actor,
        source,
        data: { invite_id: id, roles, ...data },
      })),
      context
    )
  )
  return {
    results: toResults(plans, new Map(created.map(({ id, email }) => [email, id]))),
    invited: {
      invites: created.map(({ id, email, token }) => ({ id, email, token })),
      held_emails,
      images: await recordChange(tx.knex, images),
    },
  }
}

/**
 * Whom there is to invite, and who can't be. The emails of those who can are kept from changing until the transaction ends. Those
 * of users are not: they are refused, and nobody is to hold up what somebody else decides about such a user.
 */
async function findAndLock(
  { knex }: Transaction,
  emails: string[],
  { locks }: { locks: boolean }
): ReturnType<typeof findInvited> {
  const found = await findInvited(knex, emails)
  if (!locks) {
    return found
  }
  const taken = new Set(found.users.map(({ email }) => email))
  const free = emails.filter((email) => !taken.has(email))
  await lockEmails(knex, free)
  const locked = await findInvited(knex, free)
  return { users: [...found.users, ...locked.users], invites: locked.invites }
}

const NOBODY: Invited = { invites: [], held_emails: [], images: [] }

type CreatedInvite = {
  id: string
  email: string
  token: string
  /** For how long, in seconds, it can be accepted. */
  good_for: number
  roles: string[]
}

/** With tokens that Medusa makes, as its own settings say. */
async function createInvites(
  tx: Transaction,
  container: MedusaContainer,
  invitations: UserInvitation[]
): Promise<CreatedInvite[]> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const rows = invitations.map(({ email, metadata, roles }) => ({
    id: generateEntityId(undefined, "invite"),
    email,
    metadata: metadata ?? null,
    roles: [...new Set(roles)],
  }))
  await insertInvites(tx.knex, rows)
  const signed = await tx.call(users, (service, context) =>
    service.refreshInviteTokens(
      rows.map(({ id }) => id),
      context
    )
  )
  for (const { id, roles } of rows) {
    await linkInviteRoles(tx, container, id, roles)
  }
  // Medusa dates them by the clock of this instance.
  const now = Date.now()
  const tokens = new Map(
    signed.map(({ id, token, expires_at }) => [
      id,
      { token, good_for: Math.round((new Date(expires_at).getTime() - now) / 1_000) },
    ])
  )
  return rows.map(({ id, email, roles }) => ({
    id,
    email,
    roles,
    ...(tokens.get(id) ?? { token: "", good_for: 0 }),
  }))
}

async function queueEmails(
  tx: Transaction,
  invites: CreatedInvite[],
  holdSeconds: (linkSeconds: number) => number
): Promise<string[]> {
  const deliveries = invites.map((invite) => ({
    key: inviteKey(invite),
    template: EMAIL_KINDS.invite.template,
    recipient: invite.email,
    subject_type: "invite" as const,
    subject_id: invite.id,
    trigger_type: busEventName(LifecycleEventType.USER_INVITED),
    hold_seconds: holdSeconds(invite.good_for),
  }))
  return await queueDeliveries(tx.knex, deliveries)
}

function toResults(plans: InvitationPlan[], created: Map<string, string>): InvitationResult[] {
  return plans.map((plan) => {
    const { email } = plan
    switch (plan.action) {
      case "invite":
        return { id: created.get(email) ?? null, email, status: "created" }
      case "keep":
        return {
          id: plan.invite_id ?? created.get(email) ?? null,
          email,
          status: "exists",
          message: plan.message,
        }
      case "refuse":
        return { id: null, email, status: "refused", message: plan.message, code: plan.code }
    }
  })
}
