/** A type of the backend as it arrives: JSON has no dates, only text (ISO 8601). */
export type Json<T> = T extends Date
  ? string
  : T extends (infer TItem)[]
    ? Json<TItem>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T

/** A page of a list, as every list of the backend answers. */
export type Page<TName extends string, TItem> = Record<TName, TItem[]> & {
  count: number
  offset: number
  limit: number
}
