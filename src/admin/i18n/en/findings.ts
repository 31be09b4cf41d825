export const findings = {
  title: "Identity health",
  severity: { high: "High", medium: "Medium", low: "Low" },
}
