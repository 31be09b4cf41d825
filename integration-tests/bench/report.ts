import type { AuditFigures } from "./audit"
import type { Results } from "./measure-all"
import { LIGHTEST_ROUTE } from "./settings"
import type { Latency, Share } from "./statistics"
import { type Comparison, type Quotients, throughputOfAll } from "./throughput"

/** A table, and what it says. */
export type Section = { title: string; table: string[][] }

/** The targets, and whether this run met them. */
export const TARGETS = {
  throughput: 0.97,
  p99: 1.05,
  decision_ns: 2_000,
  queries_per_warm_request: 0,
  propagation_ms: 100,
  export_seconds: 10,
  import_share_of_scrypt: 0.9,
  import_seconds: 60,
  audit_seconds: 10,
  audit_extra_mb: 150,
  /** Of the time for each person, with the most people to with the fewest: it grows with their number, and no faster. */
  audit_growth: 1.25,
  bundle_kb: 150,
  people_page_ms: 1_000,
}

export function describeResults(results: Results): Section[] {
  return [
    { title: "Targets", table: judgeTargets(results) },
    { title: "Throughput and latency", table: tableOfFigures(results.comparisons) },
    { title: "With the plugin, to without it", table: tableOfQuotients(results.comparisons) },
    { title: "With the guard, to the same process without it", table: tableOfGuardAlone(results) },
    { title: "Statements sent to the database", table: tableOfQueries(results) },
    { title: "Ending somebody's access", table: tableOfChanges(results) },
    { title: "The decision alone, and memory", table: tableOfInProcess(results) },
    { title: exportsTitle(results), table: tableOfExports(results) },
    { title: "Audit and repair", table: tableOfAudits(results) },
    { title: "Imports", table: tableOfImports(results) },
  ]
}

/** `Export of 100,000 people`. */
const exportsTitle = ({ exports }: Pick<Results, "exports">): string =>
  `Export of ${count(exports.people)} people`

function judgeTargets(results: Results): string[][] {
  const { comparisons, in_process, queries, propagation, exports } = results
  const rows = comparisons.flatMap((comparison) => {
    const { throughput, p99 } = comparison.plugin
    const name = `GET ${comparison.path}, ${comparison.connections} connections, ${count(comparison.admins)} admins`
    return [
      [
        `${name}: throughput`,
        `≥ ${percent(TARGETS.throughput)}`,
        withError(throughput),
        judgeMean(throughput, (mean) => mean >= TARGETS.throughput),
      ],
      [
        `${name}: p99`,
        `≤ ${percent(TARGETS.p99)}`,
        withError(p99),
        judgeMean(p99, (mean) => mean <= TARGETS.p99),
      ],
    ]
  })
  const lightest = comparisons.filter(({ path }) => path === LIGHTEST_ROUTE)
  const throughput = throughputOfAll(lightest)
  const decision = Math.max(in_process.decision_ns_one.median, in_process.decision_ns_many.median)
  const perWarmRequest = queries && queries.warm.reads_of_one + queries.warm.others.length
  return [
    ["", "Target", "Measured", ""],
    ...rows,
    [
      `GET ${LIGHTEST_ROUTE}, the ${lightest.length} of them together: throughput`,
      `≥ ${percent(TARGETS.throughput)}`,
      withError(throughput),
      judgeMean(throughput, (mean) => mean >= TARGETS.throughput),
    ],
    [
      "A decision, warm",
      `< ${count(TARGETS.decision_ns)} ns`,
      `${count(decision)} ns`,
      judge(decision < TARGETS.decision_ns),
    ],
    [
      "Statements for warm requests",
      String(TARGETS.queries_per_warm_request),
      perWarmRequest === undefined
        ? "not counted: TLS"
        : `${perWarmRequest} for ${count(queries?.warm.requests ?? 0)} requests`,
      judge(perWarmRequest === TARGETS.queries_per_warm_request),
    ],
    [
      "First refusal on another instance, p99",
      `≤ ${TARGETS.propagation_ms} ms`,
      ms(propagation.first_refusal.p99),
      judge(propagation.first_refusal.p99 <= TARGETS.propagation_ms),
    ],
    ...exports.formats.map(({ format, median_seconds }) => [
      `${exportsTitle(results)}, ${format}`,
      `< ${TARGETS.export_seconds} s`,
      `${median_seconds.toFixed(1)} s`,
      judge(median_seconds < TARGETS.export_seconds),
    ]),
    ...judgeImports(results),
    ...judgeAudits(results),
    judgeBundle(results),
    ...judgePeoplePage(results),
  ]
}

function judgeBundle({ bundle }: Results): string[] {
  const added = bundle.with_gzip_bytes - bundle.without_gzip_bytes
  return [
    `What the pages add to the dashboard's build of ${kilobytes(bundle.without_gzip_bytes)}, compressed`,
    `< ${TARGETS.bundle_kb} KB`,
    kilobytes(added),
    judge(added < TARGETS.bundle_kb * 1_000),
  ]
}

function judgePeoplePage({ people_page }: Results): string[][] {
  if (!people_page) {
    return [["The list of people opens", `< ${ms(TARGETS.people_page_ms)}`, "no browser", "–"]]
  }
  const { people, most_people_in_answer } = people_page
  return [
    [
      `The list of ${count(people)} people opens`,
      `< ${ms(TARGETS.people_page_ms)}`,
      `${ms(people_page.ms)} (Medusa's list of users: ${ms(people_page.medusa_ms)})`,
      judge(people_page.ms < TARGETS.people_page_ms),
    ],
    [
      "… with so many people in any answer of the backend",
      `≤ ${PAGE_SIZE}`,
      count(most_people_in_answer),
      judge(most_people_in_answer <= PAGE_SIZE),
    ],
  ]
}

/** How many rows the dashboard's tables have. */
const PAGE_SIZE = 20

const kilobytes = (bytes: number) => `${count(bytes / 1_000)} KB`

function judgeAudits({ audits }: Results): string[][] {
  const fewest = audits[0]
  const most = audits[audits.length - 1]
  const name = `Audit of ${count(most.people)} people`
  const growth = secondsPerPerson(most) / secondsPerPerson(fewest)
  const megabytes = most.extra_bytes === undefined ? undefined : most.extra_bytes / 1e6
  return [
    [
      name,
      `< ${TARGETS.audit_seconds} s`,
      seconds(most.audit_seconds),
      judge(most.audit_seconds < TARGETS.audit_seconds),
    ],
    [
      `${name}: time for each of them, to that of ${count(fewest.people)}`,
      `≤ ${percent(TARGETS.audit_growth)}`,
      percent(growth),
      judge(growth <= TARGETS.audit_growth),
    ],
    [
      `${name}: extra memory`,
      `< ${TARGETS.audit_extra_mb} MB`,
      megabytes === undefined ? "not measured" : `${count(megabytes)} MB`,
      judge(megabytes !== undefined && megabytes < TARGETS.audit_extra_mb),
    ],
  ]
}

function tableOfFigures(comparisons: Comparison[]): string[][] {
  return [
    ["Route", "Connections", "Admins", "", "Requests/s", "p50", "p99", "Processor time a request"],
    ...comparisons.flatMap(({ path, connections, admins, without, with: with_ }) =>
      [
        { name: "without", figures: without },
        { name: "with", figures: with_ },
      ].map(({ name, figures }) => [
        `GET ${path}`,
        String(connections),
        count(admins),
        name,
        count(figures.requests_per_second),
        ms(figures.p50_ms),
        ms(figures.p99_ms),
        figures.cpu_us_per_request === undefined ? "–" : `${count(figures.cpu_us_per_request)} µs`,
      ])
    ),
  ]
}

function tableOfGuardAlone({ guard_alone }: Results): string[][] {
  return [
    ["Route", "Connections", "Processes", "Rounds", "Throughput"],
    ...guard_alone.map(({ connections, processes, rounds, share: found }) => [
      `GET ${LIGHTEST_ROUTE}`,
      String(connections),
      String(processes),
      String(rounds),
      share(found),
    ]),
  ]
}

function tableOfQuotients(comparisons: Comparison[]): string[][] {
  const row = (
    { path, connections, admins, generations, rounds }: Comparison,
    name: string,
    { throughput, p50, p99, cpu }: Quotients
  ) => [
    `GET ${path}`,
    String(connections),
    count(admins),
    name,
    `${generations} × ${rounds / generations}`,
    share(throughput),
    share(p50),
    share(p99),
    cpu ? share(cpu) : "–",
  ]
  return [
    ["Route", "Connections", "Admins", "", "Rounds", "Throughput", "p50", "p99", "Processor time"],
    ...comparisons.flatMap((comparison) => [
      row(comparison, "plugin", comparison.plugin),
      row(comparison, "chance", comparison.control),
    ]),
    ...comparisons.flatMap(({ path, connections, admins, generations, rounds, first_requests }) =>
      first_requests
        ? [
            [
              `GET ${path}`,
              String(connections),
              count(admins),
              "first requests",
              `${generations} × ${rounds / generations}`,
              share(first_requests),
              "",
              "",
              "",
            ],
          ]
        : []
    ),
  ]
}

function tableOfQueries({ queries }: Results): string[][] {
  if (!queries) {
    return [["Not counted: the connection to the database is encrypted."]]
  }
  const { cold, warm } = queries
  const row = (name: string, figure: (counts: typeof cold) => number | string) => [
    name,
    String(figure(cold)),
    String(figure(warm)),
  ]
  return [
    ["", "Cold", "Warm"],
    row("Requests", ({ requests }) => count(requests)),
    row("Reads of one person's access, by a request", ({ reads_of_one }) => reads_of_one),
    row("Anything else", ({ others }) =>
      others.length ? `${others.length} (${[...new Set(others)].join("; ")})` : 0
    ),
    row("Apart from requests: people read again, together", (counts) => counts.reads_of_several),
    row("Apart from requests: when people were last seen", (counts) => counts.activity_writes),
    row(
      "Apart from requests: what the jobs ask that look for something to do",
      (counts) => counts.jobs
    ),
    row("Apart from requests: is the listening connection alive", (counts) => counts.heartbeats),
    row("Apart from requests: the pool opens a connection", (counts) => counts.connection_setups),
  ]
}

function tableOfChanges({ removals, propagation }: Results): string[][] {
  const row = (name: string, { count: trials, p50, p99, max }: Latency) => [
    name,
    String(trials),
    ms(p50),
    ms(p99),
    ms(max),
  ]
  return [
    ["", "Trials", "p50", "p99", "Longest"],
    row("DELETE /admin/users/:id, without the plugin", removals.delete_without_plugin),
    row("DELETE /admin/users/:id (offboarding)", removals.offboard),
    row("POST /admin/users/:id/suspend", removals.suspend),
    row(
      "From the answer to DELETE to the first refusal on another instance",
      propagation.first_refusal
    ),
    [
      "Requests accepted there that began after that answer",
      String(propagation.first_refusal.count),
      `${propagation.accepted_afterwards} in all`,
      "",
      "",
    ],
  ]
}

function tableOfInProcess({ in_process }: Results): string[][] {
  const { decision_ns_one, decision_ns_many } = in_process
  const many = count(Math.min(in_process.people, 10_000))
  return [
    ["", "Median", "Middle half", "All"],
    ...[
      { name: "A decision about one person, warm", figure: decision_ns_one },
      { name: `A decision about ${many} people in turn, warm`, figure: decision_ns_many },
    ].map(({ name, figure }) => [
      name,
      `${count(figure.median)} ns`,
      `${count(figure.lower)} to ${count(figure.upper)} ns`,
      `${count(figure.min)} to ${count(figure.max)} ns`,
    ]),
    ...[
      {
        name: `Memory a person who is remembered (${count(in_process.people)})`,
        figure: in_process.bytes_per_person,
      },
      { name: "… and when they were last seen", figure: in_process.bytes_per_activity },
      {
        name: `Memory a verified bearer token (${count(in_process.tokens)})`,
        figure: in_process.bytes_per_token,
      },
    ].map(({ name, figure }) => [name, `${count(figure)} bytes`, "", ""]),
  ]
}

function tableOfExports({ exports }: Results): string[][] {
  return [
    ["", "Downloads", "Median", "All", "People/s", "Size", "Processor time", "Memory"],
    ...exports.formats.map((measured) => {
      const { format, seconds, median_seconds, megabytes, cpu_seconds, extra_memory_mb } = measured
      return [
        `GET /admin/user-lifecycle/people/export?format=${format}`,
        String(seconds.length),
        `${median_seconds.toFixed(2)} s`,
        `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} s`,
        count(exports.people / median_seconds),
        `${megabytes.toFixed(1)} MB`,
        cpu_seconds === undefined ? "–" : `${cpu_seconds.toFixed(2)} s`,
        extra_memory_mb === undefined ? "–" : `${count(extra_memory_mb)} MB more`,
      ]
    }),
  ]
}

function tableOfAudits({ audits }: Results): string[][] {
  return [
    [
      "People",
      "Findings",
      "Audit",
      "… for 1,000 people",
      "Extra memory",
      "Repair of all",
      "… of one",
    ],
    ...audits.map((figures) => [
      count(figures.people),
      count(figures.findings),
      seconds(figures.audit_seconds),
      `${(secondsPerPerson(figures) * 1_000).toFixed(3)} s`,
      figures.extra_bytes === undefined ? "–" : `${count(figures.extra_bytes / 1e6)} MB`,
      seconds(figures.repair_seconds),
      ms((figures.repair_seconds / figures.findings) * 1_000),
    ]),
  ]
}

const secondsPerPerson = ({ audit_seconds, people }: AuditFigures) => audit_seconds / people

function tableOfImports({ imports: { with_password, without_password } }: Results): string[][] {
  const { people, raw_scrypt_seconds } = with_password
  return [
    ["", "People", "Time", "People/s"],
    ...[
      with_password,
      { title: "… scrypt alone", people, seconds: raw_scrypt_seconds },
      ...without_password,
    ].map((figure) => [
      figure.title,
      count(figure.people),
      seconds(figure.seconds),
      count(figure.people / figure.seconds),
    ]),
  ]
}

function judgeImports({ imports: { with_password, without_password } }: Results): string[][] {
  const share = with_password.raw_scrypt_seconds / with_password.seconds
  return [
    [
      `Import of ${count(with_password.people)} people with passwords, to scrypt alone`,
      `≥ ${percent(TARGETS.import_share_of_scrypt)}`,
      percent(share),
      judge(share >= TARGETS.import_share_of_scrypt),
    ],
    ...without_password.map((figure) => [
      `Import of ${count(figure.people)} people: ${figure.title.toLowerCase()}`,
      `< ${TARGETS.import_seconds} s`,
      seconds(figure.seconds),
      judge(figure.seconds < TARGETS.import_seconds),
    ]),
  ]
}

/** For the terminal: columns of one width. */
export function writeTables(sections: Section[]): string {
  return sections
    .map(({ title, table }) => {
      const columns = Math.max(...table.map((row) => row.length))
      const widths = Array.from({ length: columns }, (_, column) =>
        Math.max(...table.map((row) => row[column]?.length ?? 0))
      )
      const lines = table.map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] + 2))
          .join("")
          .trimEnd()
      )
      return `\n${title}\n${"─".repeat(title.length)}\n${lines.join("\n")}`
    })
    .join("\n")
}

const judge = (isMet: boolean) => (isMet ? "met" : "MISSED")

/** A mean that misses a target by no more than two of its standard errors may have done so by chance; and missed it all the same. */
function judgeMean({ mean, error = 0 }: Share, isMet: (mean: number) => boolean): string {
  const isWithinError = [mean * (1 - 2 * error), mean * (1 + 2 * error)].some(isMet)
  const verdict = judge(isMet(mean))
  return !isMet(mean) && isWithinError ? `${verdict}, by less than two ±` : verdict
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

const withError = ({ mean, error }: Share) =>
  error === undefined ? percent(mean) : `${percent(mean)} ± ${(error * mean * 100).toFixed(1)}`

const share = (found: Share) =>
  `${withError(found)} (${(found.min * 100).toFixed(1)} to ${(found.max * 100).toFixed(1)})`

const seconds = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} s`

const ms = (milliseconds: number) => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 1)} ms`

const count = (value: number) => Math.round(value).toLocaleString("en")
