import { InviteStatus } from "../../domain/invite-status"
import type { Invite } from "../api/types"
import { LIFECYCLE } from "../lib/paths"
import { get } from "../lib/request"

/** There is a link that somebody could use. */
export const hasLink = ({ status }: Invite): boolean =>
  // A browser lets pages copy over HTTPS only, and on the machine itself.
  status !== InviteStatus.EXPIRED && "clipboard" in navigator

/**
 * Copies the link with which an invite is accepted, for shops whose emails do not arrive. The list has no tokens: the link comes
 * from the backend, for this one invite, as its email has it.
 *
 * @param notCopied what is said where the browser does not let the page copy: it has words of its own, in its own language
 * @throws where the link can't be read, or copied
 */
export async function copyInviteLink({ id }: Invite, notCopied: string): Promise<void> {
  const text = get<{ link: string }>(`${LIFECYCLE}/invites/${id}/link`).then(
    ({ link }) => new Blob([link], { type: "text/plain" })
  )
  // With the promise and not after it: Safari lets a page copy only at once after a click.
  const copying = navigator.clipboard.write([new ClipboardItem({ "text/plain": text })])
  // Why the backend refuses says more than that the browser has nothing to copy.
  await text
  await copying.catch(() => {
    throw new Error(notCopied)
  })
}
