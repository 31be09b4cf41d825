import { Children, createElement, Fragment, type ReactNode } from "react"

/** Characters that stand for nothing (Unicode, "private use area"): each marks a place in a text. */
const FIRST_MARK = 0xe000

/**
 * Puts elements into a translated text, in the order that the language has. Nothing of what they show is taken for markup, as names
 * that somebody has chosen would be by i18next's own way to do so.
 *
 * @param translate translates with the values that it is given
 * @example
 * fillIn((values) => t("activity.events.user_suspended", values), { actor: <b>{name}</b>, person: <b>{email}</b> })
 */
export function fillIn(
  translate: (values: Record<string, string>) => string,
  elements: Record<string, ReactNode>
): ReactNode {
  const names = Object.keys(elements)
  const marks = names.map((_, index) => String.fromCharCode(FIRST_MARK + index))
  const text = translate(Object.fromEntries(names.map((name, index) => [name, marks[index]])))
  const parts = text.split(/([\ue000-\uf8ff])/).map((part): ReactNode => {
    const index = marks.indexOf(part)
    return index === -1 ? part : elements[names[index]]
  })
  return createElement(Fragment, null, ...Children.toArray(parts))
}
