import { singleLine } from "./escape-html"
import { EMAIL_KINDS, EmailData, EmailKind } from "./email-kinds"
import { formatInstant } from "./format-instant"
import { EmailMessage } from "./render"

/**
 * A line of an email, with values as `{{name}}`. Of several versions, the first is used whose values are all there; a line
 * without such a version is left out.
 *
 * @example
 * ["Hello {{name}},", "Hello,"]
 */
export type EmailLine = string | string[]

/** The words of an email. Layout and escaping are not theirs. */
export type EmailTemplate = {
  subject: EmailLine
  paragraphs: EmailLine[]
  /** The label; where it leads goes with the kind of email. */
  button?: EmailLine
  /** What stands above the button's address, for mail programs that show no button. */
  link_note?: EmailLine
  /** Small print. */
  notes?: EmailLine[]
}

const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g

/** Puts the values into the words. */
export function fillTemplate(
  kind: EmailKind,
  template: EmailTemplate,
  data: EmailData,
  locale: string
): EmailMessage {
  const { link } = EMAIL_KINDS[kind]
  const url = link && data[link]
  const lines = (of: EmailLine[]) => of.map((line) => fillLine(line, data, locale)).filter(isText)
  const [label, note] = [template.button, template.link_note].map(
    (line) => line && fillLine(line, data, locale)
  )
  return {
    locale,
    sender: singleLine(String(data.store_name ?? "")),
    subject: fillLine(template.subject, data, locale) ?? "",
    paragraphs: lines(template.paragraphs),
    button: label && typeof url === "string" ? { label, url, note } : undefined,
    notes: lines(template.notes ?? []),
  }
}

function fillLine(line: EmailLine, data: EmailData, locale: string): string | undefined {
  const version = versionsOf(line).find((text) => placeholdersOf(text).every((name) => data[name]))
  return version?.replace(PLACEHOLDER, (_, name: string) => writeValue(data[name], locale))
}

/** A value is one line of text, whatever somebody has put into their name. */
function writeValue(value: EmailData[string], locale: string): string {
  return value instanceof Date ? formatInstant(value, locale) : singleLine(value ?? "")
}

const versionsOf = (line: EmailLine) => (typeof line === "string" ? [line] : line)

const placeholdersOf = (text: string) => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name)

const isText = (line: string | undefined): line is string => !!line

/** What is wrong with a template, in words for whoever wrote it; `undefined` if nothing is. */
export function findFlaw(kind: EmailKind, template: EmailTemplate): string | undefined {
  const { always, sometimes, link } = EMAIL_KINDS[kind]
  const required: string[] = [...always]
  const known = [...required, ...sometimes]
  const lines = [
    template.subject,
    ...template.paragraphs,
    ...(template.button ? [template.button] : []),
    ...(template.link_note ? [template.link_note] : []),
    ...(template.notes ?? []),
  ]
  const unknown = lines
    .flatMap(versionsOf)
    .flatMap(placeholdersOf)
    .find((name) => !known.includes(name))
  if (unknown !== undefined) {
    return `has a value {{${unknown}}}, and knows only ${known.join(", ")}`
  }
  const hasSubject = versionsOf(template.subject).some(
    (text) => text.trim() && placeholdersOf(text).every((name) => required.includes(name))
  )
  const hasLink =
    template.button !== undefined ||
    lines
      .flatMap(versionsOf)
      .flatMap(placeholdersOf)
      .some((name) => name === link)
  if (link && required.includes(link) && !hasLink) {
    return `needs a button, or {{${link}}} in its words`
  }
  return hasSubject ? undefined : `needs a subject with no other values than ${required.join(", ")}`
}
