import type { ErrorCode } from "../../domain/error-codes"

type Suffix<TCode> = TCode extends `user_lifecycle.${infer TSuffix}` ? TSuffix : never

/** Words for refusals, by their codes without the prefix, and for what has no code. */
export type RefusalWords = Partial<Record<Suffix<ErrorCode>, string>> & {
  duplicate: string
  unreachable: string
  timed_out: string
  not_the_backend: string
  invalid: string
  too_many: string
  forbidden: string
  gone: string
  conflict: string
  failed: string
}
