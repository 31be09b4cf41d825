import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { assertAllowed } from "../access/assert-allowed"
import { PASSWORD_PROVIDER } from "../auth/providers"
import { findUserLogin } from "../auth/user-login"
import { readPrincipalOfLogin } from "../database/principals"
import { decideTokenAccess } from "../domain/access"
import { verifyBearer } from "./credentials"
import { assertPasswordIsStrong } from "./password-policy"

/** What Medusa (2.21, `generateResetPasswordTokenWorkflow`) signs beside what every token says. */
type ResetToken = { entity_id?: unknown; iat?: number }

/** A reset is for the login that the email means, in whatever case it was typed. Core has validated the body before. */
export async function findLoginToReset(
  req: MedusaRequest<{ identifier: string }>,
  _: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { actor_type, auth_provider } = req.params
  if (actor_type === "user" && auth_provider === PASSWORD_PROVIDER) {
    const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const { identifier } = req.validatedBody
    req.validatedBody.identifier = (await findUserLogin(db, identifier)) ?? identifier
  }
  next()
}

/**
 * Judges a password reset before Medusa uses the token up: the token dies as every other token of the person, and the
 * password is held to the policy.
 *
 * Whose password it is decides the login, and not the path: until somebody is a customer as well, their login has one
 * password, and `/auth/customer` changes it, too.
 *
 * For routes whose expression has the actor type and the provider as its groups.
 */
export async function judgePasswordReset(
  req: MedusaRequest<{ password?: unknown }>,
  _: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const { 0: actorType, 1: provider } = req.params
  const isForUsers = actorType === "user"
  if (isForUsers && provider === PASSWORD_PROVIDER) {
    assertPasswordIsStrong(req)
  }
  const token: ResetToken | null = verifyBearer(req, req.headers.authorization, actorType)
  if (typeof token?.entity_id === "string") {
    const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const { facts, read_at } = await readPrincipalOfLogin(db, provider, token.entity_id, {
      hasOnePassword: !isForUsers,
    })
    if (facts) {
      assertPasswordIsStrong(req)
      // A revocation that spares a session spares no link.
      const strictly = { ...facts, spared_token_issued_at: null }
      assertAllowed(decideTokenAccess(strictly, token.iat, read_at))
    }
  }
  next()
}
