/** A route of the application's own that only admin users may call, where Medusa looks for a customer first. */
export { GET } from "../../custom/route"
