import { HOME } from "../lib/paths"

/** The pages, in the order of the navigation. Another page is another line here, and a folder below `routes`. */
export const PAGES = [
  { path: HOME, label: "overview.title" },
  { path: `${HOME}/people`, label: "people.title" },
  { path: `${HOME}/invites`, label: "invites.title" },
  { path: `${HOME}/scheduled-offboardings`, label: "scheduled_offboardings.title" },
  { path: `${HOME}/identity-health`, label: "findings.title" },
  { path: `${HOME}/access-reviews`, label: "access_reviews.title" },
  { path: `${HOME}/activity`, label: "activity.title" },
  { path: `${HOME}/emails`, label: "emails.title" },
] as const
