/** What can take the focus for something that is gone: a list, or what a part of the page begins with. */
const HOMES = ["[role=region][tabindex='0']", "h1, h2, h3"]

/**
 * Remembers where an element is, for whoever is at it. Whoever uses the keyboard would begin anew at the top of the window once it is
 * gone.
 *
 * @returns gives the focus to the element or, where it is gone, to the nearest part of the page; unless something else has it
 */
export function rememberPlace(element: HTMLElement): () => void {
  const ancestors: Element[] = []
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    ancestors.push(parent)
  }
  return () => {
    if (document.activeElement !== document.body) {
      return
    }
    const target = element.isConnected ? element : findHome(ancestors)
    if (target && target !== element && !target.hasAttribute("tabindex")) {
      // Not for the Tab key, which has nothing to do there.
      target.tabIndex = -1
    }
    target?.focus({ preventScroll: true })
  }
}

function findHome(ancestors: Element[]): HTMLElement | undefined {
  for (const ancestor of ancestors) {
    for (const home of HOMES) {
      const found = ancestor.isConnected ? ancestor.querySelector<HTMLElement>(home) : null
      if (found) {
        return found
      }
    }
  }
  return undefined
}
