import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { storeFirstAccess } from "../../../database/access"
import { findPendingInvitesOf } from "../../../database/belongings"
import { captureRows, RowImage } from "../../../database/row-images"
import { Transaction } from "../../../database/transaction"
import { LedgerData } from "../../../domain/ledger-data"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext, ProvisionUserInput } from "../types"
import { ClaimedInvite } from "./claim-invite"
import { claimLogin, ClaimedLogin, claimLogins, LoginClaim } from "./claim-login"
import { createSetupTokens, PasswordSetup } from "./create-setup-token"
import { linkRoles } from "./link-roles"

/** Somebody who becomes a user. */
export type NewPerson = Pick<
  ProvisionUserInput,
  "first_name" | "last_name" | "avatar_url" | "metadata" | "roles"
> & {
  /** Normalized, locked, and no living user's. No two of them have the same. */
  email: string
  claim: LoginClaim
  /** The invite that they accept, which is claimed by then. */
  invite?: ClaimedInvite
}

export type ProvisionedPerson = {
  user_id: string
  email: string
  login: ClaimedLogin
  /** What the person sets their password with, if they have to. */
  setup: PasswordSetup | undefined
}

type ProvisionContext = Required<Pick<ChangeContext, "actor">> &
  Pick<ChangeContext, "source" | "reason"> & {
    /** The person who acts, also behind an API key; `undefined` for the system. */
    actor_user_id: string | undefined
    /** What else the ledger is to remember of each of them. */
    data?: LedgerData
    /** How long emails wait for whatever is around it, which may still undo it. */
    hold_seconds?: number
  }

/**
 * Creates users, their logins, the links between the two, their access states, roles and ledger entries, inside a
 * transaction. Invites to their emails that nobody has accepted are cancelled: nobody has to invite a user.
 *
 * @returns what was made of each, in their order, and rows as they were, to undo it all
 * @throws MedusaError `duplicate_error` if a login is another living user's
 */
export async function provisionPeople(
  tx: Transaction,
  container: MedusaContainer,
  people: NewPerson[],
  context: ProvisionContext
): Promise<{ provisioned: ProvisionedPerson[]; images: RowImage[] }> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { actor, source, reason, actor_user_id, data } = context

  const cancelled = await cancelInvites(tx, container, people)
  const users = await createUsers(tx, container, people)
  const logins = await giveLogins(tx, container, people, users, actor_user_id)
  await linkRoles(
    tx,
    container,
    people.flatMap((person, index) =>
      rolesOf(person).map((role_id) => ({ user_id: users[index].id, role_id }))
    )
  )
  await tx.call(lifecycle, (service, shared) =>
    service.appendAllToLedger(
      people.map((person, index) => {
        const { provider, entity_id, outcome, auth_identity_id } = logins[index]
        const invites = cancelled.idsOf(person.email)
        return {
          type: LifecycleEventType.USER_PROVISIONED,
          user_id: users[index].id,
          email: person.email,
          actor,
          source,
          reason,
          data: {
            provider,
            login: outcome,
            logins: [{ provider, entity_id }],
            auth_identity_id,
            roles: rolesOf(person),
            ...(person.invite
              ? { invites_accepted: [person.invite.id], invited_by: person.invite.invited_by }
              : {}),
            ...(invites.length ? { invites_cancelled: invites } : {}),
            ...data,
          },
        }
      }),
      shared
    )
  )
  await storeFirstAccess(
    tx.knex,
    users.map(({ id }) => id)
  )

  const waiting = users.flatMap((user, index) =>
    logins[index].needs_password ? [{ user, login: logins[index] }] : []
  )
  const setups = await createSetupTokens(
    tx,
    container,
    LifecycleEventType.USER_PROVISIONED,
    waiting,
    context
  )
  const setupOf = new Map(waiting.map(({ user }, index) => [user.id, setups[index]]))
  const provisioned = people.map(({ email }, index): ProvisionedPerson => {
    const { id: user_id } = users[index]
    return { user_id, email, login: logins[index], setup: setupOf.get(user_id) }
  })
  const images = [
    ...logins.flatMap((login) => login.images),
    ...people.flatMap(({ invite }) => invite?.images ?? []),
    ...cancelled.images,
  ]
  return { provisioned, images }
}

const rolesOf = ({ invite, roles }: NewPerson): string[] => invite?.roles ?? roles ?? []

/** Deletes them as Medusa deletes invites. */
async function cancelInvites(
  tx: Transaction,
  container: MedusaContainer,
  people: NewPerson[]
): Promise<{ images: RowImage[]; idsOf(email: string): string[] }> {
  const pending = await findPendingInvitesOf(
    tx.knex,
    people.map(({ email }) => email)
  )
  const ids = pending.map(({ id }) => id)
  const images = await captureRows(tx.knex, "invite", "id", ids)
  if (ids.length) {
    const users: IUserModuleService = container.resolve(Modules.USER)
    await tx.call(users, (service, shared) => service.softDeleteInvites(ids, {}, shared))
  }
  return {
    images,
    idsOf: (email) =>
      pending.filter(({ normalized_email }) => normalized_email === email).map(({ id }) => id),
  }
}

/** @returns their ids and emails, in the order of the people */
async function createUsers(
  tx: Transaction,
  container: MedusaContainer,
  people: NewPerson[]
): Promise<{ id: string; email: string }[]> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const created = await tx.call(users, (service, shared) =>
    service.createUsers(
      people.map(({ email, first_name, last_name, avatar_url, metadata }) => ({
        email,
        first_name: first_name ?? null,
        last_name: last_name ?? null,
        avatar_url: avatar_url ?? null,
        metadata: metadata ?? null,
      })),
      shared
    )
  )
  const ids = new Map(created.map(({ id, email }) => [email, id]))
  return people.map(({ email }) => ({ id: ids.get(email) ?? "", email }))
}

async function giveLogins(
  tx: Transaction,
  container: MedusaContainer,
  people: NewPerson[],
  users: { id: string; email: string }[],
  actorUserId: string | undefined
): Promise<ClaimedLogin[]> {
  const [{ claim }] = people
  // A login that somebody has proved to be theirs comes alone.
  if ("auth_identity_id" in claim) {
    return [await claimLogin(tx, container, users[0], claim, actorUserId)]
  }
  const claims = people.flatMap((person, index) =>
    "auth_identity_id" in person.claim ? [] : [{ user: users[index], claim: person.claim }]
  )
  return await claimLogins(tx, container, claims, actorUserId)
}
