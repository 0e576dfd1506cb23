import type { CommandHelp as Completed } from "../session";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

const COMMON = ["--app", "--addon", "--json", "--wait", "--no-wait", "--help"];

const ownFlagsOf = ({ options = [] }: Completed): string[] =>
  options.flatMap(([flags]) => flags.split(/[ ,]+/).filter((word) => word.startsWith("--")));

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What the shell runs to complete names of commands and their flags. */
export function completionScript(shell: Shell, commands: readonly Completed[]): string {
  switch (shell) {
    case "bash":
      return bash(commands);
    case "zsh":
      return `${ZSH_BEGINNING}\n${bash(commands)}`;
    case "fish":
      return fish(commands);
  }
}

/** Whose own completion may not have been started yet. */
const ZSH_BEGINNING = `(( $+functions[compdef] )) || { autoload -U compinit && compinit }
autoload -U +X bashcompinit && bashcompinit`;

const bash = (commands: readonly Completed[]): string => `_berth() {
  local word=\${COMP_WORDS[COMP_CWORD]} command= i
  local names=${quote(commands.map(({ name }) => name).join(" "))}
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ " $names " == *" \${COMP_WORDS[i]} "* ]] && { command=\${COMP_WORDS[i]}; break; }
  done
  case $command in
    '') COMPREPLY=($(compgen -W "$names ${COMMON.join(" ")}" -- "$word")) ;;
${commands.map((command) => `    ${command.name}) COMPREPLY=($(compgen -W ${quote([...COMMON, ...ownFlagsOf(command)].join(" "))} -- "$word")) ;;`).join("\n")}
  esac
}
complete -o default -F _berth berth`;

function fish(commands: readonly Completed[]): string {
  const isChosen = `__fish_seen_subcommand_from ${commands.map(({ name }) => name).join(" ")}`;
  return [
    ...COMMON.map((flag) => `complete -c berth -l ${flag.slice(2)}`),
    ...commands.flatMap((command) => [
      `complete -c berth -n ${quote(`not ${isChosen}`)} -f -a ${command.name} -d ${quote(command.summary)}`,
      ...ownFlagsOf(command).map(
        (flag) =>
          `complete -c berth -n ${quote(`__fish_seen_subcommand_from ${command.name}`)} -l ${flag.slice(2)}`,
      ),
    ]),
  ].join("\n");
}
