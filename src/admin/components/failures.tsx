import { Text } from "@medusajs/ui"
import { useExplain } from "../i18n/use-explain"
import type { Outcome } from "../people/run-for-each"

type Props = {
  title: string
  failures: Outcome<{ email: string }>[]
}

/** Of what was done with many: with which it failed, and why. */
export function Failures({ title, failures }: Props) {
  const explain = useExplain()
  if (!failures.length) {
    return null
  }
  return (
    <div role="alert" className="flex flex-col gap-y-2">
      <Text size="small" weight="plus" className="text-ui-fg-error">
        {title}
      </Text>
      <ul className="txt-compact-small text-ui-fg-subtle flex flex-col gap-y-1">
        {failures.map(({ subject: { email }, error }) => (
          <li key={email}>
            <span className="text-ui-fg-base">{email}</span>: {explain(error)}
          </li>
        ))}
      </ul>
    </div>
  )
}
