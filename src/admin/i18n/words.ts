import type { en } from "./en/all"

/** The same texts under the same keys as in English: a language that lacks one, or has one too many, does not compile. */
export type Words<T = typeof en> = {
  [Key in keyof T]: T[Key] extends string ? string : Words<T[Key]>
}
