import { EllipsisHorizontal } from "@medusajs/icons"
import { DropdownMenu, IconButton } from "@medusajs/ui"

export type RowAction = { label: string; onSelect: () => void; isDestructive?: boolean }

/** What can be done with a row, or with all of them. */
export function RowActions({ label, actions }: { label: string; actions: RowAction[] }) {
  if (!actions.length) {
    return null
  }
  return (
    // A modal menu and a drawer that it opens can each leave it to the other to let the page be clicked again.
    <DropdownMenu modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton size="small" variant="transparent" aria-label={label}>
          <EllipsisHorizontal />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end">
        {actions.map(({ label: name, onSelect, isDestructive }) => (
          <DropdownMenu.Item
            key={name}
            onSelect={onSelect}
            className={isDestructive ? "text-ui-fg-error" : undefined}
          >
            {name}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  )
}
