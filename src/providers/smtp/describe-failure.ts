import { PERMANENT_FAILURE } from "../../domain/delivery"

/** What `nodemailer` (10) tells of an error, as far as it is looked at here. */
type SmtpFailure = { code?: unknown; response?: unknown; responseCode?: unknown; message?: unknown }

/** The commands that are about one email: the others are about the server, and may be answered better another time. */
const CODES_OF_ONE_EMAIL = new Set(["EENVELOPE", "EMESSAGE"])

/**
 * Says why an email did not leave, in the server's own words where it has any, and whether another attempt could succeed:
 * a 5yz answer to the envelope or the content is final (RFC 5321, section 4.2.1).
 */
export function describeFailure(error: unknown): string {
  const { code, response, responseCode, message } = (error ?? {}) as SmtpFailure
  const said = oneLine(typeof response === "string" ? response : String(message ?? error))
  const isFinal =
    typeof responseCode === "number" && responseCode >= 500 && CODES_OF_ONE_EMAIL.has(String(code))
  return isFinal ? `${PERMANENT_FAILURE}: ${said}` : said
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()
