/** How much a line matters, as its writer says; nothing is guessed from its words. */
export type LogLevel = "debug" | "info" | "warning" | "error";
