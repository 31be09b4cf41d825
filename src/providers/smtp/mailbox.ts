/** One address (RFC 5321, section 4.1.2), without quoting: a second recipient has no place in it. */
const ADDRESS = /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/

/** A name for people, in front of an address in angle brackets (RFC 5322, section 3.4); on one line. */
const NAMED_ADDRESS = /^[^\r\n<>]*<([^<>]+)>$/

/** Whether this is one plain address. */
export function isAddress(text: string): boolean {
  return text.length <= 320 && ADDRESS.test(text)
}

/** Whether this is one address, with a name or without. */
export function isMailbox(text: string): boolean {
  const named = NAMED_ADDRESS.exec(text.trim())
  return isAddress(named ? named[1].trim() : text.trim())
}
