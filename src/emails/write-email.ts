import { MedusaError } from "@medusajs/framework/utils"
import { EMAIL_KINDS, EmailData, EmailKind } from "./email-kinds"
import { EmailTemplate, fillTemplate } from "./email-template"
import { ENGLISH } from "./english"
import { singleLine } from "./escape-html"
import { lookupTags } from "./locales"
import { EmailContent, renderEmail } from "./render"

/**
 * Writes an email by itself. It escapes what it puts into HTML; what it throws counts as an attempt that failed.
 *
 * @param data the values of this kind of email, as they are
 */
export type EmailWriter = (
  data: EmailData,
  context: { template: string; locale: string }
) => EmailContent | Promise<EmailContent>

/** What option `emails.templates` has for a kind of email, by language; `false`: it is not sent. */
export type EmailTemplates = Partial<
  Record<EmailKind, false | Record<string, EmailTemplate | EmailWriter>>
>

/**
 * Writes an email in the first of some languages that it is there in, and in English otherwise.
 *
 * @param locales the recipient's, then the application's
 */
export async function writeEmail(
  kind: EmailKind,
  data: EmailData,
  locales: string[],
  templates: EmailTemplates
): Promise<EmailContent> {
  const { locale, words } = chooseWords(kind, locales, templates)
  if (typeof words !== "function") {
    return renderEmail(fillTemplate(kind, words, data, locale))
  }
  const { template } = EMAIL_KINDS[kind]
  return checkContent(template, await words(data, { template, locale }))
}

function chooseWords(
  kind: EmailKind,
  locales: string[],
  templates: EmailTemplates
): { locale: string; words: EmailTemplate | EmailWriter } {
  const own = Object.entries(templates[kind] || {}).map(
    ([locale, words]) => [locale.toLowerCase(), { locale, words }] as const
  )
  const known = new Map([["en", { locale: "en", words: ENGLISH[kind] }] as const, ...own])
  for (const tag of [...locales.flatMap(lookupTags), "en"]) {
    const found = known.get(tag)
    if (found) {
      return found
    }
  }
  return { locale: "en", words: ENGLISH[kind] }
}

function checkContent(template: string, content: unknown): EmailContent {
  const { subject, text, html } = (content ?? {}) as Partial<EmailContent>
  if (typeof subject !== "string" || typeof text !== "string" || typeof html !== "string") {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `What option emails.templates has for ${template} did not return { subject, text, html }.`
    )
  }
  return { subject: singleLine(subject), text, html }
}
