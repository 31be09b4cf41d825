import { MedusaContainer } from "@medusajs/framework/types"
import { PASSWORD_PROVIDER } from "../../../auth/providers"
import {
  ImportOutcome,
  isRunning,
  lockImportTasks,
  RunningImport,
  settleImportTasks,
} from "../../../database/imports"
import { findReturning } from "../../../database/history"
import { findInvited } from "../../../database/invites"
import { lockEmails } from "../../../database/locks"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { ErrorCodes } from "../../../domain/error-codes"
import { emailHoldSeconds } from "../../../domain/import/email-hold"
import { ImportMethod } from "../../../domain/import/row"
import { importSentence } from "../../../domain/import/sentences"
import { ImportRowStatus } from "../../../domain/import/status"
import { Actor } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { inviteUsersWithin } from "../../invite/transactions/invite-users"
import { assertActorMayAct } from "../../user/transactions/assert-actor-may-act"
import { LoginClaim } from "../../user/transactions/claim-login"
import {
  NewPerson,
  ProvisionedPerson,
  provisionPeople,
} from "../../user/transactions/provision-people"
import { confirmedBy } from "./confirmed-by"
import { PreparedTask } from "./prepare-tasks"

/** What was made of some lines, for whoever is to be told. */
export type Committed = { import_id: string; people: ProvisionedPerson[]; invite_ids: string[] }

/**
 * Makes the people of some lines users, or invites them, and says so in the lines, in one transaction: each line is done once,
 * whatever happens to this process. Lines that somebody else does, or has done, are left out; so are all of an import that
 * does not run any more.
 *
 * @throws MedusaError `unauthorized` if whoever confirmed the import may no longer act
 * @throws MedusaError `duplicate_error` if the login of one of them is another living user's
 */
export async function commitTasks(
  container: MedusaContainer,
  row: RunningImport,
  prepared: PreparedTask[]
): Promise<Committed> {
  const { id: import_id } = row
  const actor = confirmedBy(row)
  return await runInTransaction(container, async (tx) => {
    const actor_user_id = await assertActorMayAct(tx.knex, actor)
    await lockEmails(
      tx.knex,
      prepared.map(({ email }) => email)
    )
    const ours = (await isRunning(tx.knex, import_id))
      ? await lockImportTasks(
          tx.knex,
          prepared.map(({ id }) => id)
        )
      : new Set()
    const wanted = prepared.filter(({ id }) => ours.has(id))
    const existing = await findExisting(tx, wanted)
    const strangers = without(wanted, existing)
    const returning = row.allow_returning ? [] : await refuseReturning(tx, strangers)
    await settleImportTasks(tx.knex, [...existing, ...returning])
    const tasks = without(strangers, returning)
    if (!tasks.length) {
      return { import_id, people: [], invite_ids: [] }
    }
    const toInvite = tasks.filter(({ method }) => method === ImportMethod.INVITE)
    const toProvision = tasks.filter(({ method }) => method !== ImportMethod.INVITE)
    const provisioned = await provisionAll(tx, container, toProvision, {
      actor,
      actor_user_id,
      import_id,
    })
    const invited = await inviteAll(tx, container, toInvite, { actor, import_id })
    await settleImportTasks(tx.knex, [...provisioned.outcomes, ...invited.outcomes])
    return { import_id, people: provisioned.people, invite_ids: invited.invite_ids }
  })
}

/** The lines about which nothing is said yet. */
function without(tasks: PreparedTask[], outcomes: ImportOutcome[]): PreparedTask[] {
  const settled = new Set(outcomes.map(({ id }) => id))
  return tasks.filter(({ id }) => !settled.has(id))
}

/** Whoever has become a user since the file was looked at: however the line would have them begin, it changes nothing. */
async function findExisting(tx: Transaction, tasks: PreparedTask[]): Promise<ImportOutcome[]> {
  const { users } = await findInvited(
    tx.knex,
    tasks.map(({ email }) => email)
  )
  const taken = new Map(users.map(({ email, id }) => [email, id]))
  return tasks.flatMap(({ id, email }) => {
    const user_id = taken.get(email)
    return user_id
      ? [
          {
            id,
            status: ImportRowStatus.EXISTS,
            user_id,
            sentences: [importSentence("user_exists")],
          },
        ]
      : []
  })
}

/** Whoever was offboarded since the file was looked at. */
async function refuseReturning(tx: Transaction, tasks: PreparedTask[]): Promise<ImportOutcome[]> {
  const gone = await findReturning(
    tx.knex,
    tasks.map(({ email, person }) => ({ email, auth: person.auth }))
  )
  return tasks.flatMap(({ id, email }) => {
    const day = gone.get(email)?.toISOString().slice(0, 10)
    return day
      ? [
          {
            id,
            status: ImportRowStatus.FAILED,
            code: ErrorCodes.IMPORT_ROW_RETURNING,
            sentences: [importSentence("returning", { day })],
          },
        ]
      : []
  })
}

async function provisionAll(
  tx: Transaction,
  container: MedusaContainer,
  tasks: PreparedTask[],
  {
    actor,
    actor_user_id,
    import_id,
  }: { actor: Actor; actor_user_id: string | undefined; import_id: string }
): Promise<{ outcomes: ImportOutcome[]; people: ProvisionedPerson[] }> {
  if (!tasks.length) {
    return { outcomes: [], people: [] }
  }
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { provisioned: people } = await provisionPeople(tx, container, tasks.map(toPerson), {
    actor,
    actor_user_id,
    data: { import_id },
    hold_seconds: emailHoldSeconds(options.provisioning.set_password_ttl_seconds),
  })
  return {
    outcomes: people.map(({ user_id }, index) => ({
      id: tasks[index].id,
      status: ImportRowStatus.CREATED,
      user_id,
    })),
    people,
  }
}

function toPerson({ email, person, password }: PreparedTask): NewPerson {
  const { first_name, last_name, roles, auth } = person
  const claim: LoginClaim = auth ?? { provider: PASSWORD_PROVIDER, password }
  return { email, first_name, last_name, roles, claim }
}

async function inviteAll(
  tx: Transaction,
  container: MedusaContainer,
  tasks: PreparedTask[],
  { actor, import_id }: { actor: Actor; import_id: string }
): Promise<{ outcomes: ImportOutcome[]; invite_ids: string[] }> {
  if (!tasks.length) {
    return { outcomes: [], invite_ids: [] }
  }
  const invites = tasks.map(({ email, person: { first_name, last_name, roles } }) => ({
    email,
    roles,
    metadata: first_name || last_name ? { first_name, last_name } : null,
  }))
  const { results } = await inviteUsersWithin(
    tx,
    container,
    { invites, actor },
    { holdSeconds: emailHoldSeconds, data: { import_id } }
  )
  const statuses = {
    created: ImportRowStatus.INVITED,
    exists: ImportRowStatus.EXISTS,
    refused: ImportRowStatus.FAILED,
  }
  return {
    outcomes: results.map(({ id: invite_id, status, message, code }, index) => {
      const outcome = { id: tasks[index].id, status: statuses[status], invite_id }
      return status === "exists"
        ? { ...outcome, sentences: [importSentence("invite_exists")] }
        : { ...outcome, message: message ?? null, code: code ?? null }
    }),
    invite_ids: results.flatMap(({ id, status }) => (id && status === "created" ? [id] : [])),
  }
}
