import { Text } from "@medusajs/ui"

type Props = {
  value: number
  max: number
  /** How far it is, in words. */
  words: string
  /** What a screen reader calls the bar. Default: the words. */
  label?: string
  note?: string
}

/** How far something is. */
export function ProgressBar({ value, max, words, label = words, note }: Props) {
  return (
    <div className="flex flex-col gap-y-2">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={words}
        className="bg-ui-bg-component-pressed h-1.5 w-full overflow-hidden rounded-full"
      >
        <div
          className="bg-ui-bg-interactive h-full rounded-full transition-all"
          style={{ width: `${max > 0 ? (100 * value) / max : 0}%` }}
        />
      </div>
      <Text size="xsmall" className="text-ui-fg-subtle">
        {words}
      </Text>
      {/* There before it says anything: a screen reader tells what changes in it. */}
      <Text size="xsmall" role="status" className={note ? "text-ui-fg-subtle" : "sr-only"}>
        {note}
      </Text>
    </div>
  )
}
