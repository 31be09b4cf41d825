import { acceptInviteUrl, loginUrl, setPasswordUrl } from "../dashboard-urls"
import { EMAIL_KINDS, EmailData, EmailKind, emailKinds } from "../email-kinds"
import { EmailTemplate, findFlaw } from "../email-template"
import { ENGLISH } from "../english"
import { lookupTags } from "../locales"
import { shortName, shortText } from "../short-text"
import { EmailTemplates, writeEmail } from "../write-email"

const admin = { backendUrl: "https://shop.example.com/", path: "/app" }

describe("links to the dashboard", () => {
  it("lead to the configured page, else to the dashboard of the backend", () => {
    expect(acceptInviteUrl("t+/=", undefined, admin)).toBe(
      "https://shop.example.com/app/invite?token=t%2B%2F%3D"
    )
    expect(acceptInviteUrl("t", "https://admin.example.com/x/invite?lang=en", admin)).toBe(
      "https://admin.example.com/x/invite?lang=en&token=t"
    )
    expect(setPasswordUrl("t", undefined, admin)).toBe(
      "https://shop.example.com/app/reset-password?token=t"
    )
    expect(setPasswordUrl("t", "https://admin.example.com/x/invite", admin)).toBe(
      "https://admin.example.com/x/reset-password?token=t"
    )
    expect(loginUrl(undefined, admin)).toBe("https://shop.example.com/app/login")
    expect(loginUrl("https://admin.example.com/x/invite?lang=en", admin)).toBe(
      "https://admin.example.com/x/login"
    )
  })

  it("are a developer's where nothing is configured", () => {
    expect(acceptInviteUrl("t", undefined, { backendUrl: "/", path: "/app" })).toBe(
      "http://localhost:9000/app/invite?token=t"
    )
  })
})

const url = "https://shop.example.com/app/invite?token=a&b=<c>"

const dataOf = (kind: EmailKind, storeName: string, name: string | null): EmailData => {
  const { always, sometimes } = EMAIL_KINDS[kind]
  const values = [...always, ...sometimes].map((key) => {
    const isInstant = key === "expires_at" || key === "until"
    return [key, isInstant ? new Date(0) : key.endsWith("_url") ? url : `${key}@example.com`]
  })
  return { ...Object.fromEntries(values), store_name: storeName, name }
}

describe("emails", () => {
  const hostile = '"><script>alert(1)</script>\r\nBcc: everybody@example.com'

  it.each(emailKinds)(
    "of the kind %s say what matters in text and HTML, and escape the rest",
    async (kind) => {
      const data = dataOf(kind, hostile, hostile)
      const email = await writeEmail(kind, data, ["en"], {})

      expect(email.subject).toBeTruthy()
      expect(email.subject).not.toMatch(/[\r\n]/)
      expect(email.html).not.toContain("<script>")
      expect(email.html).toContain("&lt;script&gt;")
      expect(email.text).not.toContain("{{")
      expect(email.html).not.toContain("{{")
      expect(email.text.split("\n").filter((line) => line.startsWith("Bcc"))).toEqual([])
      if (EMAIL_KINDS[kind].link) {
        expect(email.html).toContain(
          'href="https://shop.example.com/app/invite?token=a&amp;b=&lt;c&gt;"'
        )
        expect(email.text).toContain(url)
      }
      if ("expires_at" in data || "until" in data) {
        expect(email.text).toContain("1 January 1970 at 00:00 UTC")
      }
    }
  )

  it("say width and button also as Outlook on Windows understands them", async () => {
    const { html } = await writeEmail("invite", dataOf("invite", "Shop", null), ["en"], {})
    expect(html).toMatch(/<!--\[if mso\]><table [^>]*width="520"/)
    expect(html.match(/<!--\[if mso\]>/g)).toHaveLength(2)
    expect(html).toMatch(/<td bgcolor="#18181b"[^>]*><a href=/)
  })

  it("leave out what there is nothing to say about", async () => {
    const data = { ...dataOf("account_suspended", "Shop", null), until: null }
    const { text, html } = await writeEmail("account_suspended", data, ["en"], {})
    expect(text).toMatch(/^Hello,\n/)
    expect(text).not.toContain("ends by itself")
    expect(html).not.toContain("<a ")

    const named = await writeEmail("account_suspended", { ...data, name: "Ada" }, ["en"], {})
    expect(named.text).toMatch(/^Hello Ada,\n/)
  })

  it("have no flaw themselves", () => {
    expect(emailKinds.map((kind) => findFlaw(kind, ENGLISH[kind]))).toEqual(
      emailKinds.map(() => undefined)
    )
  })
})

describe("an application's own words", () => {
  const german: EmailTemplate = {
    subject: "Einladung zu {{store_name}}",
    paragraphs: [["Hallo {{name}},", "Hallo,"], "bis {{ expires_at }}"],
    button: "Annehmen",
  }
  const templates: EmailTemplates = {
    invite: {
      "de-AT": german,
      fr: (data, context) => ({
        subject: `Invitation\r\nà ${String(data.store_name)}`,
        text: JSON.stringify(context),
        html: "<p>",
      }),
    },
  }
  const write = (...locales: string[]) =>
    writeEmail("invite", dataOf("invite", "Shop", null), locales, templates)

  it("are used for their language, laid out and escaped like the others", async () => {
    const { subject, text, html } = await write("de-at")
    expect(subject).toBe("Einladung zu Shop")
    expect(text).toBe(`Hallo,\n\nbis 1. Jänner 1970 um 00:00 UTC\n\nAnnehmen:\n${url}\n`)
    expect(html).toContain('<html lang="de-AT"')
  })

  it("can be a function, whose subject stays one line", async () => {
    expect(await write("fr-CA", "de-AT")).toEqual({
      subject: "Invitation à Shop",
      text: JSON.stringify({ template: "user-lifecycle.invite", locale: "fr" }),
      html: "<p>",
    })
  })

  it("give way to the next language that is there, English last", async () => {
    expect((await write("de", "fr")).subject).toContain("Invitation")
    expect((await write("en-GB", "fr")).subject).toBe("You are invited to Shop")
    expect((await write("pl")).subject).toBe("You are invited to Shop")
  })

  it("are refused where they make no email", async () => {
    const broken = { invite: { en: () => ({ subject: "only" }) as never } }
    await expect(writeEmail("invite", {}, ["en"], broken)).rejects.toThrow("user-lifecycle.invite")
  })

  it.each<[string, EmailTemplate, string]>([
    ["a value that there is not", { ...german, button: "{{acept_url}}" }, "{{acept_url}}"],
    ["no link", { ...german, button: undefined }, "needs a button, or {{set_password_url}}"],
    ["no subject", { ...german, subject: " " }, "needs a subject"],
    ["a subject that may be missing", { ...german, subject: "For {{name}}" }, "needs a subject"],
  ])("are told of %s", (_, template, says) => {
    expect(findFlaw("set_password", template)).toContain(says)
  })
})

describe("shortName", () => {
  it.each([
    "log in at evil-login.com now",
    "evil.example.com",
    "Ada https://evil.example",
    "злой.рф",
    "x".repeat(52) + " evil.com",
  ])("leaves out %j, of which mail programs make a link", (name) =>
    expect(shortName(name, 60)).toBeUndefined()
  )

  it.each([
    "Ada Lovelace",
    "J.R.R. Tolkien",
    "Martin Luther King Jr.",
    "Dr. Ada",
    "Anne-Marie O'Neil",
  ])("keeps %j", (name) => expect(shortName(name, 60)).toBe(name))

  it("is stricter than what the store is called", () => {
    expect(shortText("Shop.com", 60)).toBe("Shop.com")
  })
})

describe("lookupTags", () => {
  it("goes from the most to the least special language", () => {
    expect(lookupTags("de-CH-1996")).toEqual(["de-ch-1996", "de-ch", "de"])
    expect(lookupTags("not a tag")).toEqual([])
    expect(lookupTags(`en-x${"-a".repeat(40_000)}`)).toEqual([])
  })
})
