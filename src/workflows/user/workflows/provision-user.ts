import { UserWorkflowEvents } from "@medusajs/framework/utils"
import {
  createHook,
  createWorkflow,
  transform,
  when,
  WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { emitEventStep } from "@medusajs/medusa/core-flows"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { provisionUserStep } from "../steps/provision-user"
import { announcePasswordSetupStep } from "../steps/announce-password-setup"
import { validateProvisionUserStep } from "../steps/validate-provision-user"
import { ProvisionUserInput } from "../types"
import { composeRoleChecks } from "./compose-role-checks"

export const provisionUserWorkflowId = "provision-user"
/**
 * This workflow makes a person an admin user who can log in: user, login, the link between them, access state, roles
 * and ledger entry are written in one transaction. `POST /admin/users` uses it.
 *
 * A login that a stranger registered with the email is replaced. One that is also a customer's is linked; its customer
 * password stays the customer's, and opens the shop only. Without `password` and `auth`, the person gets an email to
 * set a password, and nobody can log in until it is used. Where `http.authMethodsPerActor` leaves passwords out, `auth` is required.
 *
 * It does not invite: the person is a user at once. It emits `user.created` and `user_lifecycle.user_provisioned`.
 *
 * Hooks: `validate` before anything is written, `userProvisioned` after.
 *
 * Errors: `duplicate_error` for a taken email or login; `invalid_data` with code
 * `user_lifecycle.email_invalid`, `.email_mixes_scripts`, `.email_domain_not_allowed`, `.password_too_weak`, `.auth_provider_unknown` or
 * `.roles_unavailable`; `forbidden` for roles that the actor does not have; `unauthorized` for an actor who was
 * offboarded meanwhile.
 *
 * @example
 * const { result } = await provisionUserWorkflow(container).run({
 *   input: { email: "ada@example.com", password: "correct horse battery staple" },
 * })
 *
 * @summary Provision an admin user with a login.
 */
export const provisionUserWorkflow = createWorkflow(
  provisionUserWorkflowId,
  function (input: WorkflowData<ProvisionUserInput>) {
    const person = validateProvisionUserStep(input)
    const validate = createHook("validate", { person })

    const roles = transform({ person }, ({ person }) => person.roles ?? [])
    composeRoleChecks(roles, person)

    const change = provisionUserStep(person)
    const provisioned = transform({ change }, ({ change }) => change.result)

    when("the-password-is-to-be-set", { change }, ({ change }) => !!change.setup_token).then(() => {
      const setup = transform({ change }, ({ change: { result, setup_token } }) => ({
        entity_id: result.entity_id,
        token: setup_token ?? { sealed: "" },
      }))
      announcePasswordSetupStep(setup)
    })
    emitEventStep({ eventName: UserWorkflowEvents.CREATED, data: { id: provisioned.user_id } })
    emitEventStep({
      eventName: busEventName(LifecycleEventType.USER_PROVISIONED),
      data: { user_id: provisioned.user_id },
    }).config({ name: "emit-user-provisioned" })

    const userProvisioned = createHook("userProvisioned", { provisioned })
    return new WorkflowResponse(provisioned, { hooks: [validate, userProvisioned] })
  }
)
