export const overview = {
  title: "Overview",
  people: "People",
  findings: "Open findings",
  invites_and_emails: "Invites and emails",
  open_invites: "Open invites",
  expired_invites: "Expired invites",
  pending_emails: "Emails on their way",
  failed_emails: "Emails that failed",
  scheduled_offboardings: "Next scheduled offboardings",
  no_scheduled_offboardings: "None is scheduled",
  all_one: "Show all",
  all_other: "Show all {{count}}",
}
