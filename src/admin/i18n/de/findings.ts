import type { Words } from "../words"

export const findings: Words["findings"] = {
  title: "Zustand der Identitäten",
  severity: { high: "Hoch", medium: "Mittel", low: "Niedrig" },
}
