import type { RepairResult } from "../api/types"

/** Kinds whose repair ends the sessions of the person whom it is about. */
const ENDS_SESSIONS: readonly RepairResult["kind"][] = [
  "login_email_mismatch",
  "several_password_logins",
]

/** Whether a repair ends the sessions of a user: the id of a finding names whom it is about. */
export const endsSessionsOf =
  (userId: string | undefined) =>
  ({ id, kind }: Pick<RepairResult, "id" | "kind">): boolean =>
    userId !== undefined && ENDS_SESSIONS.includes(kind) && id.split(":").includes(userId)
