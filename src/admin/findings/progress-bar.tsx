import { Text } from "@medusajs/ui"

type Props = { value: number; max: number; label: string; note?: string }

/** How far something is. */
export function ProgressBar({ value, max, label, note }: Props) {
  const share = max > 0 ? value / max : 0
  return (
    <div className="flex flex-col gap-y-2">
      <Text size="small" leading="compact" weight="plus" role="status">
        {label}
      </Text>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        className="bg-ui-bg-component border-ui-border-base h-2 w-full overflow-hidden rounded-full border"
      >
        <div
          className="bg-ui-fg-interactive h-full rounded-full transition-all"
          style={{ width: `${share * 100}%` }}
        />
      </div>
      {note && (
        <Text size="xsmall" className="text-ui-fg-subtle">
          {note}
        </Text>
      )}
    </div>
  )
}
