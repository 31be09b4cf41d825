import type { ExportTarget, Tarball } from "./tarball"

export type PackageExport = {
  /** What an application writes, such as `medusa-plugin-user-lifecycle/workflows`. */
  specifier: string
  /** The files behind it, for types and for each other condition. */
  targets: string[]
}

/** Everything that the packed manifest exports. A pattern stands for each file of the tarball that it matches. */
export function listExports({ manifest, files }: Tarball): PackageExport[] {
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    const patterns = flattenTarget(target)
    return matchPattern(patterns[0], [...files.keys()]).map((match) => ({
      specifier: `${manifest.name}${subpath.slice(1)}`.replace("*", match),
      targets: patterns.map((pattern) => pattern.replaceAll("*", match)),
    }))
  })
}

function flattenTarget(target: ExportTarget): string[] {
  return typeof target === "string"
    ? [target.replace(/^\.\//, "")]
    : Object.values(target).flatMap(flattenTarget)
}

/** What `*` stands for in each file that the pattern matches; one empty match for a target that is no pattern. */
function matchPattern(pattern: string, files: string[]): string[] {
  const [start, end] = pattern.split("*")
  if (end === undefined) {
    return [""]
  }
  return files
    .filter((file) => file.startsWith(start) && file.endsWith(end))
    .filter((file) => file.length > start.length + end.length)
    .map((file) => file.slice(start.length, file.length - end.length))
}
