/** Without characters that look like others, for whoever has to read it to somebody: no 0, O, 1, I, l. */
const CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_+=!?"

/** Five to six bits each: more than a hundred, which nobody guesses. */
const LENGTH = 20

/** Bytes from here on would make the first characters more likely than the others. */
const LIMIT = 256 - (256 % CHARACTERS.length)

/** A password that nobody can guess, from the browser's source of random numbers for cryptography. */
export function generatePassword(): string {
  let password = ""
  while (password.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH - password.length))) {
      password += byte < LIMIT ? CHARACTERS[byte % CHARACTERS.length] : ""
    }
  }
  return password
}
