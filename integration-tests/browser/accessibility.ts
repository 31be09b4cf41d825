import { readFileSync } from "node:fs"
import type { Locator, Page } from "playwright-core"

type Violation = { id: string; impact: string; help: string; nodes: { html: string }[] }

/** What axe-core calls worse than a nuisance. */
const SERIOUS = ["serious", "critical"]

/** The plugin's own part of the page, and what it opens on top of it; the rest is Medusa's. */
const OURS = [
  "[data-plugin='user-lifecycle']",
  "[role='dialog']",
  "[role='alertdialog']",
  "[role='menu']",
]

/** What there is in a browser, where these functions run; they are compiled for Node.js. */
declare const document: {
  activeElement: unknown
  querySelector(selector: string): unknown
  getAnimations(): {
    effect: { getTiming(): { iterations: number } } | null
    finished: Promise<unknown>
  }[]
}
declare const axe: { run(context: object, options: object): Promise<{ violations: Violation[] }> }

/** What axe-core (https://github.com/dequelabs/axe-core) finds serious in the plugin's part of a page, each as a line to read. */
export async function findSeriousViolations(page: Page): Promise<string[]> {
  // What is being read again is pale until it has come.
  await page.locator("[role=region][aria-busy='true']").first().waitFor({ state: "detached" })
  // So is what fades in.
  await waitForAnimations(page)
  // As text and not as a script tag, which a content security policy may forbid.
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"))
  const violations = await page.evaluate(async (selectors) => {
    const include = selectors
      .filter((selector) => document.querySelector(selector))
      .map((each) => [each])
    if (!include.length) {
      throw new Error("There is nothing of the plugin on this page")
    }
    return (await axe.run({ include }, { resultTypes: ["violations"] })).violations
  }, OURS)
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact))
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`)
    )
}

/** Waits until what fades or slides in is where it stays. */
export async function waitForAnimations(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

/**
 * Remembers what a part of the page that tells what it says to a screen reader had in it when it came: only what changes in one that
 * is there is told for sure.
 *
 * @returns asks for that
 */
export async function watchUnheard(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    window.unheard = []
    new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof Element) {
          const regions = [node, ...node.querySelectorAll("*")].filter((each) => each.matches("[role=status]"))
          window.unheard.push(...regions.map((region) => region.textContent).filter(Boolean))
        }
      }
    }).observe(document.body, { childList: true, subtree: true })
  `)
  return () => page.evaluate<string[]>("window.unheard")
}

/** More than there is on any page. */
const MAX_TABS = 150

/** Goes on with the Tab key until something has the focus, as somebody does who uses no mouse. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      return
    }
    await page.keyboard.press("Tab")
  }
  throw new Error(`The Tab key does not lead to ${target}`)
}

/** Waits until something has the focus. */
export async function waitForFocus(target: Locator): Promise<void> {
  await target.and(target.page().locator(":focus")).waitFor()
}

/**
 * Chooses from a menu that has just been opened, by the first letters of an item, as somebody does who uses no mouse. The menu takes
 * the focus, and moves it, a moment after a key.
 */
export async function chooseByLetters(page: Page, letters: string): Promise<void> {
  const focused = page.locator("[role^=menuitem]:focus")
  await focused.waitFor()
  await page.keyboard.type(letters)
  await focused.filter({ hasText: new RegExp(`^${letters}`) }).waitFor()
  await page.keyboard.press("Enter")
}
