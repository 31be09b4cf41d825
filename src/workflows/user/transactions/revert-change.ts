import { MedusaContainer } from "@medusajs/framework/types"
import {
  AccessImage,
  AccessSince,
  compareAccess,
  restoreAccess,
  restoreDecision,
  undoTakesAccess,
} from "../../../database/access-image"
import {
  evictUnownedLogins,
  isLoginNameTaken,
  LoginName,
  namesOfLogins,
  readPasswords,
} from "../../../database/restore-logins"
import { removeResetToken } from "../../../database/reset-tokens"
import { restoreRows } from "../../../database/restore-rows"
import { Transaction } from "../../../database/transaction"
import { compareUser, UserSince } from "../../../database/user-image"
import { findLivingUserByEmail } from "../../../database/users"
import { normalizeEmail } from "../../../domain/email"
import { LifecycleEventType } from "../../../domain/lifecycle-event"
import { ChangeContext } from "../types"
import { Kept, KeptBecause, runUndo, UndoBasics } from "./run-undo"

/** What it takes to undo a change to somebody who was there before it. */
export type Undo = UndoBasics & {
  /** `undefined`: the change left the person's access alone. */
  access?: AccessImage
  /** A login that the change made. */
  created_identity_id?: string
  /** Logins that the change gave another name, with the name they had. */
  renamed_logins?: (LoginName & { provider_identity_id: string })[]
  /** The link to set a first password that the change made, as what Medusa keeps of its token. */
  setup_token_hash?: string
  /** The passwords that the change copied to another login. */
  moved_passwords?: string
}

const RESET_TOKENS = "auth_password_reset_token"

/**
 * Undoes a change for a larger workflow that failed later: the database is as it was before, except for the ledger, which
 * tells of both. What was there for a moment was there, and history is not rewritten.
 *
 * What somebody else has decided about the person in the meantime stays as they decided it.
 */
export async function revertChange(
  container: MedusaContainer,
  type: LifecycleEventType,
  undo: Undo,
  context: Pick<ChangeContext, "actor" | "source">
): Promise<void> {
  const { user_id, access } = undo

  await runUndo(container, type, undo, context, async (tx) => {
    const user = await compareUser(tx.knex, undo.images)
    const accessSince = access && (await compareAccess(tx.knex, user_id, access.left))
    const takesAccess = !!user?.was_brought_back || (!!access && undoTakesAccess(access))
    const because =
      movedOn(user, accessSince, takesAccess) ??
      (await findObstacle(tx, undo, user?.email_to_return))
    if (because) {
      return { person: because }
    }

    const isUntouched = !access || accessSince === "untouched"
    await revertLogins(tx, undo)
    await restoreRows(
      tx.knex,
      // Links to set a password go the way of the tokens.
      undo.images.filter(({ table }) => isUntouched || table !== RESET_TOKENS)
    )
    if (isUntouched) {
      if (access) {
        await restoreAccess(tx.knex, user_id, access)
      }
      return {}
    }
    if (takesAccess) {
      await restoreDecision(tx.knex, access)
      return { cut_off: "changed_since" }
    }
    return { access: "changed_since" } satisfies Kept
  })
}

/**
 * Whether somebody else has decided since, so that nothing is to be undone. To give access back, nobody may have touched
 * it; to take it away again, it is enough that nobody has suspended or offboarded the person. Another email goes back
 * also for somebody who has been suspended: it gives no access.
 */
function movedOn(
  user: UserSince | undefined,
  access: AccessSince | undefined,
  takesAccess: boolean
): KeptBecause | undefined {
  const isElsewhere = user && (!user.is_as_alive || (user.is_email_changed && !user.is_same_email))
  const isDecided = takesAccess
    ? access === "decided_anew"
    : access !== undefined && access !== "untouched" && !user?.is_email_changed
  return isElsewhere || isDecided ? "changed_since" : undefined
}

/** What is in the way of giving a person back their email and their logins. */
async function findObstacle(
  { knex }: Transaction,
  undo: Undo,
  email: string | null | undefined
): Promise<KeptBecause | undefined> {
  const { user_id, created_identity_id, renamed_logins = [], moved_passwords } = undo
  const taken = email ? await findLivingUserByEmail(knex, normalizeEmail(email)) : undefined
  if (taken && taken.id !== user_id) {
    return "email_taken"
  }
  const leaving = [
    ...renamed_logins.map(({ auth_identity_id }) => auth_identity_id),
    ...(created_identity_id ? [created_identity_id] : []),
  ]
  if (await isLoginNameTaken(knex, namesToRestore(undo), leaving)) {
    return "login_taken"
  }
  // The login that would come back has the former password.
  const hasNewPassword =
    moved_passwords !== undefined && (await readPasswords(knex, user_id)) !== moved_passwords
  return hasNewPassword ? "changed_since" : undefined
}

const namesToRestore = ({ images, renamed_logins = [] }: Undo): LoginName[] => [
  ...namesOfLogins(images),
  ...renamed_logins,
]

async function revertLogins({ knex }: Transaction, undo: Undo): Promise<void> {
  const { created_identity_id, renamed_logins = [], setup_token_hash } = undo
  if (setup_token_hash) {
    await removeResetToken(knex, setup_token_hash)
  }
  if (created_identity_id) {
    await knex.raw("DELETE FROM auth_identity WHERE id = ?", [created_identity_id])
  }
  await evictUnownedLogins(knex, namesToRestore(undo))
  for (const { provider_identity_id, entity_id } of renamed_logins) {
    await knex.raw("UPDATE provider_identity SET entity_id = ? WHERE id = ?", [
      entity_id,
      provider_identity_id,
    ])
  }
}
