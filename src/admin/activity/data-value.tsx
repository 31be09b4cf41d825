import { Instant } from "../components/instant"
import { Written } from "../components/written"
import { useTemplateName } from "../emails/use-template-name"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"
import { useLoginMethodName } from "../people/login-methods"
import { keyOfValue, keysOfName } from "./data-words"

/** Data that are instants, and what filters compare these with; others are somebody's words, whatever they look like. */
const INSTANT_NAME = /(^|_)(at|until|before|since)$|^\$/

/** As the backend writes instants. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

const isInstant = (name: string, value: string) =>
  INSTANT_NAME.test(name) && INSTANT.test(value) && !Number.isNaN(Date.parse(value))

/** Data that name where somebody logs in. */
const PROVIDER_NAMES = new Set(["provider", "providers", "login_method"])

/** What something in the data of an entry is called: by the plugin's words, those of findings, or else as the backend does. */
export function useDataName(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => {
    const asItIs = name.replace(/_/g, " ")
    const keys = keysOfName(name)
    return keys.length ? t(keys, { defaultValue: asItIs }) : asItIs
  }
}

/** Something in the data of an entry, whatever it is made of. */
export function DataValue({ name, value }: { name: string; value: unknown }) {
  const { t, i18n } = useTranslation()
  const nameOf = useDataName()
  const nameOfTemplate = useTemplateName()
  const nameOfMethod = useLoginMethodName()
  if (value === null || value === undefined || value === "") {
    return <>–</>
  }
  if (typeof value === "boolean") {
    return <>{t(value ? "activity.yes" : "activity.no")}</>
  }
  if (typeof value === "number") {
    return <>{formatCount(value, i18n.language)}</>
  }
  if (typeof value === "string") {
    if (isInstant(name, value)) {
      return <Instant at={value} />
    }
    if (name === "template") {
      return <>{nameOfTemplate(value)}</>
    }
    const key = keyOfValue(name, value)
    const words = key && t(key, { defaultValue: "" })
    if (words) {
      return <>{words}</>
    }
    return <Written>{PROVIDER_NAMES.has(name) ? nameOfMethod(value) : value}</Written>
  }
  if (Array.isArray(value)) {
    const isOfWords = value.every((each) => typeof each === "string")
    return value.length ? (
      <ul className={isOfWords ? "inline-flex flex-wrap gap-x-2" : "flex flex-col gap-y-2"}>
        {value.map((each: unknown, index) => (
          <li key={index}>
            <DataValue name={name} value={each} />
          </li>
        ))}
      </ul>
    ) : (
      <>–</>
    )
  }
  return (
    <ul className="flex flex-col gap-y-0.5">
      {Object.entries(value).map(([part, of]) => (
        <li key={part}>
          <span className="text-ui-fg-subtle">{nameOf(part)}:</span>{" "}
          <DataValue name={part} value={of} />
        </li>
      ))}
    </ul>
  )
}
