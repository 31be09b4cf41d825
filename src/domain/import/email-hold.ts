/** Longer than most imports take. */
const MAX_HOLD_SECONDS = 3_600

/** Of the time for which a link is good, so much is not the person's who gets it. */
const MAX_SHARE_OF_LINK = 1 / 4

/**
 * How long the emails to the people of an import wait at most, until all of its lines are done (see `endImport`): thousands of them
 * would take the processor from the lines that are left.
 *
 * The link in an email is made with its line, and its time runs while the email waits: one that is good for an hour or less would be
 * dead, or nearly so, when it leaves. So it waits for a part of that time only, and the lines that are left are done beside the emails.
 *
 * @param linkSeconds for how long the link is good
 */
export const emailHoldSeconds = (linkSeconds: number): number =>
  Math.max(0, Math.floor(Math.min(MAX_HOLD_SECONDS, linkSeconds * MAX_SHARE_OF_LINK)))
