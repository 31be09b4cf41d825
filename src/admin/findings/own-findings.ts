/** Whether a finding is about a person: its id names whom it is about. */
export const isAbout =
  (userId: string | undefined) =>
  ({ id }: { id: string }): boolean =>
    userId !== undefined && id.split(":").includes(userId)
