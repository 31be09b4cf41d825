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

/** A status code (RFC 3463) at the beginning of a server's answer, without its class. */
const ENHANCED_CODE = /^5\d\d[ -]5\.(\d{1,3}\.\d{1,3})\b/

/**
 * The status codes that are about the recipient or the content: the address (X.1.x, but for X.1.7 and X.1.8, which are about
 * the sender's), a mailbox that is disabled (X.2.1), and content that can't be converted (X.6.x). Not policy (X.7.x), such as
 * "relay access denied", nor system and routing (X.3.x, X.4.x): many servers say of a recipient what they hold against
 * whoever sends, and that is mended by the shop, and not by another address.
 */
const FINAL_CODE = /^(1\.(?![78]$)|2\.1$|6\.)/

/** What servers without such codes say of a recipient whom they do not know, or who is not theirs (RFC 5321, section 4.2.3). */
const FINAL_REPLIES_TO_A_RECIPIENT = new Set([550, 551, 553])

/**
 * Says why an email did not leave, in the server's own words where it has any, and whether another attempt could succeed:
 * a 5yz answer that is about the recipient or the content is final.
 */
export function describeFailure(error: unknown): string {
  const { command, response, responseCode, message } = (error ?? {}) as SmtpFailure
  const said = oneLine(typeof response === "string" ? response : String(message ?? error))
  return isFinal(String(command), responseCode, said) ? `${PERMANENT_FAILURE}: ${said}` : said
}

function isFinal(command: string, responseCode: unknown, said: string): boolean {
  if (
    !COMMANDS_OF_ONE_EMAIL.has(command) ||
    typeof responseCode !== "number" ||
    responseCode < 500
  ) {
    return false
  }
  const code = ENHANCED_CODE.exec(said)?.[1]
  return code === undefined
    ? command === "RCPT TO" && FINAL_REPLIES_TO_A_RECIPIENT.has(responseCode)
    : FINAL_CODE.test(code)
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()
