/** What has become of an offboarding on a date. */
export const ScheduledOffboardingStatus = {
  /** It has yet to happen. */
  PENDING: "pending",
  /** The person is offboarded, then or before. */
  DONE: "done",
  CANCELLED: "cancelled",
} as const

export type ScheduledOffboardingStatus =
  (typeof ScheduledOffboardingStatus)[keyof typeof ScheduledOffboardingStatus]
