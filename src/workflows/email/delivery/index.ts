export { deliverEmail } from "./deliver-email"
export { LEASE_SECONDS } from "./keep-lease"
export { inSlot, SLOTS } from "./slots"
