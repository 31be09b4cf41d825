export * from "./email"
export * from "./user"
