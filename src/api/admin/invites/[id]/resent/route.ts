/** The name that guides use for core's `POST /admin/invites/:id/resend` (Medusa 2.21): a new token, and a new email. */
export { POST } from "@medusajs/medusa/api/admin/invites/[id]/resend/route"
