import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RETRY_DELAYS_SECONDS } from "../../domain/delivery"
import { emailKinds } from "../../emails/email-kinds"
import { EmailTemplate, findFlaw } from "../../emails/email-template"
import { isLanguageTag } from "../../emails/locales"
import { EmailTemplates, EmailWriter } from "../../emails/write-email"

const httpUrl = z
  .string()
  .refine(
    (value) => /^https?:\/\//.test(value) && URL.canParse(value),
    "must be an absolute http(s) URL"
  )

const emailDomain = z
  .string()
  .regex(/^[^\s@.]+(\.[^\s@.]+)+$/, 'must be a domain such as "example.com", without "@"')

const languageTag = z
  .string()
  .refine(isLanguageTag, 'must be a language tag such as "de" or "pt-BR"')

const emailLine = z.union([z.string(), z.array(z.string()).min(1)])

const emailTemplate: z.ZodType<EmailTemplate> = z
  .object({
    subject: emailLine,
    paragraphs: z.array(emailLine).min(1),
    button: emailLine.optional(),
    link_note: emailLine.optional(),
    notes: z.array(emailLine).optional(),
  })
  .strict()

const emailWriter = z.custom<EmailWriter>((value) => typeof value === "function")

const emailTemplates = z
  .partialRecord(
    z.enum(emailKinds),
    z.union([z.literal(false), z.record(languageTag, z.union([emailWriter, emailTemplate]))])
  )
  .superRefine((templates, context) => {
    for (const kind of emailKinds) {
      for (const [locale, words] of Object.entries(templates[kind] || {})) {
        const flaw = typeof words === "function" ? undefined : findFlaw(kind, words)
        if (flaw) {
          context.addIssue({ code: "custom", path: [kind, locale], message: flaw })
        }
      }
    }
  })

const optionsSchema = z
  .object({
    access: z
      .object({ cache_ttl_seconds: z.number().min(0).max(60).default(5) })
      .strict()
      .prefault({}),
    provisioning: z
      .object({
        allowed_email_domains: z.array(emailDomain).min(1).optional(),
        jit_domains: z.array(emailDomain).default([]),
        password: z
          .object({ min_length: z.number().int().min(1).max(256).default(8) })
          .strict()
          .prefault({}),
        set_password_ttl_seconds: z.number().int().min(60).max(604_800).default(86_400),
      })
      .strict()
      .prefault({}),
    invites: z
      .object({
        accept_url: httpUrl.optional(),
        registration: z.enum(["invited_only", "open"]).default("invited_only"),
        reminder_after_hours: z.number().min(0).max(8_760).default(48),
        keep_expired_days: z.number().min(0).max(3_650).default(30),
      })
      .strict()
      .prefault({}),
    emails: z
      .object({
        retry_delays_seconds: z
          .array(z.number().int().min(1).max(604_800))
          .max(20)
          .default(RETRY_DELAYS_SECONDS),
        locale: languageTag.default("en"),
        templates: emailTemplates.default({}),
      })
      .strict()
      .prefault({}),
    audit: z
      .object({
        at_hours_utc: z.array(z.number().int().min(0).max(23)).max(24).default([3]),
        inactive_after_days: z.number().int().min(0).max(3_650).default(90),
      })
      .strict()
      .prefault({}),
    offboarding: z
      .object({ revoke_api_keys: z.boolean().default(true) })
      .strict()
      .prefault({}),
  })
  .strict()

/** The plugin's options, complete with defaults. The README has a table of them. */
export type UserLifecycleOptions = z.output<typeof optionsSchema> & {
  emails: { templates: EmailTemplates }
}

/** The plugin's options as they are written in `medusa-config`: all of them optional. */
export type UserLifecycleOptionsInput = z.input<typeof optionsSchema>

/**
 * Completes and checks the options.
 *
 * @throws MedusaError `invalid_data` that names every unknown or wrong option, so that a typo in a security setting
 * stops the boot instead of being ignored
 */
export function parseOptions(options: Record<string, unknown> = {}): UserLifecycleOptions {
  // Medusa 2.21 adds the connection settings to the options of every module.
  const { database: _, ...own } = options
  const parsed = optionsSchema.safeParse(own)
  if (parsed.success) {
    return parsed.data
  }
  const problems = parsed.error.issues.map((issue) => `  - ${describeIssue(issue)}`)
  throw new MedusaError(
    MedusaError.Types.INVALID_DATA,
    `medusa-plugin-user-lifecycle can't start: its options in medusa-config are wrong.\n${problems.join("\n")}`
  )
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".")
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `unknown option "${path ? `${path}.` : ""}${key}"`).join(", ")
  }
  return `option "${path}": ${issue.message}`
}
