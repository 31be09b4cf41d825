import { accessSync, constants } from "node:fs"
import { type Browser, chromium } from "playwright-core"

const USUAL_PLACES = [
  // Without the windows that a test never sees, it does the same with half of the processor.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]

/** The Chromium of this machine, or that of `CHROMIUM_PATH`. */
export function findChromium(): string | undefined {
  const places = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : USUAL_PLACES
  return places.find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Starts it without a window. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    // In a container, as on most CI machines, there is no sandbox to be had; the only pages are our own.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  })
}

/** Declares tests that need a browser; where there is none, they are skipped, which is said. */
export function describeInBrowser(name: string, suite: (executablePath: string) => void): void {
  const executablePath = findChromium()
  if (executablePath) {
    describe(name, () => suite(executablePath))
    return
  }
  console.warn(`Skipped, as there is no Chromium here (CHROMIUM_PATH can name one): ${name}`)
  describe.skip(name, () => {
    it("needs Chromium", () => undefined)
  })
}
