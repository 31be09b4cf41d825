import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { buildDashboard } from "../demo/dashboard"

/** What the plugin's pages add to the dashboard that an application builds. */
export type Bundle = {
  /** Of all scripts and style sheets, each compressed on its own, as a server sends them. */
  without_gzip_bytes: number
  with_gzip_bytes: number
}

/** Builds the dashboard without and with the plugin, as an application does, and weighs both. */
export async function measureBundle(signal: AbortSignal): Promise<Bundle> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "user-lifecycle-bundle-"))
  try {
    return {
      without_gzip_bytes: await buildAndWeigh(path.join(folder, "without"), "off", signal),
      with_gzip_bytes: await buildAndWeigh(path.join(folder, "with"), "on", signal),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function buildAndWeigh(
  output: string,
  plugin: "on" | "off",
  signal: AbortSignal
): Promise<number> {
  await buildDashboard(signal, { output, plugin })
  const files = await readdir(output, { recursive: true })
  let bytes = 0
  for (const file of files.filter((name) => /\.(js|css)$/.test(name))) {
    bytes += gzipSync(await readFile(path.join(output, file))).length
  }
  return bytes
}
