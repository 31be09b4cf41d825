import { createHash } from "node:crypto"

/** Tells tokens apart without giving one away. */
export function fingerprint(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 32)
}
