import { type Server, spawnServer } from "../helpers/server"
import { type LoadGenerator, type LoadResult } from "./load"
import { cpuTimeOf, findPostgres, pinToCore, unpin } from "./machine"
import {
  AUTHENTICATED_ROUTE,
  JWT_SECRET,
  LIGHTEST_ROUTE,
  type Settings,
  WARM_UP_ROUTES,
} from "./settings"
import { geometricMean, latencyOf, median, quantile, type Share, shareOver } from "./statistics"

/** The same application three times; the difference between the two without the plugin is what chance makes. */
const VARIANTS = { without: "off", with: "on", control: "off" } as const

type Variant = keyof typeof VARIANTS

/** What a variant is compared with: the mean of both without the plugin, so that chance decides less. */
const BASES: Record<Exclude<Variant, "without">, Variant[]> = {
  with: ["without", "control"],
  control: ["without"],
}

type Scenario = {
  path: string
  connections: number
  admins: number
  rounds: number
  round_ms: number
  /** Whether the first round follows a pass in which every admin makes one request. */
  begins_with_pass: boolean
}

type Measurement = Omit<Figures, "cpu_us_per_request"> & {
  cpu_us_per_request: number | undefined
  latencies_ms: number[]
  /** Throughput of the pass before, in which every request is the first of its admin in a while. */
  pass_requests_per_second: number | undefined
}

type Round = Partial<Record<Variant, Measurement>>

/** The rounds with the same server processes. */
type Generation = Round[]

/** Medians over the rounds. */
export type Figures = {
  requests_per_second: number
  p50_ms: number
  p99_ms: number
  cpu_us_per_request: number | undefined
}

/**
 * Quotients within one round, so that what slows the machine down for a while slows both down; of those the median for
 * each generation of servers, so that what slows down one of the two does not count where it is rare. But for p99, which is of all
 * requests of a generation's rounds together: what a process does once a second is in few of them, and counts.
 */
export type Quotients = { throughput: Share; p50: Share; p99: Share; cpu: Share | undefined }

export type Comparison = Pick<Scenario, "path" | "connections" | "admins"> & {
  generations: number
  rounds: number
  without: Figures
  with: Figures
  /** With the plugin, to without. */
  plugin: Quotients
  /** Its throughput in each generation. */
  throughput_of_generations: number[]
  /** Without the plugin, to without in another process. */
  control: Quotients
  /** Throughput, with to without, where each request is the first of its admin in a while and reads the database. */
  first_requests: Share | undefined
}

const PASS_TIMEOUT_MS = 15_000

const CORE_OF_SERVERS = 0
const CORE_OF_EVERYTHING_ELSE = 1

/** Compares the application with and without the plugin, in alternating rounds. */
export async function compareThroughput(
  databaseUrl: string,
  load: LoadGenerator,
  settings: Settings,
  options: { say: (line: string) => void; signal: AbortSignal }
): Promise<Comparison[]> {
  return await runOnPinnedCores(
    databaseUrl,
    load,
    async () => await compareOnPinnedCores(databaseUrl, load, settings, options)
  )
}

/** Keeps everything off the core that the servers are pinned to, where the system can do that. */
export async function runOnPinnedCores<Result>(
  databaseUrl: string,
  load: LoadGenerator,
  work: () => Promise<Result>
): Promise<Result> {
  const postgres = await findPostgres(databaseUrl)
  const others = [process.pid, load.pid, ...(postgres === undefined ? [] : [postgres])]
  others.forEach((pid) => pinToCore(pid, CORE_OF_EVERYTHING_ELSE))
  try {
    return await work()
  } finally {
    // What is measured next has the machine to itself, and so has what it starts.
    others.forEach(unpin)
  }
}

export const pinToServersCore = (pid: number) => pinToCore(pid, CORE_OF_SERVERS)

export async function warmUp(
  load: LoadGenerator,
  port: number,
  { warm_up_ms }: Settings
): Promise<void> {
  for (const path of WARM_UP_ROUTES) {
    await load.run({ port, path, connections: 100, admins: 100, duration_ms: warm_up_ms })
  }
}

async function compareOnPinnedCores(
  databaseUrl: string,
  load: LoadGenerator,
  settings: Settings,
  options: { say: (line: string) => void; signal: AbortSignal }
): Promise<Comparison[]> {
  const scenarios = planScenarios(settings)
  const generations = scenarios.map((): Generation[] => [])
  for (let generation = 1; !isKnown(generations, settings); generation++) {
    const servers = await startServers(databaseUrl, generation, options.signal)
    try {
      for (const { port } of Object.values(servers)) {
        await warmUp(load, port, settings)
      }
      for (const [index, scenario] of scenarios.entries()) {
        const rounds: Generation = []
        for (let round = 0; round < scenario.rounds; round++) {
          options.signal.throwIfAborted()
          rounds.push(await runRound(servers, load, scenario, round))
        }
        generations[index].push(rounds)
        const { path, connections, admins } = scenario
        const share = median(quotients(rounds, "with", rateOfMeasurement))
        options.say(
          `servers ${generation}, GET ${path}, ${connections} connections, ` +
            `${admins} admins: ${(share * 100).toFixed(1)} %`
        )
      }
    } finally {
      await Promise.all(Object.values(servers).map((server) => server.stop()))
    }
  }
  return scenarios.map((scenario, index) => compare(scenario, generations[index]))
}

/** Whether there are enough: that looks at how much they differ, and not at what they amount to. */
function isKnown(generations: Generation[][], settings: Settings): boolean {
  const [{ length }] = generations
  const errors = generations.map(
    (each) => shareOf(each, "with", rateOfMeasurement)?.error ?? Infinity
  )
  return (
    length >= settings.max_generations ||
    (length >= settings.min_generations && Math.max(...errors) <= settings.throughput_error)
  )
}

function planScenarios(settings: Settings): Scenario[] {
  const short = {
    rounds: settings.rounds_per_generation,
    round_ms: settings.round_ms,
    begins_with_pass: false,
  }
  const long = {
    rounds: settings.long_rounds_per_generation,
    round_ms: settings.long_round_ms,
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
      // The second time they are still warm.
      begins_with_pass: each === connections[0],
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
  generation: number,
  signal: AbortSignal
): Promise<Record<Variant, Server>> {
  const start = (variant: Variant) =>
    spawnServer({ databaseUrl, signal, env: { JWT_SECRET, USER_LIFECYCLE: VARIANTS[variant] } })
  const variants = Object.keys(VARIANTS) as Variant[]
  const started = new Map<Variant, Server>()
  try {
    // One after the other: two that start at once share the cores, and one of them gets less of them. Which one is first decides
    // some of how fast it is, so each is as often as the others.
    for (const position of variants.keys()) {
      const variant = variants[(position + generation) % variants.length]
      const server = await start(variant)
      started.set(variant, server)
      pinToServersCore(server.pid)
    }
  } catch (error) {
    await Promise.all([...started.values()].map((server) => server.stop()))
    throw error
  }
  return Object.fromEntries(started) as Record<Variant, Server>
}

async function runRound(
  servers: Record<Variant, Server>,
  load: LoadGenerator,
  scenario: Scenario,
  round: number
): Promise<Round> {
  const { path, connections, admins } = scenario
  const variants = Object.keys(VARIANTS) as Variant[]
  const result: Round = {}
  for (let turn = 0; turn < variants.length; turn++) {
    // Each goes first, and last, equally often.
    const variant = variants[(turn + round) % variants.length]
    const { port, pid } = servers[variant]
    const request = { port, path, connections, admins }
    const isFirst = scenario.begins_with_pass && round === 0
    const pass = isFirst
      ? await load.run({ ...request, duration_ms: PASS_TIMEOUT_MS, requests: admins })
      : undefined
    const cpuBefore = cpuTimeOf(pid)
    const measured = await load.run({ ...request, duration_ms: scenario.round_ms })
    const cpuAfter = cpuTimeOf(pid)
    const { p50, p99 } = latencyOf(measured.latencies_ms)
    result[variant] = {
      requests_per_second: rateOf(measured),
      p50_ms: p50,
      p99_ms: p99,
      latencies_ms: measured.latencies_ms,
      cpu_us_per_request:
        cpuBefore !== undefined && cpuAfter !== undefined
          ? (cpuAfter - cpuBefore) / measured.requests
          : undefined,
      pass_requests_per_second: pass && rateOf(pass),
    }
  }
  return result
}

const rateOf = ({ requests, elapsed_ms }: LoadResult) => requests / (elapsed_ms / 1_000)

function compare(scenario: Scenario, generations: Generation[]): Comparison {
  const { path, connections, admins } = scenario
  const rounds = generations.flat()
  const [without, with_] = (["without", "with"] as const).map((variant) =>
    rounds.flatMap((round) => round[variant] ?? [])
  )
  return {
    path,
    connections,
    admins,
    generations: generations.length,
    rounds: rounds.length,
    without: summarize(without),
    with: summarize(with_),
    plugin: quotientsOf(generations, "with"),
    throughput_of_generations: sharesOf(generations, "with", rateOfMeasurement),
    control: quotientsOf(generations, "control"),
    first_requests: shareOf(generations, "with", (each) => each.pass_requests_per_second),
  }
}

/** Of several scenarios together, in each generation of servers: what one of them owes to chance is the less. */
export function throughputOfAll(comparisons: Comparison[]): Share {
  const [{ throughput_of_generations }] = comparisons
  return shareOver(
    throughput_of_generations.map((_, generation) =>
      geometricMean(comparisons.map((each) => each.throughput_of_generations[generation]))
    )
  )
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

type Figure = (measurement: Measurement) => number | undefined

const rateOfMeasurement: Figure = ({ requests_per_second }) => requests_per_second

function quotientsOf(generations: Generation[], variant: keyof typeof BASES): Quotients {
  const share = (figure: Figure) => {
    const found = shareOf(generations, variant, figure)
    if (!found) {
      throw new Error("nothing was measured")
    }
    return found
  }
  return {
    throughput: share(rateOfMeasurement),
    p50: share((each) => each.p50_ms),
    p99: shareOver(generations.map((rounds) => quotientOfTails(rounds, variant))),
    cpu: shareOf(generations, variant, (each) => each.cpu_us_per_request),
  }
}

/** The mean over the generations: a process that happens to start badly counts, as often as it happens. */
function shareOf(
  generations: Generation[],
  variant: keyof typeof BASES,
  figure: Figure
): Share | undefined {
  const shares = sharesOf(generations, variant, figure)
  return shares.length ? shareOver(shares) : undefined
}

/** One for each generation. */
function sharesOf(
  generations: Generation[],
  variant: keyof typeof BASES,
  figure: Figure
): number[] {
  return generations.flatMap((rounds) => {
    const found = quotients(rounds, variant, figure)
    return found.length ? [median(found)] : []
  })
}

function quotientOfTails(rounds: Round[], variant: keyof typeof BASES): number {
  const tailOf = (each: Variant) =>
    quantile(
      rounds.flatMap((round) => round[each]?.latencies_ms ?? []),
      0.99
    )
  return tailOf(variant) / geometricMean(BASES[variant].map(tailOf))
}

function quotients(rounds: Round[], variant: keyof typeof BASES, figure: Figure): number[] {
  return rounds.flatMap((round) => {
    const figureOf = (each: Variant) => round[each] && figure(round[each])
    const value = figureOf(variant)
    const bases = BASES[variant].flatMap((base) => figureOf(base) ?? [])
    return value !== undefined && bases.length ? [value / geometricMean(bases)] : []
  })
}
