import { mkdir, rm } from "node:fs/promises"
import path from "node:path"
import { EMAIL_KINDS, type EmailData, emailKinds } from "../../src/emails/email-kinds"
import { writeEmail } from "../../src/emails/write-email"
import { findChromium, launchChromium } from "./chromium"

/** Writes `docs/emails/`: what each email looks like on a wide and on a narrow screen. */
const FOLDER = path.join(__dirname, "../../docs/emails")

const token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpZCI6Imludml0ZV8wMU04Nzg5In0.c2lnbmF0dXJl"

const DATA: EmailData = {
  email: "grace@example.com",
  name: "Grace",
  store_name: "Example Shop",
  accept_url: `https://shop.example.com/app/invite?token=${token}`,
  set_password_url: `https://shop.example.com/app/reset-password?token=${token}`,
  login_url: "https://shop.example.com/app/login",
  former_email: "g.hopper@example.com",
  new_email: "grace@example.com",
  expires_at: new Date("2027-01-02T12:00:00Z"),
  until: new Date("2027-02-01T08:00:00Z"),
}

const SCREENS = { wide: 720, narrow: 360 }

async function main(): Promise<void> {
  const executablePath = findChromium()
  if (!executablePath) {
    throw new Error("There is no Chromium here. CHROMIUM_PATH can name one.")
  }
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  const browser = await launchChromium(executablePath)
  for (const kind of emailKinds) {
    const { html } = await writeEmail(kind, DATA, ["en"], {})
    const name = EMAIL_KINDS[kind].template.split(".")[1]
    for (const [screen, width] of Object.entries(SCREENS)) {
      const page = await browser.newPage({ viewport: { width, height: 100 } })
      await page.setContent(html)
      await page.screenshot({ path: path.join(FOLDER, `${name}-${screen}.png`), fullPage: true })
      await page.close()
    }
  }
  await browser.close()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
