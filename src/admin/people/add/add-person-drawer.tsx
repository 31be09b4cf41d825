import { Input, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { Overview } from "../../api/types"
import { useBackendMutation } from "../../api/use-backend-mutation"
import { useBackendQuery } from "../../api/use-backend-query"
import { Field } from "../../components/field"
import { FormDrawer } from "../../components/form-drawer"
import { NAMESPACE } from "../../i18n/namespace"
import { useExplain } from "../../i18n/use-explain"
import { LIFECYCLE } from "../../lib/paths"
import { RoleChoice } from "../role-choice"
import { useRoles } from "../use-roles"
import {
  addPerson,
  fieldOfRefusal,
  findProblems,
  isComplete,
  type NewPerson,
  type NewPersonField,
} from "./new-person"
import { PasswordField } from "./password-field"
import { SignOnFields } from "./sign-on-fields"
import { WayChoice } from "./way-choice"
import { signOnProviders, WaysIn } from "./ways-in"

const NOBODY: NewPerson = {
  way: WaysIn.INVITE,
  email: "",
  first_name: "",
  last_name: "",
  password: "",
  provider: "",
  entity_id: "",
  roles: [],
}

/** Makes somebody an admin, or invites them to become one. */
export function AddPersonDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(NAMESPACE)
  const explain = useExplain()
  const { data: overview } = useBackendQuery<Overview>(`${LIFECYCLE}/overview`)
  const minLength = overview?.password_min_length ?? 0
  const providers = signOnProviders(overview?.login_methods ?? [])
  const roles = useRoles()
  const [typed, setTyped] = useState(NOBODY)
  // Of only one there is nothing to choose.
  const person = {
    ...typed,
    provider: typed.provider || (providers.length === 1 ? providers[0] : ""),
  }

  const { mutate, isPending, error: refusal, reset } = useBackendMutation(addPerson)
  const set = (change: Partial<NewPerson>) => {
    // What was refused is not what is there now. What is under way would be lost sight of.
    if (!isPending) {
      reset()
    }
    setTyped((current) => ({ ...current, ...change }))
  }
  const problems = findProblems(person, minLength)
  const refused = refusal ? fieldOfRefusal(refusal, person) : undefined
  const errorOf = (field: NewPersonField): string | undefined => {
    const problem = problems[field]
    if (problem) {
      return t(`people.add.problems.${problem}`, { count: minLength })
    }
    return refusal && refused === field ? explain(refusal) : undefined
  }
  const isReady = isComplete(person) && Object.keys(problems).length === 0
  const submit = () =>
    mutate(person, {
      onSuccess: () => {
        toast.success(t(`people.add.ways.${person.way}.done`, { email: person.email.trim() }))
        onClose()
      },
    })

  return (
    <FormDrawer
      title={t("people.add.title")}
      description={t("people.add.explanation")}
      submitLabel={t(`people.add.ways.${person.way}.submit`)}
      isReady={isReady}
      isPending={isPending}
      error={refused === undefined ? refusal : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <WayChoice
        way={person.way}
        hasSingleSignOn={providers.length > 0}
        onChange={(way) => set({ way })}
      />
      <Field label={t("people.add.email")} error={errorOf("email")}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={person.email}
            onChange={(event) => set({ email: event.target.value })}
          />
        )}
      </Field>
      {person.way === WaysIn.PASSWORD && (
        <PasswordField
          password={person.password}
          error={errorOf("password")}
          onChange={(password) => set({ password })}
        />
      )}
      {person.way === WaysIn.SINGLE_SIGN_ON && (
        <SignOnFields
          providers={providers}
          provider={person.provider}
          entityId={person.entity_id}
          error={errorOf("entity_id")}
          onChange={set}
        />
      )}
      {person.way !== WaysIn.INVITE && (
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
          {(["first_name", "last_name"] as const).map((name) => (
            <Field key={name} label={t(`people.add.${name}`)} isOptional>
              {(control) => (
                <Input
                  {...control}
                  autoComplete="off"
                  maxLength={255}
                  value={person[name]}
                  onChange={(event) => set({ [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
      <RoleChoice
        roles={roles}
        hint={t("people.add.roles_hint")}
        chosen={person.roles}
        onChange={(chosen) => set({ roles: chosen })}
      />
    </FormDrawer>
  )
}
