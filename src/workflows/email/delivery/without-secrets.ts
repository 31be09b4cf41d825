/**
 * Why an attempt failed, fit for the ledger: whoever says so, a provider, the database or a function of the application that
 * writes emails, may quote the email. Links and tokens have no place there, nor has a novel.
 */
export function withoutSecrets(message: string): string {
  return (
    message
      // What Medusa (2.21) puts in front of what the provider said.
      .replace(/^Failed to send notification with id \S+:\s*/, "")
      .replace(/https?:\/\/\S+/g, "[link]")
      .replace(/[\w-]{16,}\.[\w-]{8,}\.[\w-]{8,}/g, "[token]")
      .replace(/[\p{Cc}\p{Cs}]+/gu, " ")
      .trim()
      .slice(0, 500)
  )
}
