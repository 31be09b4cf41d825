export * from "./email"
export * from "./identity"
export * from "./invite"
export * from "./user"
