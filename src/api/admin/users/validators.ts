import { z } from "@medusajs/framework/zod"
import { MAX_EMAIL_LENGTH } from "../../../domain/email"
import { isStorable } from "../../../domain/storable"

const name = z.string().trim().max(255).nullish()

/** Room for the white space around an email, which is trimmed before its length counts. */
const EMAIL_INPUT_LENGTH = MAX_EMAIL_LENGTH + 64

export const AdminProvisionUser = z
  .object({
    email: z.string().max(EMAIL_INPUT_LENGTH),
    password: z.string().optional(),
    first_name: name,
    last_name: name,
    avatar_url: z.string().max(2048).nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
    roles: z.array(z.string().min(1).max(255)).max(100).optional(),
    auth: z
      .object({ provider: z.string().min(1).max(255), entity_id: z.string().min(1).max(255) })
      .strict()
      .optional(),
  })
  .strict()
export type AdminProvisionUserType = z.infer<typeof AdminProvisionUser>

export const AdminOffboardUser = z
  .object({
    reason: z
      .string()
      .trim()
      .max(1000)
      .refine(isStorable, "has a character that can't be stored")
      .nullish(),
    revoke_api_keys: z.boolean().optional(),
    dry_run: z.boolean().optional(),
  })
  .strict()
export type AdminOffboardUserType = z.infer<typeof AdminOffboardUser>

/** Core's body of `POST /admin/users/:id` (Medusa 2.21), for its alias `PATCH`. */
export const AdminUpdateUser = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  avatar_url: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
})
export type AdminUpdateUserType = z.infer<typeof AdminUpdateUser>
