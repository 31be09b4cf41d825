import type { Results } from "./measure-all"
import type { Section } from "./report"
import { AUTHENTICATED_ROUTE, LIGHTEST_ROUTE, WARM_UP_ROUTES } from "./settings"

/** `docs/benchmarks.md`: the figures, what they were measured on, and how. */
export function writeDocument(results: Results, sections: Section[]): string {
  const { machine, settings, measured_at, took_seconds } = results
  return `# Benchmarks

Written by \`npm run bench\`, which measures all of this anew in about ${Math.ceil(took_seconds / 60)} minutes; nothing here was
edited by hand. \`npm run bench -- --quick\` takes less time, is less exact, and leaves this file alone. Compare shares, and not
figures of different machines.

| | |
|---|---|
| Measured | ${measured_at.toISOString().slice(0, 10)}, in ${took_seconds} s |
| Processor | ${machine.cpu}, ${machine.cores} cores |
| Memory | ${machine.memory_gib} GiB |
| System | ${machine.platform} |
| Load average at the start | ${machine.load_average} |
| Node.js | ${machine.node} |
| PostgreSQL | ${machine.postgres}, on the same machine; ${
    machine.postgres_fsync
      ? "a commit waits for the disk"
      : "a commit does not wait for the disk (`fsync = off`)"
  } |
| Medusa | ${machine.medusa}, \`NODE_ENV=production\`, \`LOG_LEVEL=warn\` |
| Plugin | ${machine.plugin}, with no options |

${sections.map(({ title, table }) => `## ${title}\n\n${writeTable(table)}${explain(title, results)}`).join("\n")}
## How it was measured

**Side by side.** Three processes run the same application on the same database: without the plugin, with it, and once more
without it ("chance"). A round loads one after the other for ${settings.round_ms / 1000} s each, and the next round begins with another one.
A share is that of one round, to the mean of what the two processes without the plugin did in the same round; the median over
the rounds is that of the processes. (p99 is that of all requests of all rounds together, since what a process does once a second is in
few of them.) Means of shares, and what they are shares of, are geometric ones: twice and half as much make no difference. They were started anew ${settings.min_generations} times or more, in another order each time, because how fast a process is depends on how it happened to start:
until the standard error of every share of throughput is ${settings.throughput_error * 100} % or less, and no more than ${settings.max_generations} times. Given are the mean
of those, its standard error (±), and in parentheses the lowest and the highest. "Chance" is one of
the two without the plugin, compared with the other: a difference that is smaller than that is none.

**The load** comes from a process of its own, over kept-alive connections, each of which sends its next request when the last
one has been answered. A round begins when each has had an answer: Node.js accepts one connection in each turn of its loop, so that under
load the last of a hundred would wait for longer than the round. Each request carries the token of the next admin. The servers have a core to themselves, where the
system can do that (\`taskset\`), of which only the one under load uses any, and the load comes from another core, on which PostgreSQL is as well: what the
garbage collector does beside the requests is so taken from the same core as they are. It writes to the socket itself,
because a client library is slower than the server, and takes times to the microsecond.
A round in which any request was not answered with 200 would end the measurement. Processor time is that of the server's
process, from \`/proc\`; it says what a request costs, whoever else uses the machine.

**The guard alone** is taken out of a running process and put back, ${settings.guard_rounds} times. How one process differs from another, by
luck or by what it has loaded, is not in it.

**Warm-up.** Before it is measured, each process answers ${settings.warm_up_ms / 1000} s of \`GET ${WARM_UP_ROUTES[0]}\`, which reads the database, and then of the
routes that are measured, over 100 connections. The first is there because V8 decides in the first seconds of a load where it
allocates what requests need, by how many of them are alive when garbage is collected, and stays with it. A process none of
whose requests ever waited for anything is a tenth faster on a route as light as these. No backend that is used is such a
process, and none with the plugin is, whose first look at a person waits for the database.

**The routes.** \`GET ${LIGHTEST_ROUTE}\` is the lightest route under \`/admin\`. Medusa lets anybody read it, and verifies no token
there; the guard does, once every ten minutes for each token. \`GET ${AUTHENTICATED_ROUTE}\` is the lightest one that Medusa authenticates. It answers
the list of plugins, which has one entry more with the plugin.

**${settings.many_admins.toLocaleString("en")} admins** make each a request every few seconds, in rounds of ${settings.long_round_ms / 1000} s. Before the first round, each makes one: "first
requests" are those, each of which reads the database once. From then on, people who were at work within the last minute are
read again together, before what is remembered of them expires.

**Statements** are counted by a proxy between the server and PostgreSQL that reads the protocol, so that nothing is missed. "Cold"
is the first request of each of 100 admins, and shows that the counting counts. What is not asked for by a request stands
apart: the heartbeat of the listening connection, and one statement for many people that writes when they were last seen,
or reads their access again.

**Ending somebody's access** is measured one person after the other, over one connection, with ${(3 * settings.removals + settings.propagation_trials).toLocaleString("en")} admins in the
database. From the answer to \`DELETE\` on one process, another one that remembers the person is asked without a pause; the first
refusal takes as long as a request takes.

**The decision** is \`AccessRegistry.judgeRemembered\` of the build, in a process of its own, with a real database behind it, in ${(results.in_process.decisions / 10_000).toLocaleString("en")}
batches of 10,000; each is about a string that was made anew, as a request makes it. **Memory** is the difference in the heap
after a collection of garbage, with the plugin's own classes, divided by the number.

**Exports** are downloaded ${settings.exports} times in each format, by a client that only counts lines, from a server process that has made
no export of many people before; another one for each format. Users, logins, access states and ledger entries of ${settings.exported_people.toLocaleString("en")} people
are put into a database of its own by SQL. Processor time is that of the server's process for one download, without the database's.
"Memory" is how much more the process has (its resident set, looked at fifty times a second) during the first download than
before it: a page of people, and what the collector of garbage has not come round to.

**Audit and repair** are \`GET /admin/user-lifecycle/findings\` and \`POST …/findings/repair\`, with a database of its own for each number of
people. Each has a password login and all that the plugin stores of somebody; two in a hundred have something wrong with them, of
ten kinds, and what is found has to be exactly that. The time of an audit is the median of three; the extra memory is the most that the
server's process took in any of them, by the system's account, beyond what it had before. The repair is one request that names all
kinds, in which each finding is a transaction of its own, and after which an audit finds nothing.

**Imports** are uploads of a file of people, confirmed at once, on a server process that does nothing else. The time is that from
the confirmation to the last person, by the clock of the database; the emails to the people leave afterwards, and before the next import begins. "scrypt alone" is the time in
which this machine, doing nothing else, hashes as many passwords with Medusa's settings on all of its cores, measured before and
after.

**The pages** are weighed as what an application's build of Medusa's dashboard has more with the plugin than without it: all scripts and
style sheets, each compressed with gzip on its own, as they travel.
**The list of people** is opened in a headless Chromium by a click on its link, on a page that is loaded already, and timed until its first
row is there; Medusa's own list of users, with the same people, is opened in turn. The median of each.
`
}

function explain(title: string, { settings }: Results): string {
  switch (title) {
    case "Targets":
      return "\nJudged by the means below. ± is the standard error of a mean: another run may differ by twice as much, by chance alone.\n"
    case "With the plugin, to without it":
      return `\n"Plugin" is with it, "chance" one process without it to the other. Throughput: more is better. The others: less is better. "First
requests" is the throughput while every one of ${settings.many_admins.toLocaleString("en")} admins makes the first request in a while.\n`
    default:
      return ""
  }
}

function writeTable([head, ...rows]: string[][]): string {
  const line = (cells: string[]) =>
    `| ${head.map((_, column) => (cells[column] ?? "").replace(/\|/g, "\\|")).join(" | ")} |\n`
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("")
}
