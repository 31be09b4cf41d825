/** What has become of an email. */
export const DeliveryStatus = {
  /** It has yet to leave. */
  PENDING: "pending",
  SENT: "sent",
  /** It was given up. It can be tried again by hand. */
  FAILED: "failed",
  /** It is not needed any more: its invite was accepted, deleted, or got another token. */
  CANCELLED: "cancelled",
} as const

export type DeliveryStatus = (typeof DeliveryStatus)[keyof typeof DeliveryStatus]

/**
 * What a provider begins to say of an email that no later attempt could deliver, such as one to a mailbox that does not exist. Of a
 * provider's error, Medusa (2.21, `createNotifications`) hands on the message only, so it has to be said there.
 */
export const PERMANENT_FAILURE = "permanent failure"

/**
 * What the plugin itself says of an email that did not leave. It is stored as it stands here, beside what mail servers say, and found
 * again by that (`deliveryProblemOf`): who changes a sentence leaves what is stored by then in English.
 */
export const DELIVERY_PROBLEMS = {
  no_provider: "No notification provider for the channel email is configured.",
  /** An email that brings down whoever tries to send it is not tried for ever. */
  interrupted: "The instances that tried to send it stopped in the middle of it.",
} as const

export type DeliveryProblem = keyof typeof DELIVERY_PROBLEMS

/** Which of the plugin's own sentences this is, to say it in another language; `undefined` for the words of anybody else. */
export function deliveryProblemOf(message: string): DeliveryProblem | undefined {
  const problems = Object.keys(DELIVERY_PROBLEMS) as DeliveryProblem[]
  return problems.find((problem) => DELIVERY_PROBLEMS[problem] === message)
}

/** How an attempt to deliver an email ended. */
export type Attempt = { succeeded: true } | { succeeded: false; message: string }

/** How long an email waits after each attempt that failed, unless option `emails.retry_delays_seconds` says otherwise. */
export const RETRY_DELAYS_SECONDS = [10, 30, 120, 600, 1_800, 7_200, 21_600, 43_200]

/**
 * How long the provider for SMTP waits for a word of the mail server. It may take ten minutes to say that it has taken an email
 * (RFC 5321, section 4.5.3.2.6), and whoever gives up before sends the email again.
 */
export const ANSWER_TIMEOUT_MS = 11 * 60_000

/** How long an attempt is waited for, whatever the provider: longer than for any answer. */
export const ATTEMPT_TIMEOUT_MS = 15 * 60_000

/** What becomes of an email after an attempt. */
export type DeliveryDecision =
  | { status: typeof DeliveryStatus.SENT }
  | { status: typeof DeliveryStatus.FAILED; because: string }
  | { status: typeof DeliveryStatus.PENDING; because: string; retry_in_seconds: number }

/**
 * Decides what becomes of an email after an attempt.
 *
 * @param attempts how many have been made, with this one
 * @param retryDelaysSeconds how long it waits after each that failed; after one more, it is given up
 */
export function decideDelivery(
  attempt: Attempt,
  attempts: number,
  retryDelaysSeconds: number[]
): DeliveryDecision {
  if (attempt.succeeded) {
    return { status: DeliveryStatus.SENT }
  }
  const retry_in_seconds: number | undefined = retryDelaysSeconds[attempts - 1]
  const isFinal = retry_in_seconds === undefined || attempt.message.startsWith(PERMANENT_FAILURE)
  return isFinal
    ? { status: DeliveryStatus.FAILED, because: attempt.message }
    : { status: DeliveryStatus.PENDING, because: attempt.message, retry_in_seconds }
}
