import { writeFile } from "node:fs/promises"
import http from "node:http"
import os from "node:os"
import path from "node:path"
import "@medusajs/medusa/core-flows"
import { createWorkflow, MedusaWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { isClosedWorkflow } from "../../src/domain/closed-workflows"
import { useBackend } from "../helpers/backend"
import { apiKey, decodeToken, openSession } from "../helpers/http"
import { PASSWORD, type Person, usePeople } from "../helpers/people"
import { requestResetToken } from "../helpers/reset-tokens"
import { loadWorkflows } from "../helpers/workflows"

const CLOSED = "user_lifecycle.workflow_closed"
const RUN = "/admin/workflows-executions"

/** What is there before the plugin is loaded. */
const medusas = new Set(Object.keys(MedusaWorkflow.workflows))

/** One of the application's own, which any admin may run there, as Medusa has it. */
const ranWith: unknown[] = []
createWorkflow("of-the-application", (input) => {
  ranWith.push(input)
  return new WorkflowResponse(input)
})

// What an admin could do to the others, and for a time after their own access, by Medusa's route that runs any workflow.
useBackend({}, (backend) => {
  const { api, getContainer, outbox, sql } = backend
  const people = usePeople(backend)
  let mallory: Person

  beforeEach(async () => {
    mallory = await people.provision("mallory@example.com")
  })

  const run = (id: string, input: unknown, credential = mallory.credential) =>
    api.post(`${RUN}/${id}/run`, { input }, credential)

  /** All that decides about access. */
  const dump = () =>
    sql(`SELECT
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM "user" t) AS users,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM auth_identity t) AS identities,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM provider_identity t) AS logins,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM auth_password_reset_token t) AS resets,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM user_access t) AS access,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM api_key t) AS keys,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM invite t) AS invites,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM user_import t) AS imports,
      (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM scheduled_offboarding t) AS dates,
      (SELECT count(*)::int FROM lifecycle_event) AS entries`)

  const expectClosed = ({ status, data }: { status: number; data: { code?: string } }) =>
    expect([status, data.code]).toEqual([403, CLOSED])

  describe("POST /admin/workflows-executions/:workflow_id/run", () => {
    it("runs none that decides about access, whoever asks, and the application's own as ever", async () => {
      const before = await dump()
      const ids = Object.keys(MedusaWorkflow.workflows)
      const own = ids.filter((id) => /-saga$|^of-the-(application|test)$/.test(id))
      // What is neither Medusa's nor the test backend's is the plugin's.
      const plugins = ids.filter((id) => !own.includes(id) && !medusas.has(id))
      expect(plugins).toEqual(
        expect.arrayContaining(["admit-identity", "job-user-lifecycle-sweep-invites"])
      )
      expect(plugins.filter((id) => !isClosedWorkflow(id))).toEqual([])

      for (const id of ids.filter(isClosedWorkflow)) {
        const { status, data } = await run(id, {})
        expect([id, status, data.code]).toEqual([id, 403, CLOSED])
      }
      expect(await dump()).toEqual(before)
      expect((await run("of-the-application", {})).data).toEqual({
        acknowledgement: expect.objectContaining({ hasFinished: true, hasFailed: false }),
      })
    })

    it("is closed to API keys and sessions, too, and says nothing to strangers", async () => {
      const { data } = await api.post(
        "/admin/api-keys",
        { title: "key", type: "secret" },
        mallory.credential
      )
      const session = await openSession(api, (await people.logIn("mallory@example.com")).data.token)
      for (const credential of [apiKey(data.api_key.token), session]) {
        expectClosed(await run("offboard-user", { user_id: people.root.id }, credential))
      }
      expect((await run("offboard-user", {}, { headers: {} })).status).toBe(401)
    })

    it("is closed under every spelling of the path that Medusa understands", async () => {
      const before = await dump()
      const input = { user_id: people.root.id }
      // As it stands on the wire: clients tidy a path up.
      const ask = (target: string) =>
        new Promise<{ status: number; code?: string }>((resolve, reject) => {
          const { hostname, port } = new URL(String(api.defaults.baseURL))
          const request = http.request(
            {
              hostname,
              port,
              method: "POST",
              path: target,
              headers: {
                authorization: `Bearer ${mallory.token}`,
                "content-type": "application/json",
              },
            },
            (answer) => {
              let text = ""
              answer.on("data", (chunk) => (text += chunk))
              answer.on("end", () => {
                const { code } = text.startsWith("{") ? JSON.parse(text) : { code: undefined }
                resolve({ status: answer.statusCode ?? 0, code })
              })
            }
          )
          request.on("error", reject)
          request.end(JSON.stringify({ input }))
        })
      const encoded = (id: string) =>
        [...id].map((each) => `%${each.charCodeAt(0).toString(16)}`).join("")
      const understood: ((id: string) => string)[] = [
        (id) => `${RUN}/${id}/run`,
        (id) => `${RUN}/${id}/run/`,
        (id) => `${RUN}/${id}/run?a=/b`,
        (id) => `${RUN}/${id}/RUN`,
        (id) => `/ADMIN/Workflows-Executions/${id}/run`,
        (id) => `${RUN}/${encoded(id)}/run`,
        (id) => `${RUN}/${encoded(id).toUpperCase()}/Run/?`,
        (id) => `${RUN}/%${id.charCodeAt(0).toString(16)}${id.slice(1)}/run`,
        (id) => `http://example.com${RUN}/${id}/run`,
      ]
      for (const spell of understood) {
        expect([spell("x"), await ask(spell("of-the-application"))]).toEqual([
          spell("x"),
          { status: 200, code: undefined },
        ])
        expect([spell("x"), await ask(spell("offboard-user"))]).toEqual([
          spell("x"),
          { status: 403, code: CLOSED },
        ])
      }
      // What Medusa does not take for the route, or for the workflow, runs nothing.
      for (const target of [
        `/${RUN}/offboard-user/run`,
        `${RUN}//offboard-user/run`,
        `${RUN}/./offboard-user/run`,
        `${RUN}/x/../offboard-user/run`,
        `${RUN}/offboard-user%2frun`,
        `${RUN}/offboard-user/r%75n`,
        `/admin/workflows%2dexecutions/offboard-user/run`,
        `${RUN}/OFFBOARD-USER/run`,
        `${RUN}/offboard-user%20/run`,
        `${RUN}/offboard-user%00/run`,
        `${RUN}/offboard-user:x/run`,
        `${RUN}/offboard-user;a=b/run`,
        `${RUN}/%256fffboard-user/run`,
        `${RUN}/%c3%b6ffboard-user/run`,
        `${RUN}/offboard-user%/run`,
        `${RUN}/of-the-application,offboard-user/run`,
      ]) {
        const { status } = await ask(target)
        expect([target, status >= 400]).toEqual([target, true])
      }
      expect(await dump()).toEqual(before)
    })
  })

  it("neither the steps of such a workflow are answered there, nor is it followed", async () => {
    for (const id of ["request-password-reset", "create-api-keys"]) {
      const body = { transaction_id: "trx", step_id: "step" }
      for (const outcome of ["success", "failure", "SUCCESS/"]) {
        expectClosed(await api.post(`${RUN}/${id}/steps/${outcome}`, body, mallory.credential))
      }
      for (const rest of ["subscribe", "trx/subscribe", "Subscribe/"]) {
        expectClosed(await api.get(`${RUN}/${id}/${rest}`, mallory.credential))
      }
    }
  })

  describe("an admin against the others", () => {
    it("does not make a login theirs that is in somebody else's name", async () => {
      const email = "m2@example.com"
      const { data } = await api.post("/auth/customer/emailpass/register", {
        email,
        password: PASSWORD,
      })
      const { auth_identity_id } = decodeToken(data.token)
      const input = {
        auth_identity_id,
        provider: "emailpass",
        claims: { email: people.root.email },
      }
      const before = await dump()
      expectClosed(await run("admit-identity", input))
      expectClosed(
        await run("set-auth-app-metadata-workflow", {
          authIdentityId: auth_identity_id,
          actorType: "user",
          value: people.root.id,
        })
      )
      expectClosed(
        await run("create-user-account", {
          authIdentityId: auth_identity_id,
          userData: { email: "m3@example.com" },
        })
      )
      expect(await dump()).toEqual(before)
      expect((await people.logIn(email)).status).toBe(401)

      // The transaction below refuses it as well: a password proves no email.
      const { admitIdentityWorkflow } = await loadWorkflows()
      const { errors } = await admitIdentityWorkflow(getContainer()).run({
        input: { ...input, auth_identity_id: String(auth_identity_id) },
        throwOnError: false,
      })
      expect(errors.map(({ error }) => error.code)).toEqual(["user_lifecycle.not_invited"])
      expect(await dump()).toEqual(before)
    })

    it("makes no API key in somebody else's name, and reads none that is made there", async () => {
      const before = await dump()
      expectClosed(await api.get(`${RUN}/create-api-keys/subscribe`, mallory.credential))
      const key = { title: "ERP sync", type: "secret", created_by: people.root.id }
      expectClosed(await run("create-api-keys", { api_keys: [key] }))
      expect(await dump()).toEqual(before)
    })

    it("does not get around the rules about themself, the last admin, and who is said to have done it", async () => {
      const at = new Date(Date.now() + 86_400_000).toISOString()
      expect((await people.act("offboard", mallory, { at })).status).toBe(200)
      const before = await dump()
      const actor = { type: "user", id: people.root.id }
      expectClosed(await run("cancel-offboarding", { user_id: mallory.id }))
      expectClosed(await run("offboard-user", { user_id: people.root.id, actor }))
      expectClosed(await run("provision-user", { email: "m2@example.com", password: PASSWORD }))
      for (const { id } of [people.root, mallory]) {
        expectClosed(await run("remove-user-account", { userId: id }))
        expectClosed(await run("delete-user", { ids: [id] }))
      }
      const link = { user: { user_id: mallory.id }, rbac: { rbac_role_id: "role_super_admin" } }
      expectClosed(await run("create-link", [link]))
      expect(await dump()).toEqual(before)
      expect(await people.status(people.root.credential)).toBe(200)
    })

    it("is not sent the link that sets somebody else's password", async () => {
      const before = await dump()
      expectClosed(await run("request-password-reset", { user_id: people.root.id }))
      expectClosed(
        await run("generate-reset-password-token", {
          entityId: people.root.email,
          actorType: "user",
          provider: "emailpass",
          secret: "s",
        })
      )
      expect(await dump()).toEqual(before)

      // Below as well: the email of a login has no token of another one.
      const { requestPasswordResetWorkflow, sendPasswordEmailWorkflow } = await loadWorkflows()
      const { result } = await requestPasswordResetWorkflow(getContainer()).run({
        input: { user_id: people.root.id },
      })
      const input = {
        entity_id: "mallory@example.com",
        token: result.token,
        trigger_type: "of-the-test",
      }
      expectClosed(await run("send-password-email", input))
      await sendPasswordEmailWorkflow(getContainer()).run({ input })
      expect(
        await sql("SELECT recipient, status FROM email_delivery WHERE trigger_type = 'of-the-test'")
      ).toEqual([{ recipient: "mallory@example.com", status: "cancelled" }])

      // The person's own arrives, as does that of whoever asks for themself.
      for (const email of [people.root.email, "mallory@example.com"]) {
        outbox.clear()
        await requestResetToken(backend, email)
        await outbox.waitFor(({ to }) => to === email)
      }
    })

    it("has the server open no file of its own", async () => {
      const file = path.join(os.tmpdir(), `secrets-${process.pid}.env`)
      await writeFile(file, "email\nsecret@example.com\n")
      const before = await dump()
      expectClosed(
        await run("create-people-import", { path: file, file_name: "a.csv", actor: mallory.id })
      )
      expect(await dump()).toEqual(before)
    })
  })
})
