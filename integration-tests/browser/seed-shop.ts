import { bearer, login } from "../helpers/http"
import { uploadPeople } from "../helpers/people-file"
import { waitUntil } from "../helpers/wait-until"
import { type Dashboard, PASSWORD } from "./use-dashboard"

/** Ids of what is there to look at. */
export type Shop = { ada: string; staff_import: string; review: string }

const DAY_MS = 24 * 60 * 60 * 1_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

/** A file of people, of whom not everybody can be imported. */
const STAFF = `email,first_name,last_name,password
radia@example.com,Radia,Example,
ada@example.com,Ada,Lovelace,
frances@example.com,Frances,Example,short
annie@example.com,Annie,Example,correct horse battery staple
donald.example.com,Donald,Example,
`

/**
 * A shop in which something has happened, as anybody's has: people who came and went, a key, a scheduled offboarding, invites whose
 * emails arrived or not, access reviews.
 *
 * @param sso what the provider is called that the backend has for a single sign-on
 */
export async function seedShop(dashboard: Dashboard, sso = "test-sso"): Promise<Shop> {
  const { api } = dashboard
  // What an entry of the ledger says of who did it can be seen.
  const { headers }: { headers: Record<string, string> } = dashboard.root
  const root = { headers: { ...headers, "user-agent": USER_AGENT } }
  const add = async (first_name: string, last_name: string, body = {}): Promise<string> =>
    await dashboard.provision(`${first_name.toLowerCase()}@example.com`, {
      first_name,
      last_name,
      ...body,
    })
  const act = async (id: string, action: string, body: object) => {
    const { status, data } = await api.post(`/admin/users/${id}/${action}`, body, root)
    if (status !== 200) {
      throw new Error(`${action}: ${status} ${JSON.stringify(data)}`)
    }
  }

  const ada = await add("Ada", "Lovelace")
  const token = await login(api, "ada@example.com", PASSWORD)
  await api.post("/admin/api-keys", { title: "ERP export", type: "secret" }, bearer(token))
  const grace = await add("Grace", "Hopper")
  await act(grace, "suspend", { reason: "Parental leave", until: inDays(90) })
  const linus = await add("Linus", "Example")
  await act(linus, "offboard", { at: inDays(14), reason: "Contract ends" })
  const edsger = await add("Edsger", "Example")
  await act(edsger, "offboard", { reason: "Left the company" })
  await add("Barbara", "Example", {
    password: undefined,
    auth: { provider: sso, entity_id: "barbara@example.com" },
  })
  await add("Margaret", "Example", { password: undefined })
  await inviteSome(dashboard)
  const review = await reviewAccess(dashboard)
  const { data: upload } = await uploadPeople(api, root, { name: "new-staff.csv", content: STAFF })
  await spoil((text, values) => dashboard.sql(text, values))
  return { ada, review, staff_import: upload.import.id }
}

/** One of each kind: an email that arrived, one that was refused, and an invite that has expired. */
async function inviteSome(dashboard: Dashboard): Promise<void> {
  const { api, root } = dashboard
  await api.post(
    "/admin/user-lifecycle/invites/batch",
    {
      emails: ["katherine@example.com", "dorothy@bounce.example.com", "niklaus@example.com"],
    },
    root
  )
  await waitUntil("the emails have left", async () => {
    const { data } = await api.get("/admin/user-lifecycle/invites?status=pending", root)
    return data.count === 0
  })
  await dashboard.sql("UPDATE invite SET expires_at = now() - interval '2 days' WHERE email = $1", [
    "niklaus@example.com",
  ])
}

/** One that is closed, and one that is under way. Returns the id of the latter. */
async function reviewAccess({ api, root }: Dashboard): Promise<string> {
  const reviews = "/admin/user-lifecycle/access-reviews"
  const open = async (title: string, dueInDays: number): Promise<string> =>
    (await api.post(reviews, { title, due_at: inDays(dueInDays) }, root)).data.access_review.id
  const decide = async (id: string, email: string, decision: object) => {
    const { data } = await api.get(`${reviews}/${id}/items?q=${email}`, root)
    await api.post(
      `${reviews}/${id}/items`,
      { items: [{ id: data.items[0].id, ...decision }] },
      root
    )
  }
  const closed = await open("Third quarter", 1)
  await decide(closed, "ada@", { decision: "keep" })
  await api.post(`${reviews}/${closed}/close`, { allow_undecided: true }, root)

  const review = await open("Fourth quarter", 7)
  await decide(review, "ada@", { decision: "keep", note: "Runs the exports" })
  await decide(review, "margaret@", { decision: "remove", note: "Never logged in" })
  return review
}

/** What a backend has of it that lived without the plugin: somebody who can't log in, a login of nobody, and of somebody gone. */
async function spoil(sql: Dashboard["sql"]): Promise<void> {
  const insertLogin = async (id: string, metadata: object, name: string) => {
    await sql(
      "INSERT INTO auth_identity (id, app_metadata, created_at) VALUES ($1, $2, now() - interval '2 days')",
      [id, metadata]
    )
    await sql(
      `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id) VALUES ($1, $2, 'emailpass', $3)`,
      [`${id}_name`, name, id]
    )
  }
  await sql(
    `INSERT INTO "user" (id, email, first_name) VALUES ('user_grete', 'grete@example.com', 'Grete')`
  )
  await insertLogin("authid_nobody", {}, "somebody@example.com")
  await insertLogin("authid_gone", { user_id: "user_gone" }, "former@example.com")
  await sql(
    `INSERT INTO invite (id, email, accepted, token, expires_at)
     VALUES ('invite_late', 'late@example.com', false, 'token', now() - interval '1 day')`
  )
}
