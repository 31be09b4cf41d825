import { ErrorCode } from "../../domain/error-codes"
import { ChangeContext } from "../user/types"

/** Somebody to invite. */
export type UserInvitation = {
  /** Trimmed and put in lower case. */
  email: string
  /** Ids of RBAC roles that they get when they accept; only where Medusa's RBAC is enabled. */
  roles?: string[] | null
  metadata?: Record<string, unknown> | null
}

export type InviteUsersInput = Pick<ChangeContext, "actor" | "source"> & {
  invites: UserInvitation[]
  /** Says what would become of each, and invites nobody. */
  dry_run?: boolean
}

export type ChangeInviteInput = Pick<ChangeContext, "actor" | "source"> & { invite_id: string }

/** What became of somebody who was to be invited. */
export type InvitationResult = {
  /** The invite; `null` where there is none. */
  id: string | null
  email: string
  status:
    /** Invited, or would be. An invite that had expired is replaced. */
    | "created"
    /** There is an invite that can be accepted, which stays as it is; or the email comes twice. */
    | "exists"
    /** They can't be invited. */
    | "refused"
  message?: string
  code?: ErrorCode
}

export type InviteUsersResult = { results: InvitationResult[] }
