import { useMe } from "../activity/use-me"
import { useCan } from "../api/use-permissions"
import type { Viewer } from "./person-actions"

/** Whoever looks: it decides what is offered to them. */
export function useViewer(): Viewer {
  const { id } = useMe()
  return { id, can: useCan() }
}
