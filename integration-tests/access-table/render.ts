import { absences, type Cells, cellsOf } from "./cells"
import {
  type ActionId,
  actions,
  credentials,
  groups,
  type OutcomeId,
  outcomes,
  type PathId,
  paths,
  table,
} from "./table"

export const DOCUMENT = "docs/access.md"
export const RENDER_COMMAND = "npm run docs:access"

const idsOf = <Id extends string>(record: Record<Id, unknown>) => Object.keys(record) as Id[]

/** What stands between `<!-- begin: name -->` and `<!-- end: name -->` in the document. */
const sections: Record<string, () => string> = {
  actions: () =>
    markdownTable(
      ["What happens", "How"],
      idsOf(actions).map((id) => [linkTo(id), actions[id].how])
    ),
  credentials: () =>
    idsOf(groups)
      .map((group) =>
        markdownTable(
          [groups[group], "What it is"],
          ofGroup(group).map((id) => [credentials[id].title, credentials[id].how])
        )
      )
      .join("\n\n"),
  paths: () =>
    markdownTable(
      ["Path", "What it is in the table"],
      idsOf(paths).map((id) => [paths[id].title, paths[id].how])
    ),
  outcomes: () =>
    markdownTable(
      ["Outcome", "Meaning"],
      idsOf(outcomes).map((id) => [outcomes[id].title, outcomes[id].means])
    ),
  held: () => outcomeTable("held"),
  proof: () => outcomeTable("proof"),
  anew: () => outcomeTable("anew"),
  absences: () =>
    markdownTable(
      ["In place of an answer", "Why there is none"],
      Object.entries(absences).map(([absence, reason]) => [absence, reason])
    ),
  cells: () => idsOf(actions).map(cellTable).join("\n\n"),
}

/**
 * The document with its tables as the data has them.
 *
 * @throws where a table has no place in it
 */
export function renderDocument(document: string): string {
  return Object.entries(sections).reduce((text, [name, render]) => {
    const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`]
    const from = text.indexOf(begin)
    const to = text.indexOf(end, from)
    if (from < 0 || to < 0) {
      throw new Error(`${DOCUMENT} has no place for "${name}": ${begin} … ${end}`)
    }
    return `${text.slice(0, from + begin.length)}\n\n${render()}\n\n${text.slice(to)}`
  }, document)
}

type Group = keyof typeof groups

const ofGroup = (group: Group) => idsOf(credentials).filter((id) => credentials[id].group === group)

function outcomeTable(group: Group): string {
  const ids = ofGroup(group)
  const title = (outcome: OutcomeId) =>
    outcome === "works" ? "**works**" : outcomes[outcome].title
  return markdownTable(
    ["", ...ids.map((id) => credentials[id].title)],
    idsOf(actions).map((action) => [linkTo(action), ...ids.map((id) => title(table[action][id]))])
  )
}

function cellTable(action: ActionId): string {
  const pathIds: PathId[] = idsOf(paths)
  const rows = idsOf(credentials).map((id) => {
    const cells: Cells = cellsOf(id, table[action][id])
    return [credentials[id].title, ...pathIds.map((path) => cells[path])]
  })
  return [
    `<a id="${anchorOf(action)}"></a>`,
    `### ${actions[action].title}`,
    `${actions[action].how}.`,
    markdownTable(["", ...pathIds.map((path) => paths[path].title)], rows),
  ].join("\n\n")
}

const anchorOf = (action: ActionId) => action.replaceAll("_", "-")
const linkTo = (action: ActionId) => `[${actions[action].title}](#${anchorOf(action)})`

function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell || " ").join(" | ")} |`
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")
}
