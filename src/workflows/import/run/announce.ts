import { Message, MedusaContainer } from "@medusajs/framework/types"
import {
  AuthWorkflowEvents,
  InviteWorkflowEvents,
  UserWorkflowEvents,
} from "@medusajs/framework/utils"
import { unseal } from "../../../database/sealed"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { QUEUED_EMAIL_KEY } from "../../email/queued-email-key"
import { emitCommitted } from "../../emit-committed"
import { Committed } from "./commit-tasks"

/** Emits the events that the workflows emit which do the same for one person. The people are there, whatever comes of it. */
export async function announce(
  container: MedusaContainer,
  { import_id, people, invite_ids }: Committed
): Promise<void> {
  const messages: Message[] = [
    ...people.flatMap(({ user_id, login, setup }) => [
      ...(setup
        ? [
            {
              name: AuthWorkflowEvents.PASSWORD_RESET,
              data: {
                entity_id: login.entity_id,
                actor_type: "user",
                token: unseal(container, setup.token),
                metadata: { [QUEUED_EMAIL_KEY]: setup.delivery_id },
              },
            },
          ]
        : []),
      { name: UserWorkflowEvents.CREATED, data: { id: user_id } },
      { name: busEventName(LifecycleEventType.USER_PROVISIONED), data: { user_id } },
    ]),
    ...invite_ids.map((id) => ({ name: InviteWorkflowEvents.CREATED, data: { id, import_id } })),
  ]
  await emitCommitted(container, "an import", messages)
}
