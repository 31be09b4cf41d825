import { z } from "@medusajs/framework/zod"
import { withoutBlanks } from "../../../domain/visible-text"

const name = z.string().overwrite(withoutBlanks).max(255)

/** Accepting an invite in one call: the token is all that there is to show, so no credential comes with it. */
export const AdminAcceptInviteInOneCall = z
  .object({
    token: z.string().min(1).max(4_096),
    password: z.string().min(1),
    email: z.string().max(320).nullish(),
    first_name: name.nullish(),
    last_name: name.nullish(),
  })
  .strict()

export type AdminAcceptInviteInOneCallType = z.infer<typeof AdminAcceptInviteInOneCall>
