import type { ApiResponse } from "../helpers/http"
import { uploadPeople } from "../helpers/people-file"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"
import {
  type Change,
  offboard,
  pickUser,
  provision,
  type Stage,
  subOf,
  type WayIn,
} from "./changes"

/*
 * The same changes on other paths: what they mean is what they mean for one person at once. None of them is a step that a larger
 * workflow undoes.
 */

/** `POST /admin/users/batch`, with one person. */
export function provisionInBatch(email: string, wayIn: WayIn): Change {
  const alone = provision(email, wayIn)
  return {
    ...withoutWorkflow(alone),
    name: `${alone.name}, in a batch`,
    ask: async ({ backend: { api } }, model, actor) => {
      const create = [alone.input?.(model)]
      const answer = await api.post("/admin/users/batch", { create }, actor.credential)
      const [result] = answer.data.results ?? []
      return settle(answer, result?.status === "created", { user: { id: result?.id } })
    },
  }
}

/** A file with one person, uploaded and confirmed. */
export function importPerson(email: string, wayIn: WayIn): Change {
  const alone = provision(email, wayIn)
  const password = typeof wayIn === "object" ? wayIn.password : ""
  const login = wayIn === "sso" ? `test-sso,${subOf(email)}` : ","
  const content = `email,password,auth_provider,auth_entity_id\n${email},${password},${login}\n`
  return {
    ...withoutWorkflow(alone),
    name: `${alone.name}, from a file`,
    ask: async ({ backend: { api, getContainer, sql } }, _, { credential }) => {
      const uploaded = await uploadPeople(api, credential, {
        content,
        // As one request for one person does, an import that is told to brings back who was offboarded.
        fields: { default_method: "set_password", dry_run: "false", allow_returning: "true" },
      })
      if (uploaded.status !== 200) {
        return uploaded
      }
      const { id, status } = uploaded.data.import
      const find = async () => {
        const [row] = await sql<{ status: string; ended_at: Date | null }>(
          "SELECT status, ended_at FROM user_import WHERE id = $1",
          [id]
        )
        return row
      }
      if (status === "running") {
        const { runPeopleImportsWorkflow } = await loadWorkflows()
        await waitUntil("the import was over", async () => {
          if ((await find()).ended_at !== null) {
            return true
          }
          await runPeopleImportsWorkflow(getContainer()).run({ input: {} })
          return false
        })
      }
      const [line] = await sql<{ status: string; user_id: string | null }>(
        "SELECT status, user_id FROM user_import_row WHERE import_id = $1",
        [id]
      )
      return settle(uploaded, line.status === "created", { user: { id: line.user_id } })
    },
  }
}

/** `POST /admin/users/batch`, with one person to delete. */
export function offboardInBatch(pick: number): Change {
  return {
    ...livingOnly(pick),
    name: `offboard user ${pick}, in a batch`,
    ask: async ({ backend: { api } }, model, actor) => {
      const body = { delete: [pickUser(model, pick).id] }
      const answer = await api.post("/admin/users/batch", body, actor.credential)
      return settle(answer, answer.data.results?.[0].status === "deleted", {})
    },
  }
}

/** An offboarding on a date, which comes at once. */
export function offboardOnDate(pick: number): Change {
  return {
    ...livingOnly(pick),
    name: `offboard user ${pick} on a date, which comes`,
    ask: async ({ backend, people }, model, actor) => {
      const user = pickUser(model, pick)
      const at = new Date(Date.now() + 3_600_000).toISOString()
      const answer = await people.act("offboard", user, { at }, actor.credential)
      if (answer.status === 200) {
        await backend.sql("UPDATE scheduled_offboarding SET offboard_at = now()")
        await waitUntil("the date had come", async () => {
          await runScheduledOffboardings(backend)
          const left = await backend.sql(
            "SELECT 1 FROM scheduled_offboarding WHERE status = 'pending'"
          )
          return left.length === 0
        })
      }
      return answer
    },
  }
}

/** An access review in which a person is removed. */
export function removeInReview(pick: number): Change {
  return {
    ...livingOnly(pick),
    name: `remove user ${pick} in an access review`,
    ask: async ({ backend: { api }, people }, model, actor) => {
      const reviews = "/admin/user-lifecycle/access-reviews"
      const opened = await api.post(reviews, {}, people.root.credential)
      const route = `${reviews}/${opened.data.access_review.id}/items`
      const { data } = await api.get(`${route}?limit=200`, people.root.credential)
      const item = (data.items as { id: string; user_id: string }[]).find(
        ({ user_id }) => user_id === pickUser(model, pick).id
      )
      if (!item) {
        throw new Error(`${pickUser(model, pick).email} is not in the review`)
      }
      const items = [{ id: item.id, decision: "remove" }]
      const answer = await api.post(route, { items }, actor.credential)
      return settle(answer, answer.data.results?.[0].status === "decided", {})
    },
  }
}

async function runScheduledOffboardings(backend: Stage["backend"]): Promise<void> {
  const { runScheduledOffboardingsWorkflow } = await loadWorkflows()
  await runScheduledOffboardingsWorkflow(backend.getContainer()).run({ input: {} })
}

/** Offboarding, where only somebody who is there can be offboarded. */
function livingOnly(pick: number): Change {
  const alone = offboard(pick, "offboard")
  return {
    ...withoutWorkflow(alone),
    isPossible: (model) => alone.isPossible(model) && !model.isGone(pickUser(model, pick)),
    foresee: (model, actor) =>
      pickUser(model, pick).id === actor.user_id ? "refused" : "accepted",
  }
}

function withoutWorkflow({ workflow: _, input: __, ...change }: Change): Change {
  return change
}

/** The answer about several as that about one of them. */
function settle(answer: ApiResponse, isDone: boolean, data: object): ApiResponse {
  if (answer.status !== 200) {
    return answer
  }
  return { ...answer, status: isDone ? 200 : 400, data: isDone ? data : answer.data }
}
