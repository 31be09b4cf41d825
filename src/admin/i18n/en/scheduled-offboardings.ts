export const scheduledOffboardings = {
  title: "Scheduled offboardings",
  description:
    "Whose access ends on a date. To schedule one, offboard somebody from the list of people.",
  empty: "None is scheduled",
  keeps_api_keys: "API keys are kept",
  actions_of: "Actions for the offboarding of {{name}}",
  columns: {
    person: "Person",
    at: "On",
    status: "Status",
    reason: "Reason",
    scheduled: "Scheduled",
  },
  status: { pending: "Waiting", done: "Done", cancelled: "Cancelled", all: "All" },
}
