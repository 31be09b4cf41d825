/** Without characters that look like others, for whoever has to read it to somebody: no 0, O, 1, I, l. */
const CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_+=!?"

/** Five to six bits each: more than a hundred, which nobody guesses. */
const LENGTH_AT_LEAST = 20

/** Bytes from here on would make the first characters more likely than the others. */
const LIMIT = 256 - (256 % CHARACTERS.length)

/**
 * A password that nobody can guess, from the browser's source of random numbers for cryptography.
 *
 * @param minLength so many characters the shop asks for
 */
export function generatePassword(minLength: number): string {
  const length = Math.max(LENGTH_AT_LEAST, minLength)
  let password = ""
  while (password.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length - password.length))) {
      password += byte < LIMIT ? CHARACTERS[byte % CHARACTERS.length] : ""
    }
  }
  return password
}
