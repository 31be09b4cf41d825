/** Takes Medusa's feature flags of a developer's shell away: what runs here chooses for itself which are on. */
export function forgetFeatureFlags(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("MEDUSA_FF_")) {
      delete process.env[name]
    }
  }
}
