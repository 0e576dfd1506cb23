/** A tool of the server's own image, which is named as the server is: the `cli` of redis-server is redis-cli. */
export const toolOf = (serverCommand: string, tool: "cli" | "check-rdb"): string =>
  serverCommand.replace(/server$/, tool);
