import { Button, InlineTip, Input } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "../../i18n/use-translation"
import { useBackendMutation } from "../../api/use-backend-mutation"
import { useCan } from "../../api/use-permissions"
import { useSettings } from "../../api/use-settings"
import { Field } from "../../components/field"
import { FormDrawer } from "../../components/form-drawer"
import { useFocusBack } from "../../components/use-focus-back"
import { UnsentNotice } from "../../emails/unsent-notice"
import { whyUnsent } from "../../emails/why-unsent"
import { useExplain } from "../../i18n/use-explain"
import { RoleChoice } from "../role-choice"
import { useAssignableRoles } from "../use-roles"
import {
  addPerson,
  fieldOfRefusal,
  findProblems,
  hasBeenTyped,
  isComplete,
  type NewPerson,
  type NewPersonField,
} from "./new-person"
import { PasswordField } from "./password-field"
import { PasswordHandover } from "./password-handover"
import { SignOnFields } from "./sign-on-fields"
import { WayChoice } from "./way-choice"
import { EMAIL_OF_WAY, signOnProviders, type WayIn, WaysIn, waysOf } from "./ways-in"

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
  const { t } = useTranslation()
  const explain = useExplain()
  const settings = useSettings()
  const minLength = settings.data?.password_min_length ?? 0
  const providers = signOnProviders(settings.data?.login_methods ?? [])
  const roles = useAssignableRoles()
  // Of both drawers: the second is opened by what is gone with the first.
  const giveFocusBack = useFocusBack()
  const [typed, setTyped] = useState(NOBODY)
  const [generated, setGenerated] = useState("")
  const [handover, setHandover] = useState<{ email: string; password: string }>()
  const ways = waysOf(useCan(), settings.data)
  // Of only one there is nothing to choose.
  const person = {
    ...typed,
    way: ways.includes(typed.way) ? typed.way : ways[0],
    provider: typed.provider || (providers.length === 1 ? providers[0] : ""),
  }
  const whyUnsentBy = (way: WayIn) => {
    const kind = EMAIL_OF_WAY[way]
    return kind && whyUnsent(settings.data, kind)
  }
  const unsent = whyUnsentBy(person.way)

  const {
    mutate,
    isPending,
    error: refusal,
    reset,
  } = useBackendMutation(addPerson, ({ way, email }) =>
    t(`people.add.ways.${way}.${unsent ? "without_email.done" : "done"}`, { email: email.trim() })
  )
  const set = (change: Partial<NewPerson>) => {
    // What was refused is not what is there now. What is under way would be lost sight of.
    if (!isPending) {
      reset()
    }
    setTyped((current) => ({ ...current, ...change }))
  }
  const problems = findProblems(person, minLength)
  const refused = refusal ? fieldOfRefusal(refusal, person) : undefined
  const notesOf = (field: NewPersonField) => {
    const problem = problems[field]
    return {
      problem: problem && t(`people.add.problems.${problem}`, { count: minLength }),
      error: refusal && refused === field ? explain(refusal) : undefined,
    }
  }
  const isReady = isComplete(person) && Object.keys(problems).length === 0 && !roles.isPending
  const isMadeUp = person.way === WaysIn.PASSWORD && person.password === generated
  const submit = () =>
    mutate(person, {
      onSuccess: () => {
        if (isMadeUp) {
          setHandover({ email: person.email.trim(), password: generated })
        } else {
          onClose()
        }
      },
    })

  if (handover) {
    return <PasswordHandover {...handover} onClose={onClose} onCloseAutoFocus={giveFocusBack} />
  }
  return (
    <FormDrawer
      title={t("people.add.title")}
      description={t("people.add.explanation")}
      submitLabel={t(`people.add.ways.${person.way}.submit`)}
      isReady={isReady}
      isDirty={hasBeenTyped(typed)}
      isPending={isPending}
      pendingQuestion={
        isMadeUp
          ? {
              title: t("people.add.handover.leave.title"),
              description: t("people.add.handover.leave.description"),
              confirm: t("people.add.handover.leave.confirm"),
            }
          : undefined
      }
      error={refused === undefined ? refusal : undefined}
      onSubmit={submit}
      onClose={onClose}
      onCloseAutoFocus={giveFocusBack}
    >
      {settings.isError && (
        <InlineTip variant="warning" label={t("people.add.settings_unknown")} role="alert">
          {explain(settings.error)}{" "}
          <Button
            type="button"
            size="small"
            variant="secondary"
            className="mt-2"
            onClick={() => void settings.refetch()}
          >
            {t("states.error.retry")}
          </Button>
        </InlineTip>
      )}
      <WayChoice
        way={person.way}
        ways={ways}
        isUnsent={(way) => whyUnsentBy(way) !== undefined}
        onChange={(way) => set({ way })}
      />
      <UnsentNotice why={unsent} instead={`people.add.ways.${person.way}.without_email.instead`} />
      <Field label={t("people.add.email")} {...notesOf("email")}>
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
          minLength={minLength}
          {...notesOf("password")}
          onChange={(password) => set({ password })}
          onGenerate={(password) => {
            setGenerated(password)
            set({ password })
          }}
        />
      )}
      {person.way === WaysIn.SINGLE_SIGN_ON && (
        <SignOnFields
          providers={providers}
          provider={person.provider}
          entityId={person.entity_id}
          error={notesOf("entity_id").error}
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
      <RoleChoice {...roles} chosen={person.roles} onChange={(chosen) => set({ roles: chosen })} />
    </FormDrawer>
  )
}
