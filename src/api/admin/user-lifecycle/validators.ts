import { z } from "@medusajs/framework/zod"
import { AccessStatus } from "../../../domain/access"
import { DeliveryStatus } from "../../../domain/delivery"
import { MAX_EMAIL_LENGTH } from "../../../domain/email"
import { findingKinds, Severity } from "../../../domain/findings/finding"
import { MAX_INVITES_PER_REQUEST } from "../../../domain/invitation"
import { ImportMethod } from "../../../domain/import/row"
import { readInstant } from "../../../domain/instant"
import { ImportRowStatus } from "../../../domain/import/status"
import { InviteStatus } from "../../../domain/invite-status"
import { ACTOR_TYPES } from "../../../domain/lifecycle-event"
import { MAX_SEARCH_WORDS, searchWords } from "../../../domain/search-words"
import { ScheduledOffboardingStatus } from "../../../domain/scheduled-offboarding"
import { isStorable } from "../../../domain/storable"
import { RowFormat } from "../../stream-rows"
import { createFindParams } from "@medusajs/medusa/api/utils/validators"

/** The most ledger entries, people, or invites that one request can ask for. */
export const MAX_PER_PAGE = 200

export const page = {
  limit: z.coerce.number().int().min(1).max(MAX_PER_PAGE).default(50),
  offset: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
}

export const text = z.string().max(255).refine(isStorable, "has a character that can't be stored")

const oneOrMore = z.union([text, z.array(text).max(100)])

/** A value of a query, alone or several times, as a list. */
const listOf = <TSchema extends z.ZodType>(schema: TSchema) =>
  z.union([schema.transform((one) => [one]), z.array(schema).max(100)])

const trueOrFalse = z.enum(["true", "false"])
const isTrue = (value: z.infer<typeof trueOrFalse>) => value === "true"

export const flag = trueOrFalse.transform(isTrue)

const instant = z.string().transform((value, context) => {
  const read = readInstant(value)
  if (!read) {
    context.addIssue({
      code: "custom",
      message: "must be a date, or a date and time, in ISO 8601",
    })
    return z.NEVER
  }
  return read
})

const period = { $gt: instant, $gte: instant, $lt: instant, $lte: instant }

/** The operators that make sense for an instant; Medusa's own list also has `$like`, which PostgreSQL refuses here. */
const instantFilter = z
  .object({ $eq: instant, $ne: instant, ...period })
  .partial()
  .strict()

const words = text.refine(
  (q) => searchWords(q).length <= MAX_SEARCH_WORDS,
  `must have no more than ${MAX_SEARCH_WORDS} words`
)

const lifecycleEventFilters = {
  q: words.optional(),
  user_id: oneOrMore.optional(),
  actor_id: oneOrMore.optional(),
  actor_type: listOf(z.enum(ACTOR_TYPES)).optional(),
  type: oneOrMore.optional(),
  created_at: z.union([instant, instantFilter]).optional(),
}

export const AdminGetLifecycleEvents = createFindParams({ limit: 50, offset: 0 }).merge(
  z.object({
    ...lifecycleEventFilters,
    order: z.enum(["-sequence", "sequence", "-created_at", "created_at"]).default("-sequence"),
    ...page,
  })
)

const format = z.enum(RowFormat).default(RowFormat.CSV)

export const AdminExportLifecycleEvents = z.object({ ...lifecycleEventFilters, format }).strict()

export type AdminExportLifecycleEventsType = z.infer<typeof AdminExportLifecycleEvents>

export const peopleFilters = {
  q: text.optional(),
  status: listOf(z.enum(AccessStatus)).optional(),
  login_method: listOf(text.min(1)).optional(),
  role: listOf(text.min(1)).optional(),
  last_login_at: z.object(period).partial().strict().optional(),
  never_logged_in: flag.optional(),
}

export const AdminGetLifecyclePeople = z
  .object({
    ...peopleFilters,
    order: z
      .enum(["email", "-email", "created_at", "-created_at", "last_login_at", "-last_login_at"])
      .default("email"),
    ...page,
  })
  .strict()

export type AdminGetLifecyclePeopleType = z.infer<typeof AdminGetLifecyclePeople>

export const AdminExportLifecyclePeople = z.object({ ...peopleFilters, format }).strict()

export type AdminExportLifecyclePeopleType = z.infer<typeof AdminExportLifecyclePeople>

export const AdminGetLifecycleOverview = z.object({}).strict()

export const AdminGetLifecycleSettings = z.object({}).strict()

export const AdminGetLifecycleInvites = z
  .object({ q: text.optional(), status: listOf(z.enum(InviteStatus)).optional(), ...page })
  .strict()

export const AdminGetLifecycleEmails = z
  .object({
    q: text.optional(),
    status: z.enum(DeliveryStatus).optional(),
    template: text.optional(),
    user_id: text.optional(),
    ...page,
  })
  .strict()

export type AdminGetLifecycleEmailsType = z.infer<typeof AdminGetLifecycleEmails>

/** It is stored with each of the invites. */
const MAX_METADATA_LENGTH = 4_096

/** Room for the white space around an email, which is trimmed before its length counts. */
const emailInput = z.string().max(MAX_EMAIL_LENGTH + 64)

const invitation = {
  roles: z.array(text.min(1)).max(100).nullish(),
  metadata: z
    .record(z.string(), z.unknown())
    .refine(isStorable, "has a character that can't be stored, or too many levels")
    .refine(
      (value) => JSON.stringify(value).length <= MAX_METADATA_LENGTH,
      `is longer than ${MAX_METADATA_LENGTH} characters`
    )
    .nullish(),
}

export const AdminBatchInvites = z
  .object({
    emails: z.array(emailInput).optional(),
    invites: z.array(z.object({ email: emailInput, ...invitation }).strict()).optional(),
    // For everybody for whom nothing else is said.
    ...invitation,
    dry_run: z.boolean().optional(),
  })
  .strict()
  .refine(({ emails = [], invites = [] }) => {
    const count = emails.length + invites.length
    return count > 0 && count <= MAX_INVITES_PER_REQUEST
  }, `Give emails, or invites, from one to ${MAX_INVITES_PER_REQUEST} of them`)

export type AdminBatchInvitesType = z.infer<typeof AdminBatchInvites>

export const AdminGetScheduledOffboardings = z
  .object({
    status: z.enum(ScheduledOffboardingStatus).optional(),
    user_id: text.optional(),
    ...page,
  })
  .strict()

export type AdminGetScheduledOffboardingsType = z.infer<typeof AdminGetScheduledOffboardings>

export const AdminGetImports = z.object(page).strict()
export type AdminGetImportsType = z.infer<typeof AdminGetImports>

/** What can come beside the file; all of it is text. */
export const AdminCreateImportFields = z
  .object({
    default_method: z.enum([ImportMethod.INVITE, ImportMethod.SET_PASSWORD]).default("invite"),
    allow_returning: trueOrFalse.default("false").transform(isTrue),
    dry_run: trueOrFalse.default("true").transform(isTrue),
  })
  .strict()

export const AdminConfirmImport = z.object({ skip_invalid: z.boolean().optional() }).strict()
export type AdminConfirmImportType = z.infer<typeof AdminConfirmImport>

export const AdminCancelImport = z.object({ only_if_unconfirmed: z.boolean().optional() }).strict()
export type AdminCancelImportType = z.infer<typeof AdminCancelImport>

const findingKind = z.enum(findingKinds)
const severity = z.enum(Severity)

export const AdminGetImportLines = z
  .object({ status: listOf(z.enum(ImportRowStatus)).optional(), ...page })
  .strict()
export type AdminGetImportLinesType = z.infer<typeof AdminGetImportLines>

/** The findings before are kept in memory until an audit is over. Whoever has more of them filters by kind. */
export const MAX_FINDINGS_OFFSET = 50_000

export const AdminGetFindings = z
  .object({
    kind: listOf(findingKind).optional(),
    severity: listOf(severity).optional(),
    ...page,
    offset: z.coerce.number().int().min(0).max(MAX_FINDINGS_OFFSET).default(0),
  })
  .strict()

export type AdminGetFindingsType = z.infer<typeof AdminGetFindings>

/** The most repairs to which a request can be limited: whoever wants more at once sets no limit. */
const MAX_REPAIRS = 5_000

export const AdminRepairFindings = z
  .object({
    ids: z.array(z.string().max(1_000).refine(isStorable)).max(10_000).optional(),
    kinds: z.array(findingKind).max(findingKinds.length).optional(),
    only_harmless: z.boolean().optional(),
    dry_run: z.boolean().optional(),
    limit: z.number().int().min(1).max(MAX_REPAIRS).optional(),
  })
  .strict()

export type AdminRepairFindingsType = z.infer<typeof AdminRepairFindings>

export type AdminGetLifecycleInvitesType = z.infer<typeof AdminGetLifecycleInvites>
