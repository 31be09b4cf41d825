import type { Backend } from "../helpers/backend"
import { type Credential, openSession } from "../helpers/http"
import { type Person, usePeople } from "../helpers/people"
import { requestResetToken } from "../helpers/reset-tokens"

export type People = ReturnType<typeof usePeople>

/** The person whom the table is about, with one credential of every kind. */
export type Holder = Person & {
  session: Credential
  key: { id: string; credential: Credential }
  keyOfKey: { id: string; credential: Credential }
  /** What the identity provider calls the person. */
  sub: string
  resetToken: string
  ownInvite: Invite
  sentInvite: Invite
  /** Of another admin, whose password it sets. */
  sentReset: Invite
}

/** A token, and whose it is. */
export type Invite = { email: string; token: string }

/** Gives somebody everything that opens a backend. */
export async function provisionHolder(backend: Backend, people: People): Promise<Holder> {
  const { api } = backend
  const email = "ada@example.com"
  // Before they are a user, because the database takes no invites for users.
  const ownInvite = await invite(backend, email, people.root.credential)
  const person = await people.provision(email)
  const sub = "sso|ada"
  await people.linkSso(person, sub)
  const key = await people.createKey(person.credential)

  return {
    ...person,
    session: await openSession(api, person.token),
    key,
    keyOfKey: await people.createKey(key.credential, "made with the other key"),
    sub,
    resetToken: await requestResetToken(backend, email),
    ownInvite,
    sentInvite: await invite(backend, "grace@example.com", person.credential),
    sentReset: await askForReset(backend, await people.provision("linus@example.com"), person),
  }
}

/** Sends an invite that must go out. */
async function invite({ api }: Backend, email: string, credential: Credential): Promise<Invite> {
  const { status, data } = await api.post("/admin/invites", { email }, credential)
  if (status !== 200) {
    throw new Error(`${email} could not be invited: ${status} ${JSON.stringify(data)}`)
  }
  return { email, token: data.invite.token }
}

/** Has somebody ask for the reset of another admin's password, as `POST /admin/users/:id/reset-password` answers it. */
async function askForReset({ api }: Backend, of: Person, by: Person): Promise<Invite> {
  const path = `/admin/users/${of.id}/reset-password`
  const { status, data } = await api.post(path, {}, by.credential)
  if (status !== 200) {
    throw new Error(`No reset for ${of.email}: ${status} ${JSON.stringify(data)}`)
  }
  return { email: of.email, token: data.token }
}
