import type { Words } from "../words"

export const imports: Words["imports"] = {
  title: "Personen importieren",
}
