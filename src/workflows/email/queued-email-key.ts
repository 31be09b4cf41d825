/**
 * In the `metadata` of an event `auth.password_reset`: the id of the email that is on its way with the token already, and leaves without
 * the subscriber. Of thousands at once, looking each up again would take longer than making the people.
 */
export const QUEUED_EMAIL_KEY = "user_lifecycle_email_id"
