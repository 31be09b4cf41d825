export { deliverEmail, LEASE_SECONDS } from "./deliver-email"
