/** Names of the categories that rules speak of; all of them are one without a list. */
export const categoriesIn = (rules: readonly string[]): string[] => [
  ...new Set(rules.flatMap((rule) => /^[+-]@(?!all$)(.+)$/.exec(rule)?.[1] ?? [])),
];

/** Whether rules allow a command: the last one that speaks of it decides, as in Redis itself. `members` are commands by their category. */
export function mayRun(
  rules: readonly string[],
  members: ReadonlyMap<string, ReadonlySet<string>>,
  [name = "", sub = ""]: readonly string[],
): boolean {
  const [command, subcommand] = [name.toLowerCase(), sub.toLowerCase()];
  const speaks = (what: string): boolean => {
    if (what === "@all") return true;
    if (what.startsWith("@")) return members.get(what.slice(1))?.has(command) ?? false;
    return what === command || what === `${command}|${subcommand}`;
  };
  const last = rules.findLast((rule) => /^[+-]/.test(rule) && speaks(rule.slice(1)));
  return last?.startsWith("+") ?? false;
}
