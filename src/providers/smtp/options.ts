import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { isMailbox } from "./mailbox"

const mailbox = z
  .string()
  .refine(isMailbox, 'must be an address such as "shop@example.com" or "Shop <shop@example.com>"')

const optionsSchema = z
  .object({
    channels: z.array(z.literal("email")).min(1),
    /** The mail server's name or address. */
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    /** TLS from the first byte on, as on port 465. Otherwise the connection begins in plain text. */
    secure: z.boolean(),
    /**
     * Refuse to go on where the server does not offer STARTTLS; otherwise it is used where it is offered. Left out, it is
     * required with a login, which somebody in between could read otherwise.
     */
    require_tls: z.boolean().optional(),
    /** Never use STARTTLS, also where the server offers it: for a relay on the same machine whose certificate nobody signed. */
    ignore_tls: z.boolean().default(false),
    auth: z
      .object({ user: z.string().min(1), pass: z.string() })
      .strict()
      .optional(),
    from: mailbox,
    reply_to: mailbox.optional(),
    /** Keeps connections open for the next email. */
    pool: z.boolean().default(false),
    /** For each step of connecting: the server's address, the connection, and its greeting. Answers may take longer. */
    timeout_ms: z.number().int().min(100).max(120_000).default(10_000),
  })
  .strict()
  .refine(({ ignore_tls, require_tls, secure }) => !ignore_tls || (!require_tls && !secure), {
    path: ["ignore_tls"],
    message: "contradicts require_tls, or secure",
  })
  .transform((options) => ({
    ...options,
    require_tls:
      options.require_tls ?? (options.auth !== undefined && !options.secure && !options.ignore_tls),
  }))

/** The provider's options, complete with defaults. The README has a table of them. */
export type SmtpOptions = z.output<typeof optionsSchema>

/**
 * Completes and checks the options.
 *
 * @throws MedusaError `invalid_data` that names every unknown or wrong option; never with a password in it
 */
export function parseSmtpOptions(options: Record<string, unknown>): SmtpOptions {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) {
    return parsed.data
  }
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  - ${path.join(".")}: ${message}`
  )
  throw new MedusaError(
    MedusaError.Types.INVALID_DATA,
    `The SMTP provider of medusa-plugin-user-lifecycle can't start: its options are wrong.\n${problems.join("\n")}`
  )
}
