export * from "./email"
export * from "./invite"
export * from "./user"
