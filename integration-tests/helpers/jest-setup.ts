// Runs before a suite's imports: Medusa's logger reads its level when it is loaded.
process.env.LOG_LEVEL ??= "error"
process.env.MEDUSA_DISABLE_TELEMETRY ??= "true"
process.env.MEDUSA_ADMIN ??= "off"

// The cheapest hash of a password that there is. At its usual cost, making an admin and logging in, which nearly every test does,
// takes longer than the rest of most tests; what is tested is never how hard a password is to guess.
process.env.EMAILPASS_OPTIONS ??= JSON.stringify({ hashConfig: { logN: 1, r: 8, p: 1 } })

// Putting rows back between two tests ends what is under way in the database, and knex says so each time; and one of
// Medusa's migrations prints a note. Neither tells a reader of the results anything.
const EXPECTED = [
  /^Connection Error: (Connection ended unexpectedly|error: terminating connection due to administrator)/,
  /^Note: If the index /,
]

for (const method of ["log", "info"] as const) {
  const print = console[method].bind(console)
  console[method] = (...values: unknown[]) => {
    if (!EXPECTED.some((pattern) => pattern.test(String(values[0]).trim()))) {
      print(...values)
    }
  }
}
