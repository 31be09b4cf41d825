import { z } from "@medusajs/framework/zod"
import { MAX_EMAIL_LENGTH } from "../../../domain/email"
import { isStorable } from "../../../domain/storable"
import { withoutBlanks } from "../../../domain/visible-text"

const UNSTORABLE = "has a NUL, half a surrogate pair, or too many levels, and can't be stored"

/** Trimmed, and empty where there is nothing to be seen in it. */
export const text = (maxLength: number) =>
  z.string().overwrite(withoutBlanks).max(maxLength).refine(isStorable, UNSTORABLE)

const profile = {
  first_name: text(255).nullish(),
  last_name: text(255).nullish(),
  avatar_url: text(2048).nullish(),
  metadata: z.record(z.string(), z.unknown()).refine(isStorable, UNSTORABLE).nullish(),
}

/** Room for the white space around an email, which is trimmed before its length counts. */
const EMAIL_INPUT_LENGTH = MAX_EMAIL_LENGTH + 64

export const AdminProvisionUser = z
  .object({
    ...profile,
    email: z.string().max(EMAIL_INPUT_LENGTH),
    password: z.string().optional(),
    roles: z.array(text(255).min(1)).max(100).optional(),
    auth: z
      .object({ provider: text(255).min(1), entity_id: text(255).min(1) })
      .strict()
      .optional(),
  })
  .strict()
export type AdminProvisionUserType = z.infer<typeof AdminProvisionUser>

/** With an offset, so that it is the same instant wherever it is read; a date alone is its midnight in UTC. */
export const instant = (name: string) =>
  z
    .string()
    .refine(
      (value) =>
        z.iso.datetime({ offset: true }).safeParse(value).success ||
        z.iso.date().safeParse(value).success,
      `${name} must be a date, or a date and time with an offset, in ISO 8601`
    )

export const AdminOffboardUser = z
  .object({
    reason: text(1000).nullish(),
    revoke_api_keys: z.boolean().optional(),
    dry_run: z.boolean().optional(),
    // Not `null`, which a date that could not be read is in JSON: without a date, it is now.
    at: instant("at").optional(),
    only_if_scheduled: z.boolean().optional(),
  })
  .strict()
  // At once, whoever is offboarded has no date to lose: it would be ignored, which nobody expects who gives it.
  .refine(
    ({ at, only_if_scheduled }) => !only_if_scheduled || at !== undefined,
    "only_if_scheduled needs a date (at)"
  )
export type AdminOffboardUserType = z.infer<typeof AdminOffboardUser>

/** Who may or may not act, and why. */
const change = { reason: text(1000).nullish() }

export const AdminSuspendUser = z
  .object({
    ...change,
    until: instant("until").nullish(),
    only_if_suspended: z.boolean().optional(),
  })
  .strict()
export type AdminSuspendUserType = z.infer<typeof AdminSuspendUser>

export const AdminChangeUserAccess = z.object(change).strict()
export type AdminChangeUserAccessType = z.infer<typeof AdminChangeUserAccess>

export const AdminChangeUserEmail = z
  .object({ ...change, email: z.string().max(EMAIL_INPUT_LENGTH) })
  .strict()
export type AdminChangeUserEmailType = z.infer<typeof AdminChangeUserEmail>

/** The fields of core's `POST /admin/users/:id` (Medusa 2.21), for its alias `PATCH`. */
export const AdminUpdateUser = z.object(profile).strict()
export type AdminUpdateUserType = z.infer<typeof AdminUpdateUser>

/** The most users that one request can change: it waits for all of them. */
export const MAX_USERS_PER_BATCH = 200

export const AdminBatchUsers = z
  .object({
    ...change,
    create: z.array(AdminProvisionUser).optional(),
    update: z.array(AdminUpdateUser.extend({ id: text(255).min(1) })).optional(),
    delete: z.array(text(255).min(1)).optional(),
    dry_run: z.boolean().optional(),
  })
  .strict()
  .refine(({ create = [], update = [], delete: toDelete = [] }) => {
    const count = create.length + update.length + toDelete.length
    return count > 0 && count <= MAX_USERS_PER_BATCH
  }, `Give from one to ${MAX_USERS_PER_BATCH} users to create, update or delete`)
export type AdminBatchUsersType = z.infer<typeof AdminBatchUsers>
