import { parseOptions } from "../options"

describe("parseOptions", () => {
  it("completes what is left out with safe defaults", () => {
    expect(parseOptions(undefined)).toEqual({
      access: { cache_ttl_seconds: 5 },
      emails: {
        retry_delays_seconds: [10, 30, 120, 600, 1_800, 7_200, 21_600, 43_200],
        locale: "en",
        templates: {},
      },
      provisioning: {
        jit_domains: [],
        password: { min_length: 8 },
        set_password_ttl_seconds: 86_400,
      },
      invites: { registration: "invited_only", reminder_after_hours: 48, keep_expired_days: 30 },
      audit: { at_hours_utc: [3], inactive_after_days: 90 },
      offboarding: { revoke_api_keys: true },
    })
  })

  it("keeps the functions that write emails", () => {
    const write = () => ({ subject: "s", text: "t", html: "h" })
    const { emails } = parseOptions({
      emails: { templates: { invite: { en: write }, access_restored: false } },
    })
    expect(emails.templates).toEqual({ invite: { en: write }, access_restored: false })
  })

  it("ignores what Medusa adds", () => {
    expect(() => parseOptions({ database: { clientUrl: "postgres://" } })).not.toThrow()
  })

  it.each([
    [{ offboardng: {} }, 'unknown option "offboardng"'],
    [{ offboarding: { revoke_apikeys: false } }, 'unknown option "offboarding.revoke_apikeys"'],
    [{ offboarding: { revoke_api_keys: "no" } }, 'option "offboarding.revoke_api_keys"'],
    [
      { provisioning: { password: { min_length: 0 } } },
      'option "provisioning.password.min_length"',
    ],
    [
      { provisioning: { allowed_email_domains: [] } },
      'option "provisioning.allowed_email_domains"',
    ],
    [{ provisioning: { allowed_email_domains: ["@example.com"] } }, 'without "@"'],
    [
      { invites: { accept_url: "javascript:alert(1)" } },
      'option "invites.accept_url": must be an absolute http(s) URL',
    ],
    [{ emails: { locale: "deutsch!" } }, 'option "emails.locale"'],
    [{ emails: { templates: { invit: false } } }, "emails.templates"],
    [{ emails: { templates: { invite: { de: { subject: "x" } } } } }, "emails.templates.invite"],
    [
      {
        emails: {
          templates: { invite: { de: { subject: "Hallo", paragraphs: ["{{until}}"] } } },
        },
      },
      'option "emails.templates.invite.de": has a value {{until}}',
    ],
    [{ a: 1, b: 2 }, 'unknown option "a", unknown option "b"'],
  ])("refuses %j, and names what is wrong", (options, says) => {
    expect(() => parseOptions(options)).toThrow(says)
  })
})
