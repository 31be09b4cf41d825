import { TriangleDownMini } from "@medusajs/icons"
import { Button, DropdownMenu } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"

export type TableFilter = {
  name: string
  label: string
  options: { value: string; label: string }[]
  /** Only one of the options at a time. */
  isSingle?: boolean
  /** What is let through where nothing is chosen. Default: everything. */
  fallback?: string
}

type Props = TableFilter & { values: string[]; onChange: (values: string[]) => void }

/** One filter of a table: its name, what it lets through, and a menu of what it could. */
export function FilterMenu({
  label,
  options,
  isSingle = false,
  fallback,
  values,
  onChange,
}: Props) {
  const { t } = useTranslation()
  const shown = values.length || !fallback ? values : [fallback]
  const chosen = shown.map(
    (value) => options.find((option) => option.value === value)?.label ?? value
  )
  const toggle = (value: string, isOn: boolean) => {
    const others = isSingle ? [] : values.filter((each) => each !== value)
    onChange(isOn ? [...others, value] : others)
  }
  return (
    <DropdownMenu>
      <DropdownMenu.Trigger asChild>
        <Button size="small" variant="secondary">
          {chosen.length ? `${label}: ${chosen.join(", ")}` : label}
          <TriangleDownMini />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="start" className="max-h-80 overflow-y-auto">
        {options.map((option) => (
          <DropdownMenu.CheckboxItem
            key={option.value}
            checked={shown.includes(option.value)}
            onCheckedChange={(isOn) => toggle(option.value, isOn)}
            onSelect={(event) => !isSingle && event.preventDefault()}
          >
            {option.label}
          </DropdownMenu.CheckboxItem>
        ))}
        {values.length > 0 && (
          <>
            <DropdownMenu.Separator />
            <DropdownMenu.Item onSelect={() => onChange([])}>{t("table.clear")}</DropdownMenu.Item>
          </>
        )}
      </DropdownMenu.Content>
    </DropdownMenu>
  )
}
