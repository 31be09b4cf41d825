import { randomBytes } from "node:crypto"
import {
  type Api,
  apiKey,
  type ApiResponse,
  bearer,
  createApi,
  type Credential,
  openSession,
} from "../helpers/http"
import type { Narrator } from "./narrator"
import type { Stage } from "./stage"

/** The life of two admin users, over HTTP. */
export async function tellTheStory(narrator: Narrator, stage: Stage): Promise<void> {
  const api = createApi(stage.server.url)
  const admin = await narrator.step(`${stage.admin.email} logs in`, async () =>
    bearer(tokenOf(await api.post("/auth/user/emailpass", stage.admin)))
  )

  narrator.chapter("1. Ada joins")
  const ada = await provisionAda(narrator, api, admin)

  narrator.chapter("2. Ada takes a break")
  const back = await suspendAda(narrator, api, admin, ada)

  narrator.chapter("3. Ada leaves")
  await offboardAda(narrator, api, admin, back)

  narrator.chapter("4. Ada returns")
  await restoreAda(narrator, api, admin, ada, stage)

  narrator.chapter("5. Grace is invited")
  await inviteGrace(narrator, api, admin, stage)

  narrator.chapter("6. The ledger")
  await readTheLedger(narrator, api, admin)
}

type Ada = {
  id: string
  email: string
  password: string
  token: Credential
  session: Credential
  key: Credential
}

async function provisionAda(narrator: Narrator, api: Api, admin: Credential): Promise<Ada> {
  const email = "ada@example.com"
  const password = randomPassword()
  const user = await narrator.step("POST /admin/users makes her, with a password", async () => {
    const person = { email, password, first_name: "Ada", last_name: "Lovelace" }
    const response = await api.post("/admin/users", person, admin)
    return expectStatus(response, 200).data.user as { id: string; email: string }
  })
  narrator.say(`${user.email} is ${user.id}`)

  const token = await narrator.step("POST /auth/user/emailpass logs her in", async () =>
    bearer(tokenOf(await api.post("/auth/user/emailpass", { email, password })))
  )
  await narrator.step("GET /admin/products answers her token", async () => {
    expectStatus(await api.get("/admin/products", token), 200)
  })
  const session = await narrator.step("POST /auth/session opens a cookie session", async () => {
    const cookie = await openSession(api, token.headers.authorization.replace("Bearer ", ""))
    expectStatus(await api.get("/admin/products", cookie), 200)
    return cookie
  })
  const key = await narrator.step("POST /admin/api-keys makes her a secret API key", async () => {
    const body = { title: "Ada's export script", type: "secret" }
    const response = await api.post("/admin/api-keys", body, token)
    const credential = apiKey(expectStatus(response, 200).data.api_key.token)
    expectStatus(await api.get("/admin/products", credential), 200)
    return credential
  })
  return { id: user.id, email, password, token, session, key }
}

async function suspendAda(narrator: Narrator, api: Api, admin: Credential, ada: Ada): Promise<Ada> {
  const { id, email, password } = ada
  await narrator.step("POST /admin/users/:id/suspend, until somebody ends it", async () => {
    const response = await api.post(`/admin/users/${id}/suspend`, { reason: "On leave" }, admin)
    const { status, reason } = expectStatus(response, 200).data.user_access
    narrator.say(`status: ${status}, reason: ${reason}`)
  })
  const attempts: [string, () => Promise<ApiResponse>][] = [
    ["her token", () => api.get("/admin/products", ada.token)],
    ["her session", () => api.get("/admin/products", ada.session)],
    ["her API key", () => api.get("/admin/products", ada.key)],
    ["her password", () => api.post("/auth/user/emailpass", { email, password })],
  ]
  await refuseAll(narrator, attempts)

  await narrator.step("POST /admin/users/:id/reactivate", async () => {
    expectStatus(await api.post(`/admin/users/${id}/reactivate`, {}, admin), 200)
  })
  await refuseAll(narrator, [["her token from before", attempts[0][1]]])
  return await narrator.step("She logs in again, and her API key works again", async () => {
    const token = tokenOf(await api.post("/auth/user/emailpass", { email, password }))
    expectStatus(await api.get("/admin/products", ada.key), 200)
    return { ...ada, token: bearer(token), session: await openSession(api, token) }
  })
}

async function restoreAda(
  narrator: Narrator,
  api: Api,
  admin: Credential,
  ada: Ada,
  stage: Stage
): Promise<void> {
  const { id, email } = ada
  stage.outbox.clear()
  await narrator.step("POST /admin/users/:id/restore", async () => {
    expectStatus(await api.post(`/admin/users/${id}/restore`, {}, admin), 200)
  })
  await refuseAll(narrator, [
    ["her API key from before", () => api.get("/admin/products", ada.key)],
    [
      "her password from before",
      () => api.post("/auth/user/emailpass", { email, password: ada.password }),
    ],
  ])
  const resetToken = await receiveLink(narrator, stage, email)
  const password = randomPassword()
  await narrator.step("She sets a new password with the link, and logs in", async () => {
    const set = await api.post("/auth/user/emailpass/update", { password }, bearer(resetToken))
    expectStatus(set, 200)
    const token = bearer(tokenOf(await api.post("/auth/user/emailpass", { email, password })))
    const me = expectStatus(await api.get("/admin/users/me", token), 200)
    narrator.say(`GET /admin/users/me: ${me.data.user.email}, ${me.data.user.id}`)
  })
}

async function offboardAda(
  narrator: Narrator,
  api: Api,
  admin: Credential,
  ada: Ada
): Promise<void> {
  const offboard = `/admin/users/${ada.id}/offboard`

  await narrator.step("POST /admin/users/:id/offboard, as a dry run", async () => {
    const response = await api.post(offboard, { dry_run: true }, admin)
    narrator.say(tellReport(expectStatus(response, 200).data))
    expectStatus(await api.get("/admin/products", ada.token), 200)
  })
  narrator.say("Nothing has changed: her token still works.")

  await narrator.step("POST /admin/users/:id/offboard, for real", async () => {
    const response = await api.post(offboard, { reason: "Left the company" }, admin)
    narrator.say(tellReport(expectStatus(response, 200).data))
  })

  const attempts: [string, () => Promise<ApiResponse>][] = [
    ["her token", () => api.get("/admin/products", ada.token)],
    ["her token on the shop's own route", () => api.get("/custom", ada.token)],
    ["her token, to invite herself back", () => invite(api, ada.email, ada.token)],
    ["her session", () => api.get("/admin/products", ada.session)],
    ["a refreshed token", () => api.post("/auth/token/refresh", undefined, ada.token)],
    ["a new session", () => api.post("/auth/session", undefined, ada.token)],
    ["her API key", () => api.get("/admin/products", ada.key)],
    [
      "her password",
      () => api.post("/auth/user/emailpass", { email: ada.email, password: ada.password }),
    ],
  ]
  await refuseAll(narrator, attempts)

  await narrator.check("DELETE /admin/users/:id does all of that, too", async () => {
    const created = await api.post("/admin/users", mary(), admin)
    const { id } = expectStatus(created, 200).data.user
    const response = await api.delete(`/admin/users/${id}`, admin)
    narrator.say(JSON.stringify(expectStatus(response, 200).data))
  })
}

async function inviteGrace(
  narrator: Narrator,
  api: Api,
  admin: Credential,
  stage: Stage
): Promise<void> {
  const email = "grace@example.com"
  const password = randomPassword()

  await narrator.step("POST /admin/invites", async () => {
    expectStatus(await invite(api, email, admin), 200)
  })
  const inviteToken = await receiveLink(narrator, stage, email)
  const acceptance = {
    token: inviteToken,
    password,
    first_name: "Grace",
    last_name: "Hopper",
  }
  const answer = await narrator.step(
    "POST /admin/invites/accept, with nothing but the link and a password, makes her a user",
    async () => expectStatus(await api.post("/admin/invites/accept", acceptance), 200).data
  )
  await narrator.step("The token in the answer works", async () => {
    const me = expectStatus(await api.get("/admin/users/me", bearer(answer.token)), 200)
    narrator.say(`GET /admin/users/me: ${me.data.user.email}, ${me.data.user.id}`)
  })
  await narrator.step("She logs in", async () => {
    tokenOf(await api.post("/auth/user/emailpass", { email, password }))
  })
  await refuseAll(narrator, [
    ["the link, once more", () => api.post("/admin/invites/accept", acceptance)],
  ])
}

/** Waits for an email, shows it, and returns the token in its link. */
async function receiveLink(narrator: Narrator, stage: Stage, email: string): Promise<string> {
  return await narrator.step("An email with a link leaves", async () => {
    const sent = await stage.outbox.waitFor((candidate) => candidate.to === email)
    const text = sent.content?.text ?? JSON.stringify(sent.data)
    const token = /[?&]token=([^\s&"]+)/.exec(text)?.[1]
    if (!token) {
      throw new Error(`No link with a token in: ${text}`)
    }
    narrator.say(`To: ${sent.to}\nSubject: ${sent.content?.subject ?? sent.template}\n`)
    narrator.say(text.trim().replace(token, `${token.slice(0, 12)}…`))
    return decodeURIComponent(token)
  })
}

async function refuseAll(
  narrator: Narrator,
  attempts: [string, () => Promise<ApiResponse>][]
): Promise<void> {
  for (const [what, attempt] of attempts) {
    await narrator.check(`Refused: ${what}`, async () => {
      const response = expectStatus(await attempt(), 401)
      narrator.say([response.status, response.data.code ?? response.data.message].join(" "))
    })
  }
}

async function readTheLedger(narrator: Narrator, api: Api, admin: Credential): Promise<void> {
  await narrator.step("GET /admin/user-lifecycle/events says who did what", async () => {
    const response = await api.get("/admin/user-lifecycle/events?limit=20", admin)
    const { events, count } = expectStatus(response, 200).data as {
      events: LedgerEntry[]
      count: number
    }
    const { users } = expectStatus(await api.get("/admin/users", admin), 200).data as {
      users: { id: string; email: string }[]
    }
    narrator.say(tellLedger(events, new Map(users.map(({ id, email }) => [id, email]))))
    for (const type of ["user_provisioned", "user_offboarded"]) {
      if (!events.some((event) => event.type === type && event.email === "ada@example.com")) {
        throw new Error(`The ledger has no ${type} of ada@example.com among its ${count} entries`)
      }
    }
  })
}

type LedgerEntry = {
  type: string
  email: string | null
  actor_type: string
  actor_id: string | null
  ip_address: string | null
  created_at: string
}

function tellLedger(events: LedgerEntry[], emails: Map<string, string>): string {
  const rows = events.map(({ created_at, type, email, actor_type, actor_id, ip_address }) => [
    created_at.slice(11, 19),
    type,
    email ?? "",
    emails.get(actor_id ?? "") ?? actor_type,
    ip_address ?? "",
  ])
  const table = [["at", "what", "whom", "by", "from"], ...rows]
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)))
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] + 2)).join(""))
    .join("\n")
}

/** The numbers of an offboarding report; the lists behind them would fill the screen. */
function tellReport(report: Record<string, unknown>): string {
  return Object.entries(report)
    .filter(([, value]) => typeof value === "number" || typeof value === "boolean")
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ")
}

async function invite(api: Api, email: string, credential: Credential): Promise<ApiResponse> {
  return await api.post("/admin/invites", { email }, credential)
}

function mary() {
  return { email: "mary@example.com", password: randomPassword() }
}

function randomPassword(): string {
  return randomBytes(12).toString("base64url")
}

function tokenOf(response: ApiResponse): string {
  return expectStatus(response, 200).data.token
}

function expectStatus(response: ApiResponse, status: number): ApiResponse {
  if (response.status !== status) {
    throw new Error(
      `Expected ${status}, but got ${response.status}: ${JSON.stringify(response.data)}`
    )
  }
  return response
}
