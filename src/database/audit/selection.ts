/** Which rows an audit reads: some, or a page of those that come after one. */
export type Selection = { ids: string[] } | { after: string; limit: number }
