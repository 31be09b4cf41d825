import { PERMANENT_FAILURE } from "../../domain/delivery"

/** What `nodemailer` (10) tells of an error, as far as it is looked at here. */
type SmtpFailure = {
  command?: unknown
  response?: unknown
  responseCode?: unknown
  message?: unknown
}

/**
 * The commands that are about one email. The others are about the server, or about who sends: a refused login, a sender that
 * is not allowed, or a quota that is used up may be another matter an hour later.
 */
const COMMANDS_OF_ONE_EMAIL = new Set(["RCPT TO", "DATA"])

/**
 * Says why an email did not leave, in the server's own words where it has any, and whether another attempt could succeed:
 * a 5yz answer to the recipient or the content is final (RFC 5321, section 4.2.1).
 */
export function describeFailure(error: unknown): string {
  const { command, response, responseCode, message } = (error ?? {}) as SmtpFailure
  const said = oneLine(typeof response === "string" ? response : String(message ?? error))
  const isFinal =
    typeof responseCode === "number" &&
    responseCode >= 500 &&
    COMMANDS_OF_ONE_EMAIL.has(String(command))
  return isFinal ? `${PERMANENT_FAILURE}: ${said}` : said
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()
