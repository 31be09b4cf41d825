import { type Server, spawnServer } from "../helpers/server"
import { type LoadGenerator, type LoadResult } from "./load"
import { cpuTimeOf } from "./machine"
import { AUTHENTICATED_ROUTE, JWT_SECRET, LIGHTEST_ROUTE, type Settings } from "./settings"
import { median, type Spread, spreadOf } from "./statistics"

/** The same application three times; the difference between the two without the plugin is what chance makes. */
const VARIANTS = { without: "off", with: "on", control: "off" } as const

type Variant = keyof typeof VARIANTS

type Scenario = {
  path: string
  connections: number
  admins: number
  variants: Variant[]
  rounds: number
  /** Whether each measured round follows a pass in which every admin makes one request. */
  begins_with_pass: boolean
}

type Measurement = LoadResult & {
  cpu_us_per_request: number | undefined
  /** Throughput of the pass before, in which every request is the first of its admin in a while. */
  pass_requests_per_second: number | undefined
}

type Round = Partial<Record<Variant, Measurement>>

/** Medians over the rounds. */
export type Figures = {
  requests_per_second: number
  p50_ms: number
  p99_ms: number
  cpu_us_per_request: number | undefined
}

/** Quotients within one round, so that what slows the machine down for a while slows both down. */
export type Quotients = { throughput: Spread; p50: Spread; p99: Spread; cpu: Spread | undefined }

export type Comparison = Pick<Scenario, "path" | "connections" | "admins"> & {
  rounds: number
  without: Figures
  with: Figures
  /** With the plugin, to without. */
  plugin: Quotients
  /** Without the plugin, to without in another process. */
  control: Quotients | undefined
  /** Throughput, with to without, where each request is the first of its admin in a while and reads the database. */
  first_requests: Spread | undefined
}

const PASS_TIMEOUT_MS = 15_000

/** Compares the application with and without the plugin, in alternating rounds. */
export async function compareThroughput(
  databaseUrl: string,
  load: LoadGenerator,
  settings: Settings,
  options: { say: (line: string) => void; signal: AbortSignal }
): Promise<Comparison[]> {
  const scenarios = planScenarios(settings)
  const rounds = scenarios.map((): Round[] => [])
  for (let generation = 1; generation <= settings.generations; generation++) {
    const servers = await startServers(databaseUrl, options.signal)
    try {
      for (const path of [LIGHTEST_ROUTE, AUTHENTICATED_ROUTE]) {
        for (const { port } of Object.values(servers)) {
          const warmUp = { port, path, connections: 100, admins: 100 }
          await load.run({ ...warmUp, duration_ms: settings.warm_up_ms })
        }
      }
      for (const [index, scenario] of scenarios.entries()) {
        for (let round = 0; round < scenario.rounds; round++) {
          options.signal.throwIfAborted()
          rounds[index].push(await runRound(servers, load, scenario, settings, round))
        }
        const { path, connections, admins } = scenario
        const latest = rounds[index].slice(-scenario.rounds).map(({ without, with: with_ }) => {
          const quotient =
            (with_?.requests_per_second ?? NaN) / (without?.requests_per_second ?? NaN)
          return `${(quotient * 100).toFixed(0)} %`
        })
        options.say(
          `servers ${generation}/${settings.generations}, GET ${path}, ${connections} connections, ` +
            `${admins} admins: ${latest.join(", ")}`
        )
      }
    } finally {
      await Promise.all(Object.values(servers).map((server) => server.stop()))
    }
  }
  return scenarios.map((scenario, index) => compare(scenario, rounds[index]))
}

function planScenarios(settings: Settings): Scenario[] {
  const short = {
    variants: ["without", "with", "control"] satisfies Variant[],
    rounds: settings.rounds_per_generation,
    begins_with_pass: false,
  }
  const long = {
    variants: ["without", "with"] satisfies Variant[],
    rounds: settings.long_rounds_per_generation,
    begins_with_pass: true,
  }
  const connections = [10, 100]
  return [
    ...[1, 100].flatMap((admins) =>
      connections.map((each) => ({ path: LIGHTEST_ROUTE, connections: each, admins, ...short }))
    ),
    ...connections.map((each) => ({
      path: LIGHTEST_ROUTE,
      connections: each,
      admins: settings.many_admins,
      ...long,
    })),
    ...connections.map((each) => ({
      path: AUTHENTICATED_ROUTE,
      connections: each,
      admins: 100,
      ...short,
    })),
  ]
}

async function startServers(
  databaseUrl: string,
  signal: AbortSignal
): Promise<Record<Variant, Server>> {
  const start = (variant: Variant) =>
    spawnServer({ databaseUrl, signal, env: { JWT_SECRET, USER_LIFECYCLE: VARIANTS[variant] } })
  const started: Server[] = []
  try {
    // One after the other: two that start at once share the cores, and one of them gets less of them.
    for (const variant of ["without", "with", "control"] as const) {
      started.push(await start(variant))
    }
  } catch (error) {
    await Promise.all(started.map((server) => server.stop()))
    throw error
  }
  const [without, with_, control] = started
  return { without, with: with_, control }
}

async function runRound(
  servers: Record<Variant, Server>,
  load: LoadGenerator,
  scenario: Scenario,
  settings: Settings,
  round: number
): Promise<Round> {
  const { path, connections, admins, variants } = scenario
  const result: Round = {}
  for (let turn = 0; turn < variants.length; turn++) {
    // Each goes first, and last, equally often.
    const variant = variants[(turn + round) % variants.length]
    const { port, pid } = servers[variant]
    const request = { port, path, connections, admins }
    const pass = scenario.begins_with_pass
      ? await load.run({ ...request, duration_ms: PASS_TIMEOUT_MS, requests: admins })
      : undefined
    const cpuBefore = cpuTimeOf(pid)
    const measured = await load.run({ ...request, duration_ms: settings.round_ms })
    const cpuAfter = cpuTimeOf(pid)
    result[variant] = {
      ...measured,
      cpu_us_per_request:
        cpuBefore !== undefined && cpuAfter !== undefined
          ? (cpuAfter - cpuBefore) / measured.requests
          : undefined,
      pass_requests_per_second: pass?.requests_per_second,
    }
  }
  return result
}

function compare(scenario: Scenario, rounds: Round[]): Comparison {
  const { path, connections, admins } = scenario
  const [without, with_, control] = (["without", "with", "control"] as const).map((variant) =>
    rounds.flatMap((round) => round[variant] ?? [])
  )
  return {
    path,
    connections,
    admins,
    rounds: rounds.length,
    without: summarize(without),
    with: summarize(with_),
    plugin: quotientsOf(with_, without),
    control: control.length ? quotientsOf(control, without) : undefined,
    first_requests: spreadOfQuotients(with_, without, (each) => each.pass_requests_per_second),
  }
}

function summarize(measurements: Measurement[]): Figures {
  const cpu = measurements.flatMap(({ cpu_us_per_request }) => cpu_us_per_request ?? [])
  return {
    requests_per_second: median(measurements.map((each) => each.requests_per_second)),
    p50_ms: median(measurements.map((each) => each.p50_ms)),
    p99_ms: median(measurements.map((each) => each.p99_ms)),
    cpu_us_per_request: cpu.length ? median(cpu) : undefined,
  }
}

function quotientsOf(those: Measurement[], reference: Measurement[]): Quotients {
  return {
    throughput: spreadOf(quotients(those, reference, (each) => each.requests_per_second)),
    p50: spreadOf(quotients(those, reference, (each) => each.p50_ms)),
    p99: spreadOf(quotients(those, reference, (each) => each.p99_ms)),
    cpu: spreadOfQuotients(those, reference, (each) => each.cpu_us_per_request),
  }
}

function spreadOfQuotients(
  those: Measurement[],
  reference: Measurement[],
  figure: (measurement: Measurement) => number | undefined
): Spread | undefined {
  const values = quotients(those, reference, figure)
  return values.length ? spreadOf(values) : undefined
}

function quotients(
  those: Measurement[],
  reference: Measurement[],
  figure: (measurement: Measurement) => number | undefined
): number[] {
  return those.flatMap((measurement, round) => {
    const [value, base] = [figure(measurement), figure(reference[round])]
    return value !== undefined && base ? [value / base] : []
  })
}
