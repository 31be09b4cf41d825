import { writeFile } from "node:fs/promises"
import net from "node:net"
import path from "node:path"
import { once } from "node:events"
import { generate } from "selfsigned"
import {
  type MailServer,
  type MailServerOptions,
  type Refusal,
  startMailServer,
} from "../helpers/mail-server"
import { freePort, runScript } from "../helpers/server"
import { readVariable } from "../helpers/variables"
import { loadSmtpProvider } from "./load-smtp-provider"

const CONTENT = { subject: "Grüße", text: "Hello, Ada.\n", html: "<p>Hello, <b>Ada</b>.</p>" }

const EMAIL = { to: "ada@example.com", channel: "email", template: "test", content: CONTENT }

describe("the SMTP provider", () => {
  const stops: (() => Promise<void>)[] = []

  const start = async (options: MailServerOptions = {}): Promise<MailServer> => {
    const server = await startMailServer(options)
    stops.push(() => server.stop())
    return server
  }

  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()))
  })

  const optionsFor = ({ port }: { port: number }, options: Record<string, unknown> = {}) => ({
    channels: ["email"],
    host: "127.0.0.1",
    port,
    secure: false,
    from: "Ada's shop <shop@example.com>",
    ...options,
  })

  const open = async (server: { port: number }, options: Record<string, unknown> = {}) => {
    const Provider = await loadSmtpProvider()
    return new Provider({}, optionsFor(server, options))
  }

  it("delivers subject, text and HTML to one recipient, and says that a machine wrote it", async () => {
    const server = await start()
    const provider = await open(server, { reply_to: "help@example.com" })
    const { id } = await provider.send(EMAIL)

    expect(server.emails).toHaveLength(1)
    const [{ envelope, parsed }] = server.emails
    expect(envelope).toEqual({ from: "shop@example.com", to: ["ada@example.com"] })
    expect(parsed).toMatchObject({ subject: "Grüße", messageId: id })
    expect(parsed.text).toBe("Hello, Ada.\n")
    expect(parsed.html).toContain("<b>Ada</b>")
    expect(parsed.from?.value).toEqual([{ name: "Ada's shop", address: "shop@example.com" }])
    expect(parsed.replyTo?.value).toEqual([{ name: "", address: "help@example.com" }])
    expect(parsed.headers.get("auto-submitted")).toBe("auto-generated")
  })

  it("gives an email the message id it is told, so that one sent twice can be recognized", async () => {
    const server = await start()
    const provider = await open(server)
    const message_id = "<4f2a@admin.example.com>"
    await provider.send({ ...EMAIL, provider_data: { message_id } })
    await provider.send({ ...EMAIL, provider_data: { message_id } })
    expect(server.emails.map(({ parsed }) => parsed.messageId)).toEqual([message_id, message_id])
  })

  it("keeps its connections for the next email with pool", async () => {
    const connections: string[] = []
    const server = await start({
      onConnect: (session, callback) => {
        connections.push(session.id)
        callback()
      },
    })
    const provider = await open(server, { pool: true })
    await provider.send(EMAIL)
    await provider.send(EMAIL)
    expect(server.emails).toHaveLength(2)
    expect(connections).toHaveLength(1)
  })

  describe("with what could make another email of one", () => {
    it.each([
      "ada@example.com, eve@example.com",
      "ada@example.com\r\nBcc: eve@example.com",
      "Ada <ada@example.com>",
      "",
    ])("refuses the recipient %j for good", async (to) => {
      const server = await start()
      const provider = await open(server)
      await expect(provider.send({ ...EMAIL, to })).rejects.toThrow(/^permanent failure: /)
      expect(server.emails).toEqual([])
    })

    it("lets no header into subject or message id", async () => {
      const server = await start()
      const provider = await open(server)
      await provider.send({
        ...EMAIL,
        content: { ...CONTENT, subject: "Hello\r\nBcc: eve@example.com\r\n\r\n<script>" },
        provider_data: { message_id: "<a@b>\r\nBcc: eve@example.com" },
      })
      const [{ envelope, parsed, raw }] = server.emails
      expect(envelope.to).toEqual(["ada@example.com"])
      expect(parsed.bcc).toBeUndefined()
      expect(raw).not.toMatch(/^bcc:/im)
    })

    it("reads no file and asks no server for an attachment", async () => {
      const server = await start()
      const provider = await open(server)
      const attachment = { filename: "a.txt", content: { path: "/etc/hostname" } }
      await expect(
        // What a caller without types can pass.
        provider.send({ ...EMAIL, attachments: [attachment] as never })
      ).rejects.toThrow()
      expect(server.emails).toEqual([])
    })
  })

  describe("where the server refuses", () => {
    const refuseWith = (...refusals: (Refusal | undefined)[]) =>
      start({ refuse: () => refusals.shift() })

    it("hands on a 4yz answer, and delivers with the next attempt", async () => {
      const provider = await open(
        await refuseWith({ code: 451, message: "greylisted, try again later" })
      )
      await expect(provider.send(EMAIL)).rejects.toThrow(/^451 greylisted/)
      await expect(provider.send(EMAIL)).resolves.toEqual({ id: expect.any(String) })
    })

    it("says of a 5yz answer about the content that it is final, and not of one about the sender", async () => {
      const provider = await open(
        await refuseWith(
          { code: 554, message: "5.6.0 no such charset" },
          { code: 554, message: "5.7.1 looks like spam" }
        )
      )
      await expect(provider.send(EMAIL)).rejects.toThrow(/^permanent failure: 554 5\.6\.0/)
      await expect(provider.send(EMAIL)).rejects.toThrow(/^554 5\.7\.1/)
    })

    it("does not say so of what is about the sender", async () => {
      const server = await start({
        onMailFrom: (_address, _session, callback) =>
          callback(Object.assign(new Error("daily quota exceeded"), { responseCode: 550 })),
      })
      const provider = await open(server)
      await expect(provider.send(EMAIL)).rejects.toThrow(/^550 daily quota exceeded/)
    })

    it.each([
      "5.7.1 <ada@example.com>: Relay access denied",
      "5.1.8 <shop@example.com>: Sender address rejected: Domain not found",
    ])("nor of %j, which many say when they are told the recipient", async (message) => {
      const server = await start({
        onRcptTo: (_address, _session, callback) =>
          callback(Object.assign(new Error(message), { responseCode: 554 })),
      })
      const provider = await open(server)
      await expect(provider.send(EMAIL)).rejects.toThrow(/^554 5/)
    })

    it("says so of a recipient, too", async () => {
      const server = await start({
        onRcptTo: (_address, _session, callback) =>
          callback(Object.assign(new Error("no such mailbox"), { responseCode: 550 })),
      })
      const provider = await open(server)
      await expect(provider.send(EMAIL)).rejects.toThrow(/^permanent failure: 550 no such mailbox/)
    })
  })

  describe("where the server is not there", () => {
    it("fails, and delivers once it is back", async () => {
      const port = await freePort()
      const provider = await open({ port })
      await expect(provider.send(EMAIL)).rejects.toThrow(/ECONNREFUSED/)

      const server = await start({ port })
      await provider.send(EMAIL)
      expect(server.emails).toHaveLength(1)
    })

    it("waits for one that takes its time to say that it has taken an email, and sends it once", async () => {
      const server = await start({ answerAfterMs: 1_500 })
      const provider = await open(server, { timeout_ms: 1_000 })
      await provider.send(EMAIL)
      expect(server.emails).toHaveLength(1)
    })

    it("does not wait for ever for one that says nothing", async () => {
      const silent = net.createServer().listen(0, "127.0.0.1")
      await once(silent, "listening")
      stops.push(async () => void silent.close())
      const { port } = silent.address() as net.AddressInfo
      const provider = await open({ port }, { timeout_ms: 200 })
      await expect(provider.send(EMAIL)).rejects.toThrow(/timeout|never received/i)
    })
  })

  describe("with a login", () => {
    const withLogin = () =>
      start({
        disabledCommands: ["STARTTLS"],
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: ({ username, password }, _session, callback) =>
          username === "shop" && password === "secret"
            ? callback(null, { user: "shop" })
            : callback(Object.assign(new Error("wrong password"), { responseCode: 535 })),
      })

    const PLAIN = { require_tls: false }

    it("shows the password to no server without TLS, unless it is told to", async () => {
      const server = await withLogin()
      const provider = await open(server, { auth: { user: "shop", pass: "secret" } })
      await expect(provider.send(EMAIL)).rejects.toThrow(/not recognized/)
      expect(server.emails).toEqual([])
    })

    it("logs in", async () => {
      const server = await withLogin()
      const provider = await open(server, { ...PLAIN, auth: { user: "shop", pass: "secret" } })
      await provider.send(EMAIL)
      expect(server.emails[0].session.user).toBe("shop")
    })

    it("does not give an email up because of a wrong password, and does not quote the password", async () => {
      const provider = await open(await withLogin(), {
        ...PLAIN,
        auth: { user: "shop", pass: "guess-1234" },
      })
      await expect(provider.send(EMAIL)).rejects.toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/permanent|guess-1234/) })
      )
    })
  })

  describe("with TLS", () => {
    let certificate: { key: string; cert: string; file: string }

    beforeAll(async () => {
      const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
        keySize: 2048,
        extensions: [
          { name: "basicConstraints", cA: true },
          { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
        ],
      })
      const file = path.join(readVariable("folder"), `mail-server-${process.pid}.pem`)
      await writeFile(file, cert)
      certificate = { key, cert, file }
    })

    const sendTrusting = async (options: Record<string, unknown>) =>
      await runScript(
        path.join(__dirname, "send-one.ts"),
        [JSON.stringify(options), JSON.stringify(EMAIL)],
        { env: { NODE_EXTRA_CA_CERTS: certificate.file } }
      )

    it("begins it where the server offers it, with a certificate that it can verify", async () => {
      const server = await start({ ...certificate, disabledCommands: ["AUTH"] })
      await sendTrusting(optionsFor(server, { host: "localhost" }))
      expect(server.emails[0].session.secure).toBe(true)
    })

    it("shows its password once the connection is private, and logs in with it", async () => {
      const server = await start({
        ...certificate,
        disabledCommands: [],
        authOptional: false,
        onAuth: ({ username, password }, { secure }, callback) =>
          secure && username === "shop" && password === "secret"
            ? callback(null, { user: "shop" })
            : callback(Object.assign(new Error("wrong password"), { responseCode: 535 })),
      })
      const auth = { user: "shop", pass: "secret" }
      await sendTrusting(optionsFor(server, { host: "localhost", auth }))
      expect(server.emails[0].session).toEqual({ secure: true, user: "shop" })
    })

    it("speaks it from the beginning with secure", async () => {
      const server = await start({ ...certificate, secure: true, disabledCommands: ["AUTH"] })
      await sendTrusting(optionsFor(server, { host: "localhost", secure: true }))
      expect(server.emails[0].session.secure).toBe(true)
    })

    it("sends nothing to a server whose certificate nobody vouches for", async () => {
      const server = await start({ ...certificate, disabledCommands: ["AUTH"] })
      const provider = await open(server, { host: "localhost" })
      await expect(provider.send(EMAIL)).rejects.toThrow(/self-signed certificate/)
      expect(server.emails).toEqual([])
    })

    it("sends nothing in plain text with require_tls", async () => {
      const server = await start()
      const provider = await open(server, { require_tls: true })
      await expect(provider.send(EMAIL)).rejects.toThrow(/not recognized/)
      expect(server.emails).toEqual([])
    })
  })
})
