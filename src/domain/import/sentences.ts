import { say, type Sentence, toSentence } from "../sentence"

/**
 * What is said of a file of people and of its lines, in English. A program that says it in another language goes by the key,
 * and fills in the same values.
 */
export const IMPORT_SENTENCES = {
  file_empty: "The file is empty. Its first line names the columns.",
  file_has_too_many_people: "The file has more than {{max}} people. Split it into several files.",
  file_has_too_many_lines: "The file has more than {{max}} lines.",
  header_missing:
    "The first line names no column that is known. Columns are {{columns}}, with commas, semicolons or tabs between them.",
  column_unknown: 'The column "{{column}}" is not known. Columns are {{columns}}.',
  column_twice: 'The column "{{column}}" comes twice.',
  column_missing: 'There is no column "{{column}}".',
  quote_not_closed: "A quote that opens here is never closed.",
  line_too_long: "The line is longer than {{max}} bytes. Is a quote not closed?",
  text_after_quote: "There is text after a closing quote.",
  quote_in_cell: "There is a quote inside of a cell that has none around it.",
  line_unreadable: "The line can't be read ({{code}}).",
  wrong_number_of_cells: "The line has {{cells}} cells, and the header {{columns}}.",
  not_storable: "The {{column}} has a character that can't be stored.",
  not_utf8: "The {{column}} is not in UTF-8. Save the file in UTF-8.",
  text_too_long: "The {{column}} is longer than {{max}} characters.",
  no_email: "There is no email.",
  email_invalid: '"{{email}}" is not an email address.',
  email_cell_invalid: "What is in the column email is not an email address.",
  email_mixes_scripts:
    '"{{email}}" mixes letters of Latin, Cyrillic or Greek within a word: it can look like an email that is somebody else\'s.',
  email_domain_not_allowed:
    "{{email}} can't become a user: its domain is not among {{domains}} (option provisioning.allowed_email_domains).",
  two_logins: "There is a password and a login at a provider: a person begins with one.",
  half_a_login: "A login needs both, auth_provider and auth_entity_id.",
  provider_unknown:
    'Admins can\'t log in through the provider "{{provider}}". Usable: {{providers}}.',
  provider_cell_unknown:
    "Admins can't log in through the provider that is in the column auth_provider. Usable: {{providers}}.",
  provider_of_passwords: 'The provider "{{provider}}" is for passwords: use the column password.',
  password_too_short: "The password has {{length}} characters, and must have at least {{min}}.",
  password_too_long: "The password has {{length}} characters, and may have at most {{max}}.",
  roles_unavailable: "Roles can't be given: Medusa's RBAC is not enabled in this application.",
  too_many_roles: "The line has more than {{max}} roles.",
  role_unknown: 'There is no role "{{role}}".',
  role_cell_unknown: "In the column roles is a role that does not exist.",
  roles_not_allowed: "The line has roles that allow more than whoever uploaded the file may do.",
  email_repeated: "Line {{line}} has the same email.",
  login_repeated: "Line {{line}} has the same login.",
  login_taken: "The login at {{provider}} is already that of user {{user}}.",
  returning: "Somebody with this email was offboarded on {{day}}.",
  user_exists: "A user with this email exists already.",
  invite_exists: "There is an open invite to this email.",
} as const

export type ImportSentence = Sentence<keyof typeof IMPORT_SENTENCES>

export const importSentence = toSentence<ImportSentence["key"]>

export const importSentenceInEnglish = (said: ImportSentence) => say(IMPORT_SENTENCES, said)
