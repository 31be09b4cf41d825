import { useQuery } from "@tanstack/react-query"
import { MAX_INVITES_PER_REQUEST } from "../../domain/invitation"
import type { InvitationResult, InvitationResults } from "../api/types"
import { QUERY_KEY } from "../api/use-backend-query"
import { LIFECYCLE } from "../lib/paths"
import { isSignedOut, post } from "../lib/request"

export type Invitation = { emails: string[]; roles: string[] }

/** Invites everybody of a list who can be invited. */
export async function invitePeople(
  { emails, roles }: Invitation,
  { isDryRun }: { isDryRun: boolean }
): Promise<InvitationResult[]> {
  const { results } = await post<InvitationResults>(`${LIFECYCLE}/invites/batch`, {
    emails,
    ...(roles.length ? { roles } : {}),
    dry_run: isDryRun,
  })
  return results
}

/** What would become of each, if they were invited now. Nothing is asked for a list that one request can't carry. */
export function useInvitePreview(invitation: Invitation, isEnabled: boolean) {
  const { emails } = invitation
  return useQuery<InvitationResult[]>({
    queryKey: [QUERY_KEY, "invite-preview", invitation],
    queryFn: () => invitePeople(invitation, { isDryRun: true }),
    enabled: isEnabled && emails.length > 0 && emails.length <= MAX_INVITES_PER_REQUEST,
    staleTime: 0,
    gcTime: 0,
    // Until another answer has come, what is said about the list before is not wrong about most of it.
    placeholderData: (previous) => previous,
    retry: false,
    throwOnError: isSignedOut,
  })
}
