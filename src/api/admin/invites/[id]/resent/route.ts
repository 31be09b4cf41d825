/** The name that guides use for `POST /admin/invites/:id/resend`: a new token, and a new email. */
export { POST } from "../resend/route"
