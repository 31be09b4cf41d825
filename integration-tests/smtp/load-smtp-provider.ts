import path from "node:path"

const BUILT_PROVIDER = path.join(__dirname, "../../.medusa/server/src/providers/smtp/service.js")

/** The built provider, as a backend that installed the package gets it. */
export const loadSmtpProvider = async () => {
  const { SmtpNotificationService }: typeof import("../../src/providers/smtp/service") =
    await import(BUILT_PROVIDER)
  return SmtpNotificationService
}
