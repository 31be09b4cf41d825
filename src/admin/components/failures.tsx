import { Text } from "@medusajs/ui"
import { useExplain } from "../i18n/use-explain"

type Props = {
  title: string
  failures: { name: string; error: unknown }[]
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
        {failures.map(({ name, error }) => (
          <li key={name}>
            <span className="text-ui-fg-base">{name}</span>: {explain(error)}
          </li>
        ))}
      </ul>
    </div>
  )
}
