import { setTimeout as delay } from "node:timers/promises"
import { normalizeEmail } from "../../src/domain/email"
import { type ApiResponse, decodeToken } from "../helpers/http"
import type { Stage } from "./changes"
import { CUSTOMERS_PASSWORD, type Model, PASSWORDS } from "./model"

/** News from the database takes milliseconds; this is well below the time for which an instance remembers anybody. */
const NEWS_TAKES_MS = 1_500

/**
 * Compares who may log in, and what works of all that was handed out, with the model.
 *
 * @param options.keys how many API keys are tried, others each time: Medusa (2.21) takes as long to look at one as at a
 * password
 * @returns where the two differ, in words
 */
export async function findDifferences(
  stage: Stage,
  model: Model,
  { keys }: { keys: number }
): Promise<string[]> {
  const credentials = model.credentials.filter(({ kind }) => kind !== "key")
  for (let tried = 0; tried < keys; tried++) {
    credentials.push(...model.nextKey())
  }
  const deadline = Date.now() + (model.is_news_on_its_way ? NEWS_TAKES_MS : 0)
  for (;;) {
    const differences = [
      ...(await Promise.all(credentials.map((each) => tryCredential(stage, model, each)))),
      ...(await Promise.all(passwordsToTry(model).map((each) => tryPassword(stage, model, each)))),
      ...(await Promise.all(subsToTry(model).map((sub) => trySignIn(stage, model, sub)))),
    ].flat()
    if (!differences.length || Date.now() > deadline) {
      model.is_news_on_its_way = false
      return differences
    }
    await delay(10)
  }
}

async function tryCredential(
  { backend: { api } }: Stage,
  model: Model,
  credential: Model["credentials"][number]
): Promise<string[]> {
  const { status, data } = await api.get("/custom", { headers: credential.headers })
  const isGood = model.isGood(credential)
  if (credential.state === "vague" && isGood) {
    return []
  }
  const name = `a ${credential.state} ${credential.kind} of ${credential.owner}`
  if (status !== (isGood ? 200 : 401)) {
    return [`${name} ${isGood ? "should be good" : "should be refused"}: ${status}`]
  }
  return isGood && credential.kind !== "key" && data.actor_id !== credential.owner
    ? [`${name} is ${data.actor_id}'s`]
    : []
}

/** Each password login with the password that opens it, and with one that should not. */
function passwordsToTry(model: Model): { email: string; password: string }[] {
  const all = [...PASSWORDS, CUSTOMERS_PASSWORD]
  const emails = new Set(
    model.logins
      .filter(({ provider }) => provider === "emailpass")
      .map(({ name }) => normalizeEmail(name))
  )
  return [...emails].flatMap((email) => {
    const known = model
      .passwordLoginsNamed(email)
      .flatMap(({ password, customer }) => [password, customer?.password])
    return all
      .filter((password) => known.includes(password) || password === PASSWORDS[0])
      .map((password) => ({ email, password }))
  })
}

async function tryPassword(
  { people }: Stage,
  model: Model,
  { email, password }: { email: string; password: string }
): Promise<string[]> {
  const who = model.whoEnters(email, password)
  return compareEntrance(`${email} with ${password}`, who?.id, await people.logIn(email, password))
}

/** Those that are known: a new one would make a login. */
function subsToTry(model: Model): string[] {
  return model.logins.flatMap(({ provider, name }) => (provider === "test-sso" ? [name] : []))
}

async function trySignIn({ people }: Stage, model: Model, sub: string): Promise<string[]> {
  const login = model.logins.find(({ provider, name }) => provider === "test-sso" && name === sub)
  const user = model.userWith(login?.owner)
  const who = user && model.mayAct(user) ? user : undefined
  return compareEntrance(`${sub} at single sign-on`, who?.id, await people.signIn(sub))
}

/** A login that is nobody's gets a token that names nobody, and opens nothing. */
function compareEntrance(
  what: string,
  expected: string | undefined,
  { status, data }: ApiResponse
): string[] {
  const entered = status === 200 ? actorOf(data.token) : undefined
  return entered === expected
    ? []
    : [
        `${what} should get in as ${expected ?? "nobody"}, and did as ${entered ?? "nobody"}: ${status} ${JSON.stringify(data)}`,
      ]
}

export function actorOf(token: string): string | undefined {
  const { actor_id } = decodeToken(token)
  return typeof actor_id === "string" && actor_id !== "" ? actor_id : undefined
}

/** A way in that somebody has, and the token that it gets them; `undefined` for somebody who can't get in. */
export async function enter(
  { people }: Stage,
  model: Model,
  userId: string
): Promise<string | undefined> {
  const user = model.userWith(userId)
  if (!user || !model.mayAct(user)) {
    return undefined
  }
  for (const login of model.loginsOf(user)) {
    const email = normalizeEmail(login.name)
    const password = model.adminPasswordOf(login)
    if (login.provider === "test-sso") {
      return (await people.signIn(login.name)).data.token
    }
    if (password && model.whoEnters(email, password) === user) {
      return (await people.logIn(email, password)).data.token
    }
  }
  return undefined
}

/** The token of the last email with a link to set a password that was sent to somebody. */
export function linkSentTo({ backend }: Stage, email: string): string | undefined {
  const sent = backend.outbox
    .read()
    .filter(({ to, data }) => to === email && typeof data?.set_password_url === "string")
    .at(-1)
  const url = sent && new URL(String(sent.data?.set_password_url))
  return url?.searchParams.get("token") ?? undefined
}
