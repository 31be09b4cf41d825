import { acceptInviteUrl, setPasswordUrl } from "../dashboard-urls"
import { inviteEmail } from "../invite"
import { setPasswordEmail } from "../set-password"

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
  })

  it("are a developer's where nothing is configured", () => {
    expect(acceptInviteUrl("t", undefined, { backendUrl: "/", path: "/app" })).toBe(
      "http://localhost:9000/app/invite?token=t"
    )
  })
})

describe("emails", () => {
  const url = "https://shop.example.com/app/invite?token=a&b=<c>"
  const hostile = '"><script>alert(1)</script>\r\nBcc: everybody@example.com'

  it.each([
    [
      "invite",
      (store_name: string, email: string) =>
        inviteEmail({ email, store_name, accept_url: url, expires_at: new Date(0) }),
    ],
    [
      "set password",
      (store_name: string, email: string) =>
        setPasswordEmail({ email, store_name, set_password_url: url, expires_at: new Date(0) }),
    ],
  ])("of the kind %s say what matters in text and HTML, and escape the rest", (_, write) => {
    const email = write(hostile, "ada@example.com")

    expect(email.subject).not.toMatch(/[\r\n]/)
    expect(email.html).not.toContain("<script>")
    expect(email.html).toContain("&lt;script&gt;")
    expect(email.html).toContain(
      'href="https://shop.example.com/app/invite?token=a&amp;b=&lt;c&gt;"'
    )
    expect(email.text).toContain(url)
    expect(email.text).toContain("ada@example.com")
    expect(email.text).toContain("1 January 1970 at 00:00 UTC")
  })
})
