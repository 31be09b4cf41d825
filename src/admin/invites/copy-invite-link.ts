import { InviteStatus } from "../../domain/invite-status"
import type { Invite } from "../api/types"
import { get } from "../lib/request"

/** There is a link that somebody could use. */
export const hasLink = ({ status }: Invite): boolean =>
  // A browser lets pages copy over HTTPS only, and on the machine itself.
  status !== InviteStatus.EXPIRED && "clipboard" in navigator

/**
 * Copies the link with which an invite is accepted, for shops whose emails do not arrive. The list of this plugin has no tokens:
 * the token comes from Medusa's own route, for this one invite, and the link is the one that Medusa's page of invites copies
 * (2.21).
 *
 * @throws where the token can't be read, or the browser does not let the page copy
 */
export async function copyInviteLink({ id }: Invite): Promise<void> {
  const link = get<{ invite: { token: string } }>(`/admin/invites/${id}`, {
    fields: "id,token",
  }).then(({ invite }) => new Blob([linkWith(invite.token)], { type: "text/plain" }))
  // With the promise and not after it: Safari lets a page copy only at once after a click.
  const copying = navigator.clipboard.write([new ClipboardItem({ "text/plain": link })])
  // Why the backend refuses says more than that the browser has nothing to copy.
  await link
  await copying
}

function linkWith(token: string): string {
  const base = __BASE__ === "/" ? "" : (__BASE__ ?? "")
  return `${window.location.origin}${base}/invite?token=${token}`
}
