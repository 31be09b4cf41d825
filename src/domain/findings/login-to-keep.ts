import { normalizeEmail } from "../email"

/**
 * Which of several password logins of one user stays: the one that is called by their email. Where several are, in different
 * cases, it is the one that is spelled as the plugin spells emails.
 *
 * @returns `undefined` where it can't be told, and somebody has to decide
 */
export function findLoginToKeep<TLogin extends { entity_id: string }>(
  logins: TLogin[],
  normalizedEmail: string
): TLogin | undefined {
  const named = logins.filter(({ entity_id }) => normalizeEmail(entity_id) === normalizedEmail)
  return named.length === 1
    ? named[0]
    : named.find(({ entity_id }) => entity_id === normalizedEmail)
}
