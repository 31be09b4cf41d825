import { escapeHtml, singleLine } from "./escape-html"

/** An email as Medusa's notification providers take it (`content` of a notification). */
export type EmailContent = { subject: string; text: string; html: string }

type Button = { label: string; url: string; note: string | undefined }

/** What an email says: paragraphs around a button, if it has one. All of it is plain text. */
export type EmailMessage = {
  /** The language it is written in, as a BCP 47 tag. */
  locale: string
  /** Whom it is from: the store, by its name. */
  sender: string
  subject: string
  paragraphs: string[]
  button: Button | undefined
  /** Small print below. */
  notes: string[]
}

const FONT = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;"
const SMALL = "font-size: 13px; line-height: 20px; color: #52525b;"

/**
 * Renders a message as text and HTML. The HTML is tables with inline styles, which mail programs understand best, and carries
 * nothing from elsewhere: no images, fonts or tracking. Outlook on Windows, which knows no `max-width` and no padding of
 * links, gets the width from a table that others take for a comment, and the button's colour and size from its cell.
 */
export function renderEmail(message: EmailMessage): EmailContent {
  const { locale, sender, paragraphs, button, notes } = message
  const subject = singleLine(message.subject)
  const link = button ? [`${button.label}:\n${button.url}`] : []
  return {
    subject,
    text: [...paragraphs, ...link, ...notes].join("\n\n") + "\n",
    html: `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="auto">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin: 0; padding: 0; background: #f4f4f5;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#f4f4f5" style="background: #f4f4f5;"><tr><td align="center" style="padding: 32px 16px;">
<!--[if mso]><table role="presentation" width="520" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#ffffff" style="max-width: 520px; background: #ffffff; border: 1px solid #e4e4e7; border-radius: 8px;"><tr><td style="padding: 32px; ${FONT} font-size: 15px; line-height: 24px; color: #18181b;">
<p style="margin: 0 0 24px; padding: 0 0 16px; border-bottom: 1px solid #e4e4e7; font-size: 13px; font-weight: 600; color: #52525b;">${escapeHtml(sender)}</p>
${paragraphs.map((text) => `<p style="margin: 0 0 16px;">${escapeHtml(text)}</p>`).join("\n")}
${button ? renderButton(button) : ""}
${notes.map((text) => `<p style="margin: 0 0 8px; ${SMALL}">${escapeHtml(text)}</p>`).join("\n")}
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`,
  }
}

/** A button, and its address in words for programs that show none. */
function renderButton({ label, url, note }: Button): string {
  const href = escapeHtml(url)
  const above = note ? `${escapeHtml(note)}<br>` : ""
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin: 24px 0;"><tr><td bgcolor="#18181b" style="background: #18181b; border-radius: 6px; mso-padding-alt: 10px 20px;"><a href="${href}" style="display: inline-block; padding: 10px 20px; ${FONT} font-size: 15px; line-height: 24px; color: #ffffff; text-decoration: none; font-weight: 600;">${escapeHtml(label)}</a></td></tr></table>
<p style="margin: 0 0 16px; ${SMALL}">${above}<a href="${href}" style="color: #52525b; word-break: break-all;">${href}</a></p>`
}
