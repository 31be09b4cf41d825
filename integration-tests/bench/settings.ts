import { randomBytes } from "node:crypto"

/** How much is measured. */
export type Settings = {
  is_quick: boolean
  /**
   * New server processes, as how fast one happens to be is decided partly at its start: at least so many, and at most, until the
   * throughput of each scenario is known so well (the standard error of its share).
   */
  min_generations: number
  max_generations: number
  throughput_error: number
  /** Many and short, so that what slows the machine down for a while meets all of them alike. */
  rounds_per_generation: number
  round_ms: number
  /** With many admins: longer than it takes until all of them were read again, and fewer. */
  long_rounds_per_generation: number
  long_round_ms: number
  warm_up_ms: number
  /** In which the guard is taken out and put back, and how often. */
  guard_processes: number
  guard_rounds: number
  many_admins: number
  counted_requests: number
  decisions: number
  remembered_people: number
  removals: number
  propagation_trials: number
  imported_with_password: number
  imported_without_password: number
  exported_people: number
  /** Of each format. */
  exports: number
  /** In the dashboard's list of people. */
  listed_people: number
  page_opens: number
  /** How many people there are to be audited, from few to many; multiples of 500. */
  audited_people: number[]
}

export const FULL: Settings = {
  is_quick: false,
  min_generations: 9,
  max_generations: 20,
  throughput_error: 0.01,
  rounds_per_generation: 16,
  round_ms: 125,
  long_rounds_per_generation: 2,
  long_round_ms: 5_000,
  warm_up_ms: 3_000,
  guard_processes: 3,
  guard_rounds: 50,
  many_admins: 10_000,
  counted_requests: 20_000,
  decisions: 5_000_000,
  remembered_people: 50_000,
  removals: 200,
  propagation_trials: 200,
  imported_with_password: 1_000,
  imported_without_password: 10_000,
  exported_people: 100_000,
  exports: 3,
  listed_people: 10_000,
  page_opens: 7,
  audited_people: [10_000, 50_000, 100_000],
}

export const QUICK: Settings = {
  is_quick: true,
  min_generations: 1,
  max_generations: 1,
  throughput_error: 1,
  rounds_per_generation: 2,
  round_ms: 500,
  long_rounds_per_generation: 1,
  long_round_ms: 2_000,
  warm_up_ms: 1_000,
  guard_processes: 1,
  guard_rounds: 4,
  many_admins: 2_000,
  counted_requests: 500,
  decisions: 500_000,
  remembered_people: 5_000,
  removals: 30,
  propagation_trials: 20,
  imported_with_password: 60,
  imported_without_password: 500,
  exported_people: 10_000,
  exports: 1,
  listed_people: 2_000,
  page_opens: 2,
  audited_people: [1_000, 5_000],
}

/** The lightest route under `/admin`. Medusa (2.21) lets anybody read it, so that it does not verify the token itself. */
export const LIGHTEST_ROUTE = "/admin/feature-flags"

/** The lightest one that Medusa (2.21) authenticates: it reads no database either. */
export const AUTHENTICATED_ROUTE = "/admin/plugins"

/**
 * What every process answers before it is measured, in this order. First a route that reads the database, as nearly every route
 * of a real backend does: requests that wait are alive when V8 (11.3) collects garbage, and it decides by that, for good,
 * where it allocates what a request needs (pretenuring). A process in which no request has ever waited is a tenth faster, and
 * only one without the plugin can be such a one: the guard's first look at a person waits as well.
 */
export const WARM_UP_ROUTES = ["/admin/users/me", LIGHTEST_ROUTE, AUTHENTICATED_ROUTE]

/** What the servers and the bench sign tokens with. */
export const JWT_SECRET = randomBytes(32).toString("hex")
