import { useCallback } from "react"
import { isolate } from "../lib/isolate"
import { isOutcomeUnknown, messageOf, RequestError, statusOf, Unanswered } from "../lib/request"
import type { RefusalWords } from "./refusal-words"
import { useTranslation } from "./use-translation"

const CODE_PREFIX = "user_lifecycle."

/** What tells the reason for which something was not done. */
export type Refusal = { code?: string; message?: string }

/**
 * Says why something failed, or was refused, in the language of the page where there are words for it (`refusals`), and else in
 * those of the backend, which are English.
 */
export function useExplain(): (error: unknown) => string {
  const { t } = useTranslation()
  return useCallback(
    (error: unknown) => {
      const key = keyOf(error)
      const message = wordsOf(error)
      return key ? t(`refusals.${key}`, { message, defaultValue: message }) : isolate(message)
    },
    [t]
  )
}

function keyOf(error: unknown): string | undefined {
  if (error instanceof RequestError && error.type === "duplicate_error") {
    return "duplicate"
  }
  if (error instanceof Unanswered) {
    return error.kind
  }
  const { code } = (error ?? {}) as Refusal | DOMException
  // The code of what the browser itself refuses is a number.
  return typeof code === "string" && code.startsWith(CODE_PREFIX)
    ? code.slice(CODE_PREFIX.length)
    : keyOfStatus(error)
}

const KEYS_OF_STATUSES: Partial<Record<number, keyof RefusalWords>> = {
  400: "invalid",
  403: "forbidden",
  404: "gone",
  409: "conflict",
  429: "too_many",
}

/** Of what Medusa refuses itself, the status says as much as there are words for. */
function keyOfStatus(error: unknown): string | undefined {
  // Somebody in between has given up waiting: the backend may go on.
  if (isOutcomeUnknown(error)) {
    return "timed_out"
  }
  const status = statusOf(error) ?? 0
  return KEYS_OF_STATUSES[status] ?? (status >= 500 ? "failed" : undefined)
}

const wordsOf = (error: unknown) =>
  error instanceof Error ? messageOf(error) : ((error as Refusal | undefined)?.message ?? "")
