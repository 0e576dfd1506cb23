/** What helps somebody who types a command. `name` in capitals, with its subcommand. */
export type CommandHelp = { name: string; syntax: string; summary: string; group: string };
