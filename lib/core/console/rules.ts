/** What the server itself says of a command: the flags of COMMAND INFO, such as `readonly`, `write`, `blocking`. */
export type CommandFlags = readonly string[];

/** `reason` is stable, `message` for people; `confirm` is what has to be typed. */
export type Verdict =
  | { allowed: true; isWrite: boolean }
  | { allowed: false; reason: "refused" | "read_only"; message: string }
  | { allowed: false; reason: "unconfirmed"; message: string; confirm: string };

/** A line has a connection of its own, which ends with it. */
const OF_A_CONNECTION = "It would hold for this one line only: each line has a connection of its own.";
const LISTENS = "It waits for what comes later. Use berth redis-console, which keeps its connection.";
const BLOCKS = "It would wait until something comes, and hold a connection all the while.";
const SIGNS_IN = "The console is signed in as the database's own user.";
const COPIES = "It is for replicas: take a backup instead.";

/** Refused whatever the flags say; a server of 6.0 does not tell of itself what blocks. */
const REFUSED: Readonly<Record<string, string>> = {
  ...byName("subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe monitor", LISTENS),
  ...byName("blpop brpop brpoplpush blmove blmpop bzpopmin bzpopmax bzmpop wait waitaof", BLOCKS),
  ...byName("multi exec discard watch unwatch asking readonly readwrite", OF_A_CONNECTION),
  ...byName("auth hello reset quit", SIGNS_IN),
  ...byName("sync psync replconf", COPIES),
  select: "Choose the database beside the line.",
};

/** Subcommands that change the connection alone. */
const REFUSED_PARTS = /^client (reply|tracking|caching|no-evict|no-touch|setname|setinfo)$|^script debug$/;

/** No key is read or written by these, though the server flags them as neither. */
const HARMLESS = new Set([
  ..."ping echo time info lastsave role dbsize lolwut command".split(" "),
  ..."acl whoami|acl help|client id|client info|client list|client getname|client help".split("|"),
  ..."slowlog get|slowlog len|slowlog help|latency latest|latency history|latency doctor".split("|"),
  ..."latency graph|latency histogram|latency help|memory usage|memory stats|memory doctor".split("|"),
  ..."memory malloc-stats|memory help|pubsub channels|pubsub numsub|pubsub numpat".split("|"),
  ..."pubsub shardchannels|pubsub shardnumsub|script exists|function list|function stats".split("|"),
  ..."object encoding|object freq|object idletime|object refcount|object help".split("|"),
]);

/** A container of subcommands whose own flags say `readonly` in 6.0 though not all of it is. */
const MIXED = new Set("memory slowlog latency script function object pubsub client acl config".split(" "));

/** Run code, or take much away at once: to be typed twice. */
const DESTRUCTIVE =
  /^(flushall|flushdb|swapdb|eval|evalsha|eval_ro|evalsha_ro|fcall|fcall_ro|restore|migrate|script .+|function (?!list|stats|dump|help).+)$/;
/** They write nothing, but may hold up everybody for as long as they run. */
const READING_CODE = new Set(["eval_ro", "evalsha_ro", "fcall_ro"]);
const REMOVERS = new Set(["del", "unlink"]);

function byName(names: string, why: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, why]));
}

/** A command by its name, and its name with its subcommand: both in small letters. */
function namesOf(words: readonly string[]): { name: string; full: string } {
  const [name = "", part] = words.map((word) => word.toLowerCase());
  return { name, full: part === undefined ? name : `${name} ${part}` };
}

const WAITS = new Set(["xread", "xreadgroup"]);

/** Up to the keys of XREAD, where a name may be anything. */
function isBlocking(words: readonly string[], { name }: { name: string }, flags: CommandFlags): boolean {
  if (!WAITS.has(name)) return flags.includes("blocking");
  const options = words.map((word) => word.toLowerCase());
  return options.slice(0, options.indexOf("streams")).includes("block");
}

/** Reads alone: because the server flags it so, or because it is one of the few that touch no key. */
export function isReadOnly(words: readonly string[], flags: CommandFlags): boolean {
  const { name, full } = namesOf(words);
  if (flags.includes("write") || READING_CODE.has(name)) return false;
  if (HARMLESS.has(full) || (HARMLESS.has(name) && !MIXED.has(name))) return true;
  return flags.includes("readonly") && !MIXED.has(name);
}

/** What has to be typed once more; null for what takes nothing away at a stroke. */
function confirmationOf(words: readonly string[]): string | null {
  const { name, full } = namesOf(words);
  if (REMOVERS.has(name)) return words.length > 2 ? name.toUpperCase() : null;
  if (DESTRUCTIVE.test(name)) return name.toUpperCase();
  return DESTRUCTIVE.test(full) ? full.toUpperCase() : null;
}

/** Why a line is not run at all, whoever types it; null when it may be. */
function refusalOf(words: readonly string[], flags: CommandFlags): string | null {
  const names = namesOf(words);
  const told = REFUSED[names.name];
  if (told !== undefined) return told;
  if (REFUSED_PARTS.test(names.full)) return OF_A_CONNECTION;
  return isBlocking(words, names, flags) ? BLOCKS : null;
}

/** Whether the console runs a line: `confirm` is what was typed to confirm it. The rights of the database's user come on top. */
export function judgeCommand(
  words: readonly string[],
  flags: CommandFlags,
  { isUnlocked, confirm }: { isUnlocked: boolean; confirm?: string | undefined },
): Verdict {
  const title = namesOf(words).name.toUpperCase();
  const refusal = refusalOf(words, flags);
  if (refusal) return { allowed: false, reason: "refused", message: `${title} is not run here. ${refusal}` };
  if (isReadOnly(words, flags)) return { allowed: true, isWrite: false };
  if (!isUnlocked)
    return {
      allowed: false,
      reason: "read_only",
      message: `${title} may ${READING_CODE.has(title.toLowerCase()) ? "hold up others" : "write"}: unlock the console first.`,
    };
  const needed = confirmationOf(words);
  if (needed === null || confirm?.trim().toUpperCase() === needed) return { allowed: true, isWrite: true };
  const message = `${needed} can take much away or run code: type ${needed} to confirm.`;
  return { allowed: false, reason: "unconfirmed", message, confirm: needed };
}
