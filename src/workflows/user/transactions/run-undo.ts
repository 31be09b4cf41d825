import { MedusaContainer } from "@medusajs/framework/types"
import { removeHeldDeliveries } from "../../../database/deliveries"
import { lockIdentitiesAndLogins } from "../../../database/identities"
import { lockAccess, lockActing, lockEmails, lockRemovals } from "../../../database/locks"
import { ChangedRows } from "../../../database/row-images"
import { runInTransaction, Transaction } from "../../../database/transaction"
import { lockUser, UserRow } from "../../../database/users"
import { normalizeEmail } from "../../../domain/email"
import { LifecycleEventType, SYSTEM_ACTOR, UNDO_REASON } from "../../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { ChangeContext } from "../types"
import { hasActiveAdmin } from "./has-active-admin"

/** Why an undo leaves something as it is. */
export type KeptBecause =
  /** Somebody else has decided about it since. */
  | "changed_since"
  /** Another user has the email that the person had. */
  | "email_taken"
  /** The name of a login of theirs is somebody else's. */
  | "login_taken"
  /** Nobody could log in as an admin any more. */
  | "last_admin"

/** What an undo leaves as it is: nothing, everything (`person`), their access, or the end of their tokens alone. */
export type Kept = { person?: KeptBecause; access?: KeptBecause; cut_off?: KeptBecause }

/** What every undo of a change to a person needs to know. */
export type UndoBasics = {
  user_id: string
  /** The emails that were the person's before the change, and after it. */
  emails: string[]
  /** Rows as they were, but for `user_access`. */
  images: ChangedRows[]
  /** Emails that the change put on their way. */
  held_emails?: string[]
  /** Nobody could log in as an admin before the change: then the undo may bring that back. */
  began_without_admins: boolean
}

/**
 * Runs the undo of a change for a larger workflow that failed later, in one transaction, with everything locked in the
 * order of `locks.ts`, and writes to the ledger what it did and what it left: between a change and its undo, others
 * decide, too. An undo that keeps the whole person, or that would leave nobody to log in, writes nothing else.
 *
 * @param revert undoes what may be undone, and says what it leaves
 */
export async function runUndo(
  container: MedusaContainer,
  type: LifecycleEventType,
  undo: UndoBasics,
  { actor = SYSTEM_ACTOR, source }: Pick<ChangeContext, "actor" | "source">,
  revert: (tx: Transaction, user: UserRow | undefined) => Promise<Kept>
): Promise<void> {
  const lifecycle: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { user_id, emails } = undo

  await runInTransaction(container, async (tx) => {
    await lockActing(tx.knex, user_id)
    await lockRemovals(tx.knex)
    await lockEmails(tx.knex, emails.map(normalizeEmail))
    const user = await lockUser(tx.knex, user_id)
    // Before access: whoever changes a password holds the login, and waits for access.
    await lockIdentitiesAndLogins(tx.knex, user_id, identityIdsOf(undo.images))
    await lockAccess(tx.knex, user_id)

    await tx.knex.raw("SAVEPOINT user_lifecycle_undo")
    const mayLeaveNobody = undo.began_without_admins || !(await hasActiveAdmin(container, tx.knex))
    let kept = await revert(tx, user)
    if (!kept.person && !mayLeaveNobody && !(await hasActiveAdmin(container, tx.knex))) {
      kept = { person: "last_admin" }
    }
    if (kept.person) {
      await tx.knex.raw("ROLLBACK TO SAVEPOINT user_lifecycle_undo")
    } else {
      await removeHeldDeliveries(tx.knex, undo.held_emails ?? [])
    }
    tx.afterCommit(() => lifecycle.access.forget(user_id))

    await tx.call(lifecycle, (service, context) =>
      service.appendToLedger(
        {
          type,
          user_id,
          email: (kept.person ? user?.email : undefined) ?? emails[0] ?? null,
          actor,
          source,
          reason: UNDO_REASON,
          data: Object.keys(kept).length ? { kept } : undefined,
        },
        context
      )
    )
  })
}

function identityIdsOf(images: ChangedRows[]): string[] {
  return images
    .filter(({ table }) => table === "auth_identity")
    .flatMap(({ rows }) => JSON.parse(rows) as { id: string }[])
    .map(({ id }) => id)
}
