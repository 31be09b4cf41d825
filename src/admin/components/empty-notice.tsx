import { Text } from "@medusajs/ui"

export function EmptyNotice({ title, description }: { title: string; description?: string }) {
  return (
    <div className="flex flex-col items-center gap-y-1 px-6 py-10 text-center">
      <Text size="small" leading="compact" weight="plus">
        {title}
      </Text>
      {description && (
        <Text size="small" className="text-ui-fg-subtle max-w-prose">
          {description}
        </Text>
      )}
    </div>
  )
}
