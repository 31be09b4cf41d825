import { credentials, type CredentialId, type OutcomeId, type PathId } from "./table"

/** The answer on a path: a status, a code without `user_lifecycle.`, and who it was. Or why there is none: "– …". */
export type Cell = string

export type Cells = Record<PathId, Cell>

/** Why there is no answer. */
export const absences = {
  "– as it is": "It is shown as it is; there is nothing to exchange it for.",
  "– refused": "The exchange was refused, so there is nothing to show.",
  "– no login": "It takes a login, and the login was refused.",
  "– not sent": "Nothing was sent.",
} as const

export type Absence = keyof typeof absences

const OPEN = { admin_core: "200", admin_plugin: "200", auth: "200", custom: "200" }

/** What an outcome is on every path: 401 where somebody has to be known, and a stranger's 200 where not. */
export function cellsOf(credentialId: CredentialId, outcome: OutcomeId): Cells {
  switch (outcome) {
    case "works":
      return shown(credentialId, "200", { ...OPEN, public: "200 as the person" })
    case "somebody_new":
      return shown(credentialId, "200", { ...OPEN, public: "200 as somebody new" })
    case "nobody":
      return shown(credentialId, "200", {
        admin_core: "401",
        admin_plugin: "401",
        // Second factors belong to a login, also to one that is nobody's.
        auth: "200",
        custom: "401",
        public: "200 as nobody",
      })
    case "deleted":
      return refused(credentialId, "401 user_deleted")
    case "suspended":
      return refused(credentialId, "401 user_suspended")
    case "revoked":
      return refused(credentialId, "401 token_revoked")
    case "not_invited":
      return refused(credentialId, "401 not_invited")
    case "unknown":
      return refused(credentialId, "401")
    case "is_user":
      return refused(credentialId, "400 email_taken")
    case "no_login":
      return everywhere("– no login")
    case "not_sent":
      return everywhere("– not sent")
  }
}

/** The same on all paths, because there is nothing to show. */
export function everywhere(absence: Absence, exchange: Cell = absence): Cells {
  return {
    exchange,
    admin_core: absence,
    admin_plugin: absence,
    auth: absence,
    custom: absence,
    public: absence,
  }
}

function shown(id: CredentialId, exchange: Cell, cells: Omit<Cells, "exchange">): Cells {
  const { is_exchanged, shows } = credentials[id]
  return {
    exchange: is_exchanged ? exchange : "– as it is",
    ...cells,
    // Medusa (2.21) takes no API keys under `/auth`, and the public route of this application doesn't either.
    ...(shows === "api_key" ? { auth: "401", public: "200 as nobody" } : {}),
  }
}

function refused(id: CredentialId, answer: Cell): Cells {
  return credentials[id].is_exchanged
    ? everywhere("– refused", answer)
    : shown(id, answer, {
        admin_core: answer,
        admin_plugin: answer,
        auth: answer,
        custom: answer,
        public: "200 as nobody",
      })
}
