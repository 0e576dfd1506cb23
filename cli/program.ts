import { Command as Commander, CommanderError, Option } from "commander";
import type { AnyCommand } from "./command";
import { isCommand, loadAllCommands, loadCommands } from "./commands";
import { usageFailure } from "./failure";
import { HELP_FOOTER } from "./help";
import { type CommonOptions, newSession } from "./session";
import { VERSION } from "./version";

const MORE = "All commands: berth --help. One of them: berth COMMAND --help.";

/** Does what the words of a command line say. @throws Failure, or CommanderError once help was asked for. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const [first, name] = words;
  if (first === "help" && name !== undefined && !isCommand(name) && !name.startsWith("-"))
    throw usageFailure(`unknown command '${name}'`, MORE);
  const program = newProgram();
  for (const command of await loadCommands(words)) program.addCommand(toCommander(program, command));
  await program.parseAsync(words, { from: "user" });
}

function newProgram(): Commander {
  return new Commander("berth")
    .description("Managed Redis for your apps, from the command line.")
    .usage("[--app APP] COMMAND [ARGUMENTS]")
    .version(VERSION, "-V, --version", "print the version")
    .option("-a, --app <app>", "the app (else BERTH_APP, else a file .berth here or above)")
    .option("--addon <addon>", "the addon: its ID, ad-… id, or redis (else the app's only one)")
    .option("--json", "print JSON")
    .option("--wait", "follow an operation to its end (default on a terminal)")
    .option("--no-wait", "do not wait for an operation")
    .helpCommand("help [command]", "print help about a command")
    .addHelpText("after", HELP_FOOTER)
    .showSuggestionAfterError()
    .configureOutput({ outputError: () => {} })
    .exitOverride();
}

function toCommander(program: Commander, command: AnyCommand): Commander {
  const built = new Commander(command.name).description(command.summary).helpGroup(`${command.group}:`);
  if (command.usage) built.arguments(command.usage);
  for (const alias of command.aliases ?? []) built.alias(alias);
  for (const [flags, summary] of command.options ?? []) built.addOption(toOption(flags, summary));
  return built
    .copyInheritedSettings(program)
    .allowExcessArguments(false)
    .action(async () => {
      const named = built.registeredArguments.map((argument, index) => [
        argument.name(),
        built.processedArgs[index],
      ]);
      await command.run(newSession(commonOptions(program), loadAllCommands), {
        ...Object.fromEntries(named),
        ...built.opts(),
      });
    });
}

/** "--event <event...>" is given once for each; commander would take every word after it for one. */
function toOption(flags: string, summary: string): Option {
  if (!flags.endsWith("...>")) return new Option(flags, summary);
  return new Option(flags.replace("...>", ">"), summary).argParser((value: string, before?: string[]) => [
    ...(before ?? []),
    value,
  ]);
}

/** Commander types its options as anything: these are the ones given above. */
function commonOptions(program: Commander): CommonOptions {
  const { app, addon, json, wait } = program.opts<Partial<CommonOptions>>();
  return { app, addon, json: json === true, wait };
}

/** What commander found wrong, as ours; null when it only printed what it was asked for. */
export function usageOf(error: CommanderError) {
  if (error.exitCode === 0) return null;
  // It has printed all commands already.
  if (error.code === "commander.help") return usageFailure("Say which command.");
  const [message = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  return usageFailure(message, ...(suggestion ? [suggestion.replace(/^\((.*)\)$/, "$1")] : []), MORE);
}

export { CommanderError };
