import { setTimeout as delay } from "node:timers/promises"
import type { IUserModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { removeUserAccountWorkflow } from "@medusajs/medusa/core-flows"
import type { Backend } from "../helpers/backend"
import { type ApiResponse, bearer, decodeToken, login } from "../helpers/http"
import { PASSWORD } from "../helpers/people"
import { requestResetToken, usePasswordToken } from "../helpers/reset-tokens"
import { loadWorkflows } from "../helpers/workflows"
import type { Holder, People } from "./belongings"
import type { ActionId } from "./table"

/** What the person logs in with after what happened to them. */
export type Login = { email: string; password: string }

type Stage = { backend: Backend; people: People; holder: Holder }

type Act = (stage: Stage) => Promise<Partial<Login> | void>

const NEW_PASSWORD = "another correct horse"

/** How each of the actions is done. Each has taken effect when it resolves. */
const acts: Record<ActionId, Act> = {
  nothing: async () => {},

  suspend: async ({ people, holder }) => {
    succeeded(await people.act("suspend", holder))
  },
  suspend_until: async ({ backend: { api, sql }, people, holder }) => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    succeeded(await people.act("suspend", holder, { until }))
    await sql(
      "UPDATE user_access SET until = clock_timestamp() - interval '1 ms' WHERE user_id = $1",
      [holder.id]
    )
    await eventually("the instance has heard that the suspension is over", async () => {
      const { data } = await api.get("/admin/products", holder.credential)
      return data.code !== "user_lifecycle.user_suspended"
    })
  },
  reactivate: async ({ people, holder }) => {
    succeeded(await people.act("suspend", holder))
    succeeded(await people.act("reactivate", holder))
  },
  delete: async ({ backend: { api }, people, holder }) => {
    succeeded(await api.delete(`/admin/users/${holder.id}`, people.root.credential))
  },
  offboard: async ({ people, holder }) => {
    succeeded(await people.act("offboard", holder))
  },
  offboard_keep_keys: async ({ people, holder }) => {
    succeeded(await people.act("offboard", holder, { revoke_api_keys: false }))
  },
  batch_delete: async ({ backend: { api }, people, holder }) => {
    const body = { delete: [holder.id] }
    const { data } = succeeded(await api.post("/admin/users/batch", body, people.root.credential))
    hasStatus("deleted", data)
  },
  scheduled: async ({ backend: { getContainer, sql }, people, holder }) => {
    const at = new Date(Date.now() + 3_600_000).toISOString()
    succeeded(await people.act("offboard", holder, { at }))
    await sql("UPDATE scheduled_offboarding SET offboard_at = now() WHERE user_id = $1", [
      holder.id,
    ])
    const { runScheduledOffboardingsWorkflow } = await loadWorkflows()
    await runScheduledOffboardingsWorkflow(getContainer()).run({ input: {} })
  },
  repair: async ({ backend: { api, sql }, people, holder }) => {
    succeeded(await people.act("suspend", holder))
    await sql("DELETE FROM user_access WHERE user_id = $1", [holder.id])
    const body = { kinds: ["access_lost"] }
    const { data } = succeeded(
      await api.post("/admin/user-lifecycle/findings/repair", body, people.root.credential)
    )
    hasStatus("repaired", data)
  },
  access_review: async ({ backend: { api }, people, holder }) => {
    const { credential } = people.root
    const opened = succeeded(await api.post(ACCESS_REVIEWS, {}, credential))
    const path = `${ACCESS_REVIEWS}/${opened.data.access_review.id}/items`
    const listed = succeeded(await api.get(`${path}?q=${holder.email}`, credential))
    const items = [{ id: listed.data.items[0].id, decision: "remove" }]
    const { data } = succeeded(await api.post(path, { items }, credential))
    hasStatus("decided", data)
  },
  restore: async (stage) => {
    succeeded(await stage.people.act("offboard", stage.holder))
    return await restore(stage)
  },
  restore_kept_keys: async (stage) => {
    succeeded(await stage.people.act("offboard", stage.holder, { revoke_api_keys: false }))
    return await restore(stage)
  },
  revoke_sessions: async ({ people, holder }) => {
    succeeded(await people.act("revoke-sessions", holder))
  },
  revoke_all: async ({ backend: { api }, people }) => {
    succeeded(await api.post(REVOKE_ALL, {}, people.root.credential))
  },
  revoke_all_own: async ({ backend: { api }, holder }) => {
    succeeded(await api.post(REVOKE_ALL, {}, holder.credential))
  },
  revoke_all_other_session: async ({ backend: { api }, holder }) => {
    const latest = Math.max(issuedAt(holder.token), issuedAt(holder.resetToken))
    let token = holder.token
    await eventually("a login is from a later second", async () => {
      token = await login(api, holder.email, PASSWORD)
      return issuedAt(token) > latest
    })
    succeeded(await api.post(REVOKE_ALL, {}, bearer(token)))
  },
  change_email: async ({ people, holder }) => {
    const email = "ada.lovelace@example.com"
    succeeded(await people.act("change-email", holder, { email }))
    return { email }
  },
  reset_password: async ({ backend, holder }) => {
    const token = await requestResetToken(backend, holder.email)
    succeeded(await usePasswordToken(backend, token, NEW_PASSWORD))
    return { password: NEW_PASSWORD }
  },
  reset_by_admin: async ({ backend, people, holder }) => {
    const path = `/admin/users/${holder.id}/reset-password`
    const { data } = succeeded(await backend.api.post(path, {}, people.root.credential))
    succeeded(await usePasswordToken(backend, data.token, NEW_PASSWORD))
    return { password: NEW_PASSWORD }
  },
  revoke_key: async ({ backend: { api }, people, holder }) => {
    const path = `/admin/api-keys/${holder.key.id}/revoke`
    succeeded(await api.post(path, {}, people.root.credential))
  },

  core_workflow: async ({ backend, holder }) => {
    await removeUserAccountWorkflow(backend.getContainer()).run({ input: { userId: holder.id } })
    await eventually("the subscriber has completed the offboarding", async () => {
      const rows = await backend.sql(
        "SELECT 1 FROM user_access WHERE user_id = $1 AND status = 'offboarded'",
        [holder.id]
      )
      return rows.length > 0
    })
    await untilNoticed(backend, holder)
  },
  soft_delete: softDelete,
  soft_delete_offboard: async (stage) => {
    await softDelete(stage)
    succeeded(await stage.people.act("offboard", stage.holder))
  },
  sql_delete: deleteBySql,
  sql_delete_offboard: async (stage) => {
    await deleteBySql(stage)
    succeeded(await stage.people.act("offboard", stage.holder))
  },
}

/** Restores the person, who then uses the link in the email. */
async function restore({ backend, people, holder }: Stage): Promise<{ password: string }> {
  backend.outbox.clear()
  succeeded(await people.act("restore", holder))
  const email = await backend.outbox.waitFor(({ to }) => to === holder.email)
  const { set_password_url } = email.data as { set_password_url: string }
  const token = new URL(set_password_url).searchParams.get("token") ?? ""
  succeeded(await usePasswordToken(backend, token, NEW_PASSWORD))
  return { password: NEW_PASSWORD }
}

async function softDelete({ backend, holder }: Stage): Promise<void> {
  const users: IUserModuleService = backend.getContainer().resolve(Modules.USER)
  await users.softDeleteUsers([holder.id])
  await untilNoticed(backend, holder)
}

async function deleteBySql({ backend, holder }: Stage): Promise<void> {
  await backend.sql(`DELETE FROM "user" WHERE id = $1`, [holder.id])
  await untilNoticed(backend, holder)
}

const REVOKE_ALL = "/admin/user-lifecycle/revoke-all-sessions"
const ACCESS_REVIEWS = "/admin/user-lifecycle/access-reviews"

/** Lets something happen to the person, and says what they log in with now. */
export async function act(id: ActionId, stage: Stage): Promise<Login> {
  return { email: stage.holder.email, password: PASSWORD, ...(await acts[id](stage)) }
}

/**
 * Waits until the person's tokens can be dated later than their last revocation without being dated ahead. Tokens count
 * whole seconds, and whoever asks for a reset token within that second is asked to do so again.
 */
export async function untilTheSecondIsOver({ sql }: Backend, { id }: Holder): Promise<void> {
  await eventually("the second of the revocation is over", async () => {
    const waiting = await sql(
      `SELECT 1 FROM user_access
       WHERE user_id = $1 AND date_trunc('second', tokens_valid_after) + interval '1 second' > clock_timestamp()`,
      [id]
    )
    return waiting.length === 0
  })
}

/** What happens behind the plugin's back is news from the database, which takes a moment to arrive. */
async function untilNoticed({ api }: Backend, holder: Holder): Promise<void> {
  await eventually("the instance has heard of it", async () => {
    const { status } = await api.get("/admin/products", holder.credential)
    return status === 401
  })
}

async function eventually(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!(await isTrue())) {
    if (Date.now() > deadline) {
      throw new Error(`Not within 15 seconds: ${what}`)
    }
    await delay(20)
  }
}

function succeeded(response: ApiResponse): ApiResponse {
  if (response.status !== 200) {
    throw new Error(`${response.status} ${JSON.stringify(response.data)}`)
  }
  return response
}

/** What is done to several at once answers 200 whatever becomes of each. */
function hasStatus(status: string, data: { results: { status: string }[] }): void {
  if (data.results.length !== 1 || data.results[0].status !== status) {
    throw new Error(JSON.stringify(data))
  }
}

const issuedAt = (token: string) => Number(decodeToken(token).iat)
