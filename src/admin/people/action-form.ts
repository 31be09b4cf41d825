import { toInstant, toLocal } from "../lib/local-time"
import type { ActionInput, PersonAction } from "./person-actions"

/** What somebody fills in before an action, as its fields have it. */
export type ActionForm = {
  reason: string
  until: string
  at: string
  email: string
  /** `undefined`: as the shop has it. */
  revoke_api_keys: boolean | undefined
}

/** What is so before a change, as the backend has it. */
export type Stored = {
  reason?: string | null
  /** ISO 8601. */
  until?: string | null
  at?: string | null
  /** `null`: as the shop has it by then. */
  revoke_api_keys?: boolean | null
}

export function toForm({ reason, until, at, revoke_api_keys }: Stored): ActionForm {
  return {
    reason: reason ?? "",
    until: until ? toLocal(until) : "",
    at: at ? toLocal(at) : "",
    email: "",
    revoke_api_keys: revoke_api_keys ?? undefined,
  }
}

/** Whether there is nothing in the one that is not in the other. */
export function isSameForm(one: ActionForm, other: ActionForm): boolean {
  return (Object.keys(one) as (keyof ActionForm)[]).every((field) => one[field] === other[field])
}

/** Of a form, what the route of an action takes. */
export function toInput(
  { fields }: Pick<PersonAction, "fields">,
  form: ActionForm,
  stored: Stored = {}
): ActionInput {
  const given: ActionInput = {
    reason: form.reason.trim() || undefined,
    until: instantOf(form.until, stored.until),
    at: instantOf(form.at, stored.at),
    email: form.email.trim() || undefined,
    revoke_api_keys: form.revoke_api_keys,
  }
  return Object.fromEntries(fields.map((field) => [field, given[field]]))
}

/** An instant that was left as it is keeps its seconds, which a field has none of. */
const instantOf = (local: string, stored: string | null | undefined): string | undefined =>
  stored && local === toLocal(stored) ? stored : toInstant(local)
