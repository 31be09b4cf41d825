import { readFileSync, writeFileSync } from "node:fs"

/** How much of memory a process takes now, in bytes; `undefined` where the system does not tell. */
export function memoryOf(pid: number): number | undefined {
  return readMemory(pid, "VmRSS")
}

/**
 * Begins to watch how much of memory a process takes at most.
 *
 * @returns what reads it, in bytes, from the system's own account, which misses no moment; `undefined` where there is none
 */
export function watchPeakMemory(pid: number): () => number | undefined {
  try {
    // Forgets the former peak: Linux, "proc_pid_clear_refs(5)".
    writeFileSync(`/proc/${pid}/clear_refs`, "5")
  } catch {
    return () => undefined
  }
  return () => readMemory(pid, "VmHWM")
}

function readMemory(pid: number, field: "VmRSS" | "VmHWM"): number | undefined {
  try {
    const line = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(
      readFileSync(`/proc/${pid}/status`, "utf8")
    )
    return line ? Number(line[1]) * 1024 : undefined
  } catch {
    return undefined
  }
}
