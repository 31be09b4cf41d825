import { MedusaContainer } from "@medusajs/framework/types"
import { seal, Sealed, unseal } from "../../database/sealed"
import { LifecycleEventType } from "../../domain/lifecycle-event"
import { revertChange, Undo } from "./transactions/revert-change"
import { ChangeContext } from "./types"

/** What a step remembers to undo a change with. It can hold password hashes, and Medusa may store it, so it is sealed. */
export type SealedUndo = { undo: Sealed } & Pick<ChangeContext, "actor" | "source">

/** @returns nothing where there is nothing to undo */
export function sealUndo(
  container: MedusaContainer,
  undo: Undo | undefined,
  { actor, source }: ChangeContext
): SealedUndo | undefined {
  return undo && { undo: seal(container, JSON.stringify(undo)), actor, source }
}

/** The compensation of a step that changed a person: see `revertChange`. */
export async function revertSealed(
  container: MedusaContainer,
  type: LifecycleEventType,
  sealed: SealedUndo | undefined
): Promise<void> {
  if (sealed) {
    const { undo, actor, source } = sealed
    const image = JSON.parse(unseal(container, undo)) as Undo
    await revertChange(container, type, image, { actor, source })
  }
}
