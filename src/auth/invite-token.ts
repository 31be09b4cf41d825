import { IUserModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import { ErrorCodes } from "../domain/error-codes"

/** What `jsonwebtoken` (9.0) calls the errors for a token that was not signed by this application. */
const NOT_SIGNED_BY_US = new Set(["JsonWebTokenError", "NotBeforeError", "SyntaxError"])

/**
 * The id of the invite that a token was signed for, whatever became of the invite.
 *
 * The User Module verifies the signature before it looks at anything else (Medusa 2.21, `validateInviteToken`), with
 * settings that it keeps to itself. What else it has against a token is decided later, in the transaction.
 *
 * @throws MedusaError `unauthorized`, code `user_lifecycle.invite_invalid`, for any other token
 */
export async function readInviteToken(container: MedusaContainer, token: string): Promise<string> {
  const users: IUserModuleService = container.resolve(Modules.USER)
  const isSigned = await users.validateInviteToken(token).then(
    () => true,
    (error: { name?: string }) => {
      if (isDatabaseError(error)) {
        throw error
      }
      return !NOT_SIGNED_BY_US.has(String(error.name))
    }
  )
  const id = isSigned ? readInviteId(token) : undefined
  if (!id) {
    throw new MedusaError(
      MedusaError.Types.UNAUTHORIZED,
      "This is no invite of this shop. Use the link in the latest email, or ask an admin for a new invite.",
      ErrorCodes.INVITE_INVALID
    )
  }
  return id
}

/** What is neither a verdict on the token nor one on the invite, such as a database that does not answer. */
function isDatabaseError(error: { name?: string }): boolean {
  const verdicts = ["TokenExpiredError", ...NOT_SIGNED_BY_US]
  return !verdicts.includes(String(error.name)) && !MedusaError.isMedusaError(error)
}

/** Other tokens are signed with the same secret, such as those of logins; they name no invite. */
function readInviteId(token: string): string | undefined {
  try {
    const { id } = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"))
    return typeof id === "string" && id.startsWith("invite_") ? id : undefined
  } catch {
    return undefined
  }
}
