import { MedusaContainer } from "@medusajs/framework/types"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { seal, unseal } from "../../../database/sealed"
import { takePart } from "../../../domain/transaction-part"
import { Invited, inviteUsers } from "../transactions/invite-users"
import { revertInvitation } from "../transactions/revert-invitation"
import { InvitationResult, InviteUsersInput } from "../types"

/** What is written in one transaction: each email takes a lock, of which PostgreSQL has a limited number. */
const PEOPLE_PER_TRANSACTION = 100

export const inviteUsersStepId = "invite-users-step"
/**
 * This step invites people, up to a hundred in one transaction: see `inviteUsers`. If one of the transactions fails, those before
 * it are undone.
 *
 * The compensation takes back the invites that nobody has accepted, deleted or sent again meanwhile. What it needs for that
 * has their tokens, so it is sealed.
 */
export const inviteUsersStep = createStep(
  inviteUsersStepId,
  async (input: InviteUsersInput, { container }) => {
    const { invites, dry_run, actor, source } = input
    const results: InvitationResult[] = []
    const undo: Invited[] = []
    try {
      let rest = invites
      while (rest.length) {
        const part = dry_run
          ? rest
          : takePart(rest, PEOPLE_PER_TRANSACTION, ({ roles }) => roles?.length ?? 0)
        const { results: of, invited } = await inviteUsers(container, { ...input, invites: part })
        results.push(...of)
        undo.push(invited)
        rest = rest.slice(part.length)
      }
    } catch (error) {
      await revertAll(container, undo, { actor, source })
      throw error
    }
    const invited = undo.flatMap((part) => part.invites.map(({ id }) => ({ id })))
    return new StepResponse(
      { results, invited },
      {
        undo: undo.map((part) => seal(container, JSON.stringify(part))),
        actor,
        source,
      }
    )
  },
  async (compensation, { container }) => {
    if (!compensation) {
      return
    }
    const { undo, actor, source } = compensation
    const invited = undo.map((sealed) => JSON.parse(unseal(container, sealed)) as Invited)
    await revertAll(container, invited, { actor, source })
  }
)

/** The last first. */
async function revertAll(
  container: MedusaContainer,
  undo: Invited[],
  context: Pick<InviteUsersInput, "actor" | "source">
): Promise<void> {
  for (const invited of [...undo].reverse()) {
    await revertInvitation(container, invited, context)
  }
}
