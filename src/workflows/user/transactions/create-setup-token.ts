import { MedusaContainer } from "@medusajs/framework/types"
import {
  createPasswordToken,
  createPasswordTokens,
  hashOfToken,
} from "../../../auth/password-token"
import { listProvidersForUsers, PASSWORD_PROVIDER } from "../../../auth/providers"
import { HOLD_SECONDS, queueDeliveries } from "../../../database/deliveries"
import { readDatabaseClock } from "../../../database/principals"
import { findRecipient } from "../../../database/recipients"
import { removeResetTokens } from "../../../database/reset-tokens"
import { RowImage } from "../../../database/row-images"
import { seal, Sealed } from "../../../database/sealed"
import { Transaction } from "../../../database/transaction"
import { findPasswordLoginOfUser, findUserOfPasswordLogin } from "../../../database/users"
import { AccessStatus } from "../../../domain/access"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { EMAIL_KINDS } from "../../../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { passwordKey } from "../../email/keys"

/** The token with which a person sets their first password, as what Medusa keeps of it, and the email that brings it to them. */
export type PasswordSetup = { token: Sealed; token_hash: string; delivery_id: string }

/** The same, with the name of the login for which the password is set. */
export type LoginSetup = PasswordSetup & { entity_id: string }

/** The same, with what was there of links before. */
export type RenewedSetup = LoginSetup & { replaced: RowImage[] }

export type PasswordEmailKind = "set_password" | "reset_password"

/**
 * Makes the token with which a person sets their first password. It lives for `provisioning.set_password_ttl_seconds`
 * instead of Medusa's 15 minutes: somebody's first day may begin tomorrow. The email with it is put on its way in the same
 * transaction.
 *
 * Call it after the person's access is stored, which dates the token.
 *
 * @param login the name of the person's password login
 * @param hold_seconds how long the email waits for the workflow around the change, which may still undo it
 * @param kind the email; that of a first password is the default
 */
export async function createSetupToken(
  tx: Transaction,
  container: MedusaContainer,
  type: LifecycleEventType,
  user: { id: string; email: string },
  login: { entity_id: string },
  {
    hold_seconds = HOLD_SECONDS,
    kind = "set_password",
  }: { hold_seconds?: number; kind?: PasswordEmailKind } = {}
): Promise<PasswordSetup> {
  const ttlSeconds = ttlOf(container)
  const plain = await createPasswordToken(tx, container, login.entity_id, ttlSeconds)
  const [setup] = await queueAll(tx, container, type, [{ user, plain }], { hold_seconds, kind })
  return setup
}

/**
 * The same for whoever has one password login, and no password yet, once a change has ended what they were sent before. Nobody else
 * gets anything: neither who is suspended, and could not follow a link, nor anybody where admins can't log in with a password.
 *
 * Call it with the login locked, and the access.
 */
export async function renewSetupToken(
  tx: Transaction,
  container: MedusaContainer,
  type: LifecycleEventType,
  user: { id: string; email: string },
  options: { hold_seconds?: number } = {}
): Promise<RenewedSetup | undefined> {
  const hasPasswords = (await listProvidersForUsers(container)).includes(PASSWORD_PROVIDER)
  const login = hasPasswords ? await findPasswordLoginOfUser(tx.knex, user.id) : undefined
  const found = login && (await findUserOfPasswordLogin(tx.knex, login.entity_id))
  if (!login || !found || found.has_password || !(await isActive(tx, user.id))) {
    return undefined
  }
  const replaced = await removeResetTokens(tx.knex, user.id)
  const setup = await createSetupToken(tx, container, type, user, login, options)
  return { ...setup, entity_id: login.entity_id, replaced }
}

/** Whether somebody could follow a link that is sent to them now. */
export async function isActive(tx: Transaction, userId: string): Promise<boolean> {
  return (await findRecipient(tx.knex, userId))?.status === AccessStatus.ACTIVE
}

/** The same for several people who are new: nothing has ended tokens of theirs. */
export async function createSetupTokens(
  tx: Transaction,
  container: MedusaContainer,
  type: LifecycleEventType,
  people: { user: { id: string; email: string }; login: { entity_id: string } }[],
  { hold_seconds = HOLD_SECONDS }: { hold_seconds?: number } = {}
): Promise<PasswordSetup[]> {
  if (!people.length) {
    return []
  }
  const ttlSeconds = ttlOf(container)
  const now = Math.floor((await readDatabaseClock(tx.knex)).getTime() / 1_000)
  const names = people.map(({ login }) => login.entity_id)
  const plain = await createPasswordTokens(tx, container, names, ttlSeconds, now)
  const tokens = people.map(({ user }, index) => ({ user, plain: plain[index] }))
  return await queueAll(tx, container, type, tokens, { hold_seconds, kind: "set_password" })
}

type NewToken = { user: { id: string; email: string }; plain: string }

async function queueAll(
  tx: Transaction,
  container: MedusaContainer,
  type: LifecycleEventType,
  tokens: NewToken[],
  { hold_seconds, kind }: { hold_seconds: number; kind: PasswordEmailKind }
): Promise<PasswordSetup[]> {
  const sealed = tokens.map(({ plain }) => seal(container, plain))
  const ids = await queueDeliveries(
    tx.knex,
    tokens.map(({ user, plain }, index) => ({
      key: passwordKey(user.id, plain),
      template: EMAIL_KINDS[kind].template,
      recipient: user.email,
      subject_type: "user",
      subject_id: user.id,
      trigger_type: busEventName(type),
      sealed_token: sealed[index].sealed,
      hold_seconds,
    }))
  )
  return sealed.map((token, index) => ({
    token,
    token_hash: hashOfToken(tokens[index].plain),
    delivery_id: ids[index],
  }))
}

function ttlOf(container: MedusaContainer): number {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  return options.provisioning.set_password_ttl_seconds
}
