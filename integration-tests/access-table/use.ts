import type { Backend } from "../helpers/backend"
import { type ApiResponse, apiKey, bearer, type Credential } from "../helpers/http"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"
import type { Login } from "./act"
import type { Holder, Invite, People } from "./belongings"
import { type Absence, type Cell, type Cells, everywhere } from "./cells"
import type { CredentialId } from "./table"

type Stage = { backend: Backend; people: People; holder: Holder; now: Login }

/** What somebody has got to show, and what they had to exchange for it. Or why nothing. */
type Got = { exchange: Cell; credential?: Credential } | { absence: Absence }

const CHOSEN_PASSWORD = "chosen by whoever uses it"

/** How each of the credentials is used, up to the point where there is something to show. */
const uses: Record<CredentialId, (stage: Stage) => Promise<Got>> = {
  bearer: async ({ holder }) => asItIs(holder.credential),
  session: async ({ holder }) => asItIs(holder.session),
  refresh: ({ backend, holder }) => refresh(backend, holder.credential),
  session_refresh: ({ backend, holder }) => refresh(backend, holder.session),
  new_session: ({ backend, holder }) => newSession(backend, holder.credential),
  api_key: async ({ holder }) => asItIs(holder.key.credential),
  api_key_of_key: async ({ holder }) => asItIs(holder.keyOfKey.credential),
  password: ({ people, holder }) => logIn(people, holder.email),
  sso: async ({ backend, holder }) =>
    token(await backend.api.post("/auth/user/test-sso", { sub: holder.sub })),
  sso_callback: async ({ people, holder }) => token(await people.signIn(holder.sub)),
  sso_sign_up: async ({ backend, people, holder }) => {
    const signIn = () => people.signIn("sso|ada, another one", { email: holder.email })
    const { data } = await signIn()
    const signedUp = await backend.api.post("/auth/test-sso/user", undefined, bearer(data.token))
    return signedUp.status === 200 ? token(await signIn()) : { exchange: describe(signedUp) }
  },
  reset_token: ({ backend, people, holder, now }) =>
    resetPassword(backend, people, holder.resetToken, now.email),
  own_invite: ({ backend, people, holder }) => accept(backend, people, holder.ownInvite),
  sent_invite: ({ backend, people, holder }) => accept(backend, people, holder.sentInvite),
  sent_reset: ({ backend, people, holder: { sentReset } }) =>
    resetPassword(backend, people, sentReset.token, sentReset.email),

  new_login: ({ people, now }) => logIn(people, now.email, now.password),
  new_login_session: (stage) => withNewLogin(stage, (login) => newSession(stage.backend, login)),
  new_login_refresh: (stage) => withNewLogin(stage, (login) => refresh(stage.backend, login)),
  new_api_key: (stage) =>
    withNewLogin(stage, async (login) => {
      const body = { title: "made after", type: "secret" }
      const made = await stage.backend.api.post("/admin/api-keys", body, login)
      const key: unknown = made.data.api_key?.token
      return got(made, typeof key === "string" ? apiKey(key) : undefined)
    }),
  new_reset_token: async ({ backend, people, now }) =>
    (await hasPasswordLogin(backend, now.email))
      ? resetPassword(backend, people, await requestResetToken(backend, now.email), now.email)
      : await askInVain(backend, now.email),
  new_invite: async ({ backend, people, now }) => {
    const root = bearer((await people.logIn(people.root.email)).data.token)
    const invited = await backend.api.post("/admin/invites", { email: now.email }, root)
    const invite = { email: now.email, token: invited.data.invite?.token }
    return invited.status === 200
      ? accept(backend, people, invite)
      : { exchange: describe(invited) }
  },
}

/** Uses a credential on every path, and says what came of it. */
export async function use(id: CredentialId, stage: Stage): Promise<Cells> {
  const got = await uses[id](stage)
  if ("absence" in got) {
    return everywhere(got.absence)
  }
  const { exchange, credential } = got
  if (!credential) {
    return everywhere("– refused", exchange)
  }
  const { api } = stage.backend
  return {
    exchange,
    admin_core: describe(await api.get("/admin/products", credential)),
    admin_plugin: describe(await api.get("/admin/user-lifecycle/events", credential)),
    auth: describe(await api.get("/auth/mfa/factors", credential)),
    custom: describe(await api.get("/custom", credential)),
    public: describeActor(await api.get("/public", credential), stage.holder.id),
  }
}

function describe({ status, data }: ApiResponse): Cell {
  const code: unknown = data?.code
  return typeof code === "string" && code.startsWith("user_lifecycle.")
    ? `${status} ${code.slice("user_lifecycle.".length)}`
    : String(status)
}

function describeActor(response: ApiResponse, personId: string): Cell {
  const actorId: unknown = response.data?.actor_id
  const actor = actorId === null ? "nobody" : actorId === personId ? "the person" : "somebody new"
  return `${describe(response)} as ${actor}`
}

const asItIs = (credential: Credential): Got => ({ exchange: "– as it is", credential })

/** What an exchange that answers 200 must have handed out; that it did is checked where it is shown. */
const got = (response: ApiResponse, credential: Credential | undefined): Got =>
  response.status === 200
    ? { exchange: credential ? "200" : "200, but nothing was handed out", credential }
    : { exchange: describe(response) }

function token(response: ApiResponse): Got {
  const handedOut: unknown = response.data?.token
  return got(response, typeof handedOut === "string" ? bearer(handedOut) : undefined)
}

async function refresh({ api }: Backend, credential: Credential): Promise<Got> {
  return token(await api.post("/auth/token/refresh", undefined, credential))
}

async function newSession({ api }: Backend, credential: Credential): Promise<Got> {
  const response = await api.post("/auth/session", undefined, credential)
  const cookie = response.headers["set-cookie"]?.[0]?.split(";")[0]
  return got(response, cookie ? { headers: { cookie } } : undefined)
}

async function logIn(people: People, email: string, password?: string): Promise<Got> {
  return token(await people.logIn(email, password))
}

async function withNewLogin(
  { people, now }: Stage,
  exchange: (login: Credential) => Promise<Got>
): Promise<Got> {
  const { status, data } = await people.logIn(now.email, now.password)
  return status === 200 ? await exchange(bearer(data.token)) : { absence: "– no login" }
}

/** A login that would have to follow, and is refused, is another answer than the refusal of the exchange itself. */
function andThen(login: Got): Got {
  return "exchange" in login && !login.credential
    ? { exchange: `200, then ${login.exchange}` }
    : login
}

async function resetPassword(
  backend: Backend,
  people: People,
  resetToken: string,
  email: string
): Promise<Got> {
  const updated = await usePasswordToken(backend, resetToken, CHOSEN_PASSWORD)
  return updated.status === 200
    ? andThen(await logIn(people, email, CHOSEN_PASSWORD))
    : { exchange: describe(updated) }
}

async function accept({ api }: Backend, people: People, invite: Invite): Promise<Got> {
  const { email } = invite
  const registered = await api.post("/auth/user/emailpass/register", {
    email,
    password: CHOSEN_PASSWORD,
  })
  if (registered.status !== 200) {
    return { exchange: describe(registered) }
  }
  const accepted = await api.post(
    "/admin/invites/accept",
    { email, first_name: "Ada" },
    { headers: bearer(registered.data.token).headers, params: { token: invite.token } }
  )
  return accepted.status === 200
    ? andThen(await logIn(people, email, CHOSEN_PASSWORD))
    : { exchange: `200, then ${describe(accepted)}` }
}

async function hasPasswordLogin({ sql }: Backend, email: string): Promise<boolean> {
  const logins = await sql(
    "SELECT 1 FROM provider_identity WHERE provider = 'emailpass' AND entity_id = $1",
    [email]
  )
  return logins.length > 0
}

/** Whoever asks for a reset of a login that there is not learns nothing, and no token is made. */
async function askInVain({ api, sql }: Backend, email: string): Promise<Got> {
  const asked = await api.post("/auth/user/emailpass/reset-password", { identifier: email })
  const made = await sql("SELECT 1 FROM auth_password_reset_token WHERE entity_id = $1", [email])
  return asked.status === 201 && made.length === 0
    ? { absence: "– not sent" }
    : { exchange: `${describe(asked)}, and ${made.length} tokens` }
}
