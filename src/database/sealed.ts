import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"

/**
 * A value that only an instance of this application can read.
 *
 * Medusa writes a workflow that has async steps, retries, timeouts or a retention time to `workflow_execution` and to
 * Redis: its input, the results of its steps, and what they need for compensation, also those of workflows nested in it
 * (2.21). A password, or the hashes in a row image, must not lie around like that, so they travel sealed: AES-256-GCM,
 * with a key derived from the application's JWT secret.
 */
export type Sealed = { sealed: string }

const CIPHER = "aes-256-gcm"
const IV_BYTES = 12
const TAG_BYTES = 16

export function seal(container: MedusaContainer, plain: string): Sealed {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(container), iv)
  const encrypted = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()])
  return { sealed: Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString("base64") }
}

/** @throws MedusaError `invalid_data` if the value was sealed with another secret, or is none that was sealed */
export function unseal(container: MedusaContainer, { sealed }: Sealed): string {
  try {
    return decrypt(container, Buffer.from(sealed, "base64"))
  } catch {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "A sealed value can't be read. It was not sealed by this application, or with another projectConfig.http.jwtSecret."
    )
  }
}

function decrypt(container: MedusaContainer, bytes: Buffer): string {
  const decipher = createDecipheriv(CIPHER, keyOf(container), bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([
    decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
    decipher.final(),
  ]).toString("utf8")
}

function keyOf(container: MedusaContainer): Buffer {
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const secret = [http.jwtSecret, http.cookieSecret].find(
    (candidate) => typeof candidate === "string" || Buffer.isBuffer(candidate)
  )
  if (!secret) {
    throw new MedusaError(
      MedusaError.Types.UNEXPECTED_STATE,
      "medusa-plugin-user-lifecycle needs projectConfig.http.jwtSecret to be set in medusa-config, as a string."
    )
  }
  return Buffer.from(hkdfSync("sha256", secret.toString(), "", "user-lifecycle sealed values", 32))
}
