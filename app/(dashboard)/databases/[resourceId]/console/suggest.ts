import type { CommandHelp } from "@/lib/core/console/command-help";

const SHOWN = 8;

/** The help of the command that a line begins with, and the names that it could still become, by the alphabet. */
export function suggest(
  commands: readonly CommandHelp[],
  text: string,
): { help: CommandHelp | null; names: string[] } {
  const typed = text.trimStart().replaceAll(/\s+/g, " ").toUpperCase();
  if (typed === "") return { help: null, names: [] };
  const begun = commands.filter(({ name }) => typed === name || typed.startsWith(`${name} `));
  // Of a command and its subcommand the longer name is meant.
  const help = begun.toSorted((a, b) => b.name.length - a.name.length)[0] ?? null;
  const names = commands.map(({ name }) => name).filter((name) => name !== typed && name.startsWith(typed));
  return { help, names: names.slice(0, SHOWN) };
}
