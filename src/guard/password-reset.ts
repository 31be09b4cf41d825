import { randomUUID } from "node:crypto"
import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { AuthWorkflowEvents, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { assertAllowed } from "../access/assert-allowed"
import { PASSWORD_PROVIDER } from "../auth/providers"
import { hashOfTokenId, RESET_TTL_SECONDS } from "../auth/password-token"
import { findUserLogin, UserLoginOptions } from "../auth/user-login"
import { requestDelivery } from "../database/deliveries"
import { readPrincipalOfLogin } from "../database/principals"
import { keepsResetToken, readResetTokenDate } from "../database/reset-tokens"
import { findUserOfPasswordLogin, UserOfPasswordLogin } from "../database/users"
import { decideLoginAccess, decideTokenAccess } from "../domain/access"
import { CUSTOMERS_PASSWORD_KEY } from "../domain/identity"
import { isStorable } from "../domain/storable"
import { EMAIL_KINDS } from "../emails/email-kinds"
import { USER_LIFECYCLE_MODULE } from "../modules/user_lifecycle"
import UserLifecycleModuleService from "../modules/user_lifecycle/service"
import { requestPasswordSetupWorkflow } from "../workflows/user/workflows/request-password-setup"
import { provideAuthForUsers } from "./auth-for-users"
import { verifyBearer } from "./credentials"
import { assertPasswordIsStrong } from "./password-policy"
import { doInTime } from "./refusal"

/** What Medusa (2.21, `generateResetPasswordTokenWorkflow`) signs beside what every token says. */
type ResetToken = { entity_id?: unknown; iat?: number; jti?: string }

/** Anybody can ask for the reset of anybody's password, as often as they like: nobody's mailbox is flooded with it. */
const EMAILS_PER_HOUR = 5

/**
 * Decides what becomes of the wish to reset a password, which anybody can have for anybody, before Medusa makes a token:
 * each one makes the former tokens of the login useless, so there is none without an email that brings it. Core has
 * validated the body before, and answers 201 whatever becomes of it.
 *
 * - A reset is for the login that the email means, in whatever case it was typed.
 * - More than a few emails an hour leave for nobody, but for one more when the link in the last one is over: strangers who ask
 *   keep nobody from a link that works.
 * - Who has no password yet gets a link that lives as long as the one they have been sent.
 * - Asking for the reset of a customer's password does nothing to the login of somebody who is no customer, and, where an admin is
 *   one, nothing to a link that the admin was sent, until it is used or over.
 *
 * What is not to be, is asked of Medusa for nobody: an answer that came sooner would tell that there is an admin.
 */
export async function admitPasswordReset(
  req: MedusaRequest<{ identifier: string }>,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { actor_type, auth_provider } = req.params
  const { identifier } = req.validatedBody
  if (auth_provider !== PASSWORD_PROVIDER || !isStorable(identifier)) {
    return next()
  }
  const decide = actor_type === "user" ? admitForUser : admitForOthers
  const admitted = await doInTime(req, res, (assertInTime) =>
    decide(req.scope, identifier, assertInTime)
  )
  if (!admitted) {
    return
  }
  const { entity_id, sets_up } = admitted.result
  if (sets_up) {
    await requestPasswordSetupWorkflow(req.scope).run({ input: { entity_id } })
    res.sendStatus(201)
    return
  }
  req.validatedBody.identifier = entity_id
  next()
}

/** Those of the emails with a link by which a password is set. */
const LINK_TEMPLATES = [EMAIL_KINDS.set_password.template, EMAIL_KINDS.reset_password.template]

/** For whom Medusa is asked; or, where `sets_up`, who gets a link to set a first password, and Medusa is not asked. */
type Admission = { entity_id: string; sets_up?: boolean }

async function admitForUser(
  scope: MedusaContainer,
  identifier: string,
  assertInTime: () => void
): Promise<Admission> {
  const db: Knex = scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const entity_id = (await findUserLogin(db, identifier)) ?? identifier
  const user = await findUserOfPasswordLogin(db, entity_id)
  if (!user) {
    return { entity_id }
  }
  const isAdmitted = await db.transaction(async (trx) => {
    assertInTime()
    const isRequested = await requestEmail(scope, trx, user)
    assertInTime()
    return isRequested
  })
  return isAdmitted ? { entity_id, sets_up: !user.has_password } : { entity_id: nobody() }
}

async function admitForOthers(scope: MedusaContainer, identifier: string): Promise<Admission> {
  const db: Knex = scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const user = await findUserOfPasswordLogin(db, identifier)
  if (!user) {
    return { entity_id: identifier }
  }
  const login = { user_id: user.id, entity_id: identifier, templates: LINK_TEMPLATES }
  const isKept = !user.is_shared || (await keepsResetToken(db, login))
  return { entity_id: isKept ? nobody() : identifier }
}

async function requestEmail(
  scope: MedusaContainer,
  db: Knex,
  user: UserOfPasswordLogin
): Promise<boolean> {
  const { set_password, reset_password } = EMAIL_KINDS
  const { options }: UserLifecycleModuleService = scope.resolve(USER_LIFECYCLE_MODULE)
  return await requestDelivery(
    db,
    {
      template: user.has_password ? reset_password.template : set_password.template,
      recipient: user.email,
      subject_type: "user",
      subject_id: user.id,
      trigger_type: AuthWorkflowEvents.PASSWORD_RESET,
    },
    {
      templates: LINK_TEMPLATES,
      per_hour: EMAILS_PER_HOUR,
      link_ttl_seconds: user.has_password
        ? RESET_TTL_SECONDS
        : options.provisioning.set_password_ttl_seconds,
    }
  )
}

/** An identifier that is nobody's, for which Medusa does, and answers, what it does for a stranger's: in as much time. */
const nobody = () => `${randomUUID()}@nobody.invalid`

/**
 * Judges a password reset before Medusa uses the token up: the token dies as every other token of the person, also while the new
 * password is being hashed, and the password is held to the policy.
 *
 * Whose password it is decides the login, and not the path: until somebody is a customer as well, their login has one
 * password, and `/auth/customer` changes it, too.
 *
 * For routes whose expression has the actor type and the provider as its groups.
 */
export async function judgePasswordReset(
  req: MedusaRequest<{ password?: unknown }>,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { 0: actorType, 1: provider } = req.params
  const isForUsers = actorType === "user"
  let reset: UserLoginOptions["reset"]
  let isOfUser = isForUsers
  if (isForUsers && provider === PASSWORD_PROVIDER) {
    assertPasswordIsStrong(req)
  }
  const token: ResetToken | null = verifyBearer(req, req.headers.authorization, actorType)
  if (typeof token?.entity_id === "string") {
    const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const entityId = token.entity_id
    const token_hash = hashOfTokenId(token.jti ?? "")
    const reading = await doInTime(req, res, async () => ({
      ...(await readPrincipalOfLogin(db, provider, entityId, { hasOnePassword: !isForUsers })),
      madeAt: await readResetTokenDate(db, token_hash),
    }))
    if (!reading) {
      return
    }
    const { facts, read_at, madeAt } = reading.result
    if (facts) {
      isOfUser = true
      assertPasswordIsStrong(req)
      // Of one that is there no more, Medusa will say so; what ended it is said before.
      const decision = madeAt
        ? decideLoginAccess(facts, madeAt, read_at)
        : decideTokenAccess({ ...facts, spared_token_issued_at: null }, token.iat, read_at)
      assertAllowed(decision)
      if (provider === PASSWORD_PROVIDER) {
        reset = { token_hash, key: isForUsers ? undefined : CUSTOMERS_PASSWORD_KEY }
      }
    }
  }
  if (isOfUser) {
    provideAuthForUsers(req, { reset })
  }
  next()
}
