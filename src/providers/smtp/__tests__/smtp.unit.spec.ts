import { PERMANENT_FAILURE } from "../../../domain/delivery"
import { describeFailure } from "../describe-failure"
import { isAddress, isMailbox } from "../mailbox"
import { parseSmtpOptions } from "../options"

const REQUIRED = {
  channels: ["email"],
  host: "smtp.example.com",
  port: 587,
  secure: false,
  from: "shop@example.com",
}

describe("isAddress", () => {
  it.each(["ada@example.com", "ada+shop@mail.example.com", "o'neil@example.com", "ä@exämple.com"])(
    "takes %j",
    (text) => expect(isAddress(text)).toBe(true)
  )

  it.each([
    "",
    "ada",
    "ada@example.com, eve@example.com",
    "ada@example.com\r\nBcc: eve@example.com",
    "Ada <ada@example.com>",
    "ada@example.com;eve@example.com",
    "group: ada@example.com;",
    '"ada eve"@example.com',
    "a@b@example.com",
    `${"a".repeat(320)}@example.com`,
  ])("refuses %j", (text) => expect(isAddress(text)).toBe(false))
})

describe("isMailbox", () => {
  it.each(["shop@example.com", "Shop <shop@example.com>", "Ada's shop, Ltd. <shop@example.com>"])(
    "takes %j",
    (text) => expect(isMailbox(text)).toBe(true)
  )

  it.each(["Shop", "Shop <>", "Shop <shop@example.com> <eve@example.com>", "Shop\r\nBcc: <a@b>"])(
    "refuses %j",
    (text) => expect(isMailbox(text)).toBe(false)
  )
})

describe("parseSmtpOptions", () => {
  it("completes what is left out, safely", () => {
    expect(parseSmtpOptions(REQUIRED)).toEqual({
      ...REQUIRED,
      require_tls: false,
      ignore_tls: false,
      pool: false,
      timeout_ms: 10_000,
    })
  })

  it("requires TLS where there is a login to read, unless it is told not to", () => {
    const auth = { user: "shop", pass: "secret" }
    expect(parseSmtpOptions({ ...REQUIRED, auth }).require_tls).toBe(true)
    expect(parseSmtpOptions({ ...REQUIRED, auth, require_tls: false }).require_tls).toBe(false)
    expect(parseSmtpOptions({ ...REQUIRED, auth, secure: true }).require_tls).toBe(false)
  })

  it.each([
    [{ host: undefined }, /host/],
    [{ port: 0 }, /port/],
    [{ secure: "yes" }, /secure/],
    [{ from: "Shop" }, /from.*Shop <shop@example\.com>/],
    [{ channels: ["sms"] }, /channels/],
    [{ auth: { user: "shop" } }, /auth\.pass/],
    [{ requireTls: true }, /requireTls/],
    [{ timeout_ms: 1 }, /timeout_ms/],
  ])("refuses %j, and says what is wrong", (wrong, message) => {
    expect(() => parseSmtpOptions({ ...REQUIRED, ...wrong })).toThrow(message)
  })

  it("never quotes a password", () => {
    const auth = { user: "shop", pass: 12_345_678 }
    expect(() => parseSmtpOptions({ ...REQUIRED, auth })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("12345678") })
    )
  })
})

describe("describeFailure", () => {
  it.each([
    [{ command: "RCPT TO", responseCode: 550, response: "550 no such mailbox" }, true],
    [{ command: "RCPT TO", responseCode: 553, response: "553 not here" }, true],
    [{ command: "RCPT TO", responseCode: 550, response: "550 5.1.1 no such user" }, true],
    [
      { command: "RCPT TO", responseCode: 550, response: "550-5.1.10 not found\n550 5.1.10 x" },
      true,
    ],
    [{ command: "RCPT TO", responseCode: 550, response: "550 5.2.1 disabled" }, true],
    [{ command: "DATA", responseCode: 554, response: "554 5.6.0 no such charset" }, true],
    [{ command: "DATA", responseCode: 554, response: "554 looks like spam" }, false],
    [{ command: "DATA", responseCode: 550, response: "550 looks like spam" }, false],
    [{ command: "RCPT TO", responseCode: 554, response: "554 5.7.1 Relay access denied" }, false],
    [{ command: "RCPT TO", responseCode: 550, response: "550 5.7.1 blocked using zen" }, false],
    [
      {
        command: "RCPT TO",
        responseCode: 550,
        response: "550 5.1.8 <shop@example.com>: Sender address rejected: Domain not found",
      },
      false,
    ],
    [{ command: "RCPT TO", responseCode: 553, response: "553 5.1.7 bad sender" }, false],
    [{ command: "RCPT TO", responseCode: 552, response: "552 5.2.2 mailbox full" }, false],
    [{ command: "RCPT TO", responseCode: 550, response: "550 5.4.1 no route" }, false],
    [{ command: "MAIL FROM", responseCode: 550, response: "550 5.1.1 who?" }, false],
    [{ command: "RCPT TO", responseCode: 451, response: "451 greylisted" }, false],
    [{ command: "MAIL FROM", responseCode: 530, response: "530 authentication required" }, false],
    [{ command: "MAIL FROM", responseCode: 550, response: "550 daily quota exceeded" }, false],
    [{ command: "AUTH PLAIN", responseCode: 535, response: "535 wrong password" }, false],
    [{ command: "CONN", message: "Connection timeout" }, false],
    [new Error("no route"), false],
    [undefined, false],
  ])("of %j: is it final? %j", (error, isFinal) => {
    expect(describeFailure(error).startsWith(PERMANENT_FAILURE)).toBe(isFinal)
  })

  it("keeps what the server said on one line", () => {
    const response = "550-first\r\n550 second\u2028third"
    expect(describeFailure({ response })).toBe("550-first 550 second third")
  })
})
