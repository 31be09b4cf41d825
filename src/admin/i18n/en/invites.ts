export const invites = {
  title: "Invites",
}
