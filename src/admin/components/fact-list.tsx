import type { ReactNode } from "react"

/** What is known of something: names and values, in two columns. */
export function FactList({ facts }: { facts: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="divide-y">
      {facts.map(({ name, value }) => (
        <div key={name} className="grid grid-cols-2 gap-x-4 px-6 py-3">
          <dt className="txt-compact-small-plus text-ui-fg-subtle">{name}</dt>
          <dd className="txt-compact-small text-ui-fg-base min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
