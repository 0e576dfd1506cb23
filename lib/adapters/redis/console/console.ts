import type { Reply } from "../../../core/console/resp";
import type { CommandFlags } from "../../../core/console/rules";
import { MIB } from "../../../core/units";
import type { ConsoleLine, ConsoleReply, RedisConsole } from "../../../ports/redis-console";
import type { Link } from "../connection";
import { parseCommandDocs } from "./command-docs";
import { refuseError, type Talk, withTalk } from "./talk";

const FEW_BYTES = 64 * 1024;
/** 240 kB of the newest version, and room for later ones. */
const DOCS_BYTES = 4 * MIB;

/** Lines of a console through the link, each over a connection of its own. */
export function redisConsole(link: Link): RedisConsole {
  return {
    run: (target, line) =>
      withTalk(link, target, async (talk) => {
        line.admit(await readFlags(talk, line.words));
        refuseError(target, await talk.ask(["SELECT", String(line.database)], FEW_BYTES));
        return runLine(talk, line);
      }),
    listCommands: (target) =>
      withTalk(link, target, async (talk) =>
        parseCommandDocs((await talk.ask(["COMMAND", "DOCS"], DOCS_BYTES)).reply),
      ),
  };
}

async function runLine(talk: Talk, { words, replyBytesMax }: ConsoleLine): Promise<ConsoleReply> {
  const startedAt = performance.now();
  const { reply, bytes } = await talk.ask(words, replyBytesMax);
  return { reply, wholeBytes: bytes, ms: performance.now() - startedAt };
}

/** Flags of the subcommand where the server knows it by itself, else of the command; none of one that it does not know. */
async function readFlags(talk: Talk, words: readonly Buffer[]): Promise<CommandFlags> {
  const [name = "", part] = words.map((word) => word.toString());
  const asked = part === undefined ? [name] : [name, `${name}|${part}`];
  const { reply } = await talk.ask(["COMMAND", "INFO", ...asked], FEW_BYTES);
  const [command, subcommand] = itemsOf(reply).map(flagsOf);
  return subcommand ?? command ?? [];
}

const itemsOf = (reply: Reply | undefined): Reply[] => (reply && "items" in reply ? reply.items : []);

/** Name, arity, flags, …; null for a command that is not there. @source https://redis.io/docs/latest/commands/command/ */
function flagsOf(reply: Reply): string[] | null {
  if (!("items" in reply)) return null;
  return itemsOf(reply.items[2]).flatMap((flag) => (flag.type === "status" ? [flag.value] : []));
}
