import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { setTimeout as delay } from "node:timers/promises"
import { type ParsedMail, simpleParser } from "mailparser"
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server"

/** An email as a mail server gets it. */
export type ReceivedEmail = {
  envelope: { from: string; to: string[] }
  raw: string
  parsed: ParsedMail
  session: Pick<SMTPServerSession, "secure" | "user">
}

/** What to answer to an email, instead of taking it. */
export type Refusal = { code: number; message: string }

export type MailServer = {
  port: number
  emails: ReceivedEmail[]
  stop(): Promise<void>
}

export type MailServerOptions = SMTPServerOptions & {
  port?: number
  /** How long it thinks about an email that has arrived. */
  answerAfterMs?: number
  /** Asked when an email has arrived; what it returns is answered. */
  refuse?(email: ReceivedEmail): Refusal | undefined
}

/** A mail server in this process, which takes what it is given, in plain text unless `options` say otherwise. */
export async function startMailServer({
  port = 0,
  answerAfterMs = 0,
  refuse,
  ...options
}: MailServerOptions = {}): Promise<MailServer> {
  const emails: ReceivedEmail[] = []
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ["STARTTLS", "AUTH"],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        const raw = Buffer.concat(chunks)
        void simpleParser(raw).then(async (parsed) => {
          await delay(answerAfterMs)
          const { mailFrom, rcptTo } = session.envelope
          const email: ReceivedEmail = {
            envelope: {
              from: mailFrom ? mailFrom.address : "",
              to: rcptTo.map(({ address }) => address),
            },
            raw: raw.toString("utf8"),
            parsed,
            session: { secure: session.secure, user: session.user },
          }
          const refusal = refuse?.(email)
          if (refusal) {
            return callback(
              Object.assign(new Error(refusal.message), { responseCode: refusal.code })
            )
          }
          emails.push(email)
          callback()
        }, callback)
      })
    },
    ...options,
  })
  // A client that is killed leaves a broken connection behind.
  server.on("error", () => undefined)
  const listening = server.listen(port, "127.0.0.1")
  await once(listening, "listening")
  return {
    port: (listening.address() as AddressInfo).port,
    emails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The first link in an email. */
export function linkIn({ parsed }: Pick<ReceivedEmail, "parsed">): URL {
  const [link] = /https?:\/\/\S+/.exec(parsed.text ?? "") ?? []
  if (!link) {
    throw new Error(`There is no link in ${parsed.text}`)
  }
  return new URL(link)
}
