import { z } from "@medusajs/framework/zod"
import { InviteStatus } from "../../../domain/invite-status"
import { isStorable } from "../../../domain/storable"
import { createFindParams } from "@medusajs/medusa/api/utils/validators"

/** The most ledger entries, or invites, that one request can ask for. */
export const MAX_PER_PAGE = 200

const page = {
  limit: z.coerce.number().int().min(1).max(MAX_PER_PAGE).default(50),
  offset: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
}

const text = z.string().max(255).refine(isStorable, "has a character that can't be stored")

const oneOrMore = z.union([text, z.array(text).max(100)])

/** A date, or a date and time, in the years that PostgreSQL and JavaScript both write with four digits. */
const ISO_8601 = /^(?!0000)\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/

const instant = z
  .string()
  .refine(
    (value) => ISO_8601.test(value) && !Number.isNaN(Date.parse(value)),
    "must be a date, or a date and time, in ISO 8601"
  )
  .transform((value) => new Date(value))

/** The operators that make sense for an instant; Medusa's own list also has `$like`, which PostgreSQL refuses here. */
const instantFilter = z
  .object({ $eq: instant, $ne: instant, $gt: instant, $gte: instant, $lt: instant, $lte: instant })
  .partial()
  .strict()

export const AdminGetLifecycleEvents = createFindParams({ limit: 50, offset: 0 }).merge(
  z.object({
    q: text.optional(),
    user_id: oneOrMore.optional(),
    actor_id: oneOrMore.optional(),
    type: oneOrMore.optional(),
    created_at: z.union([instant, instantFilter]).optional(),
    order: z.enum(["-sequence", "sequence", "-created_at", "created_at"]).default("-sequence"),
    ...page,
  })
)

export const AdminGetLifecycleInvites = z
  .object({ q: text.optional(), status: z.enum(InviteStatus).optional(), ...page })
  .strict()

export type AdminGetLifecycleInvitesType = z.infer<typeof AdminGetLifecycleInvites>
