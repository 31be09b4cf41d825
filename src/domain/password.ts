/** The id under which Medusa registers its own email and password provider; every other one is somebody else who knows the person. */
export const PASSWORD_PROVIDER = "emailpass"

/**
 * Longest password that is accepted. Far above what people or password managers use; it bounds what a request can
 * make the key derivation function read.
 */
export const MAX_PASSWORD_LENGTH = 1024

/** In characters, as people count them; an emoji is one. */
export const lengthOfPassword = (password: string) => [...password].length

/**
 * Why a password is not accepted, or `undefined` if it is. Length only, counted in characters: composition rules make
 * passwords worse (NIST SP 800-63B, section 5.1.1.2).
 */
export function explainWeakPassword(
  password: string,
  policy: { min_length: number }
): string | undefined {
  const length = lengthOfPassword(password)
  if (length < policy.min_length) {
    return `The password has ${length} characters, and must have at least ${policy.min_length}.`
  }
  if (length > MAX_PASSWORD_LENGTH) {
    return `The password has ${length} characters, and may have at most ${MAX_PASSWORD_LENGTH}.`
  }
  return undefined
}
