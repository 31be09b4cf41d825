import { isReminderDue, ReminderFacts } from "../reminder"

const now = new Date("2026-11-24T12:00:00Z")
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

const waiting: ReminderFacts = {
  is_open: true,
  updated_at: hoursAgo(49),
  sent_at: hoursAgo(48),
  reminders: 0,
  is_email_taken: false,
  history: { is_suspended: false, gone_at: null },
}

describe("isReminderDue", () => {
  it.each<[string, Partial<ReminderFacts>, boolean]>([
    ["two days after the email", {}, true],
    ["a second before", { sent_at: new Date(hoursAgo(48).getTime() + 1_000) }, false],
    ["for the second time", { reminders: 1 }, true],
    ["for the third time", { reminders: 2 }, false],
    ["where no email has left", { sent_at: null }, false],
    ["where the invite was accepted or deleted", { is_open: false }, false],
    ["where a user has the email", { is_email_taken: true }, false],
    [
      "where somebody who had the email is suspended",
      { history: { is_suspended: true, gone_at: null } },
      false,
    ],
    [
      "where somebody who had the email was turned away after the invite",
      { history: { is_suspended: false, gone_at: hoursAgo(1) } },
      false,
    ],
    [
      "where somebody who had the email was invited anew after their end",
      { history: { is_suspended: false, gone_at: hoursAgo(100) } },
      true,
    ],
  ])("%s: %#", (_, facts, isDue) => {
    expect(isReminderDue({ ...waiting, ...facts }, now, 48)).toBe(isDue)
  })

  it("is never so where it is switched off", () => {
    expect(isReminderDue({ ...waiting, sent_at: hoursAgo(10_000) }, now, 0)).toBe(false)
  })
})
