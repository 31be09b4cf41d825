import { Container, Heading, Text } from "@medusajs/ui"
import type { PropsWithChildren, ReactNode } from "react"

type Props = PropsWithChildren<{
  title: string
  description?: string
  /** Buttons, to the right of the title. */
  actions?: ReactNode
}>

/** A titled box, as Medusa's own pages are made of. Its parts are divided by lines. */
export function Section({ title, description, actions, children }: Props) {
  return (
    <Container className="divide-y p-0" data-plugin="user-lifecycle">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-6 py-4">
        <div className="min-w-0">
          <Heading level="h2" className="break-words">
            {title}
          </Heading>
          {description && (
            <Text size="small" className="text-ui-fg-subtle">
              {description}
            </Text>
          )}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </Container>
  )
}
