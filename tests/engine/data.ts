import { nodeName } from "../../lib/core/databases/names";
import { findAddonByResourceId } from "../../lib/db/addons";
import { loadDatabase } from "../../lib/db/databases";
import type { Context } from "../../lib/services/context";
import { containerOf, shell } from "./stack";

const KEYS_AT_ONCE = 500;
const RANDOM_BYTES = 64_000;
/** As many as one line of a shell can hold. */
const SCRIPTS_AT_ONCE = 100;

/** One key of each type, in two databases, with and without a time to live. */
const SAMPLES = [
  "SET text word",
  "SET text:soon word EX 86400",
  "HSET hash a 1 b 2",
  "RPUSH list a b c",
  "SADD set a b c",
  "ZADD zset 1 a 2 b",
  "XADD stream 1-1 field value",
  "PFADD hll a b c",
  "SETBIT bits 7 1",
  "EXPIRE hash 86400",
];

/** Writes some filler values, slices of a text that hardly compresses. */
const fillOf = ({ from, to, valueBytes }: { from: number; to: number; valueBytes: number }): string =>
  `local hex = {} for part = 1, 1600 do hex[part] = redis.sha1hex("${from}-" .. part) end local random = table.concat(hex) for key = ${from}, ${to - 1} do local start = key * 7919 % (${RANDOM_BYTES} - ${valueBytes}) redis.call("SET", "filler:" .. key, string.sub(random, start + 1, start + ${valueBytes})) end return "filled"`;

/** Digest of some filler values, which no client would want to carry. */
const digestOf = (from: number, to: number): string =>
  `local sum = "" for key = ${from}, ${to - 1} do local value = redis.call("GET", "filler:" .. key) or "none" sum = redis.sha1hex(sum .. redis.sha1hex(value)) end return sum`;
const TTL = `local left = {} for _, key in ipairs({"text:soon", "hash"}) do left[#left + 1] = key .. (redis.call("TTL", key) > 80000 and " soon" or " lost") end return left`;

/** Asks Redis in the container of its active node, as the control plane's user. */
export async function dataOf(ctx: Context, resourceId: string) {
  const activeNode = async () => {
    const addon = await findAddonByResourceId(resourceId);
    const database = await loadDatabase(addon?.databaseId ?? "");
    const active = database.nodes.find(({ status }) => status === "active");
    if (!active) throw new Error(`${resourceId} has no active node`);
    const berth = database.users.find(({ name }) => name === "berth");
    const password = ctx.cipher.decrypt(berth?.passwordEncrypted ?? "");
    const service = nodeName({ instance: ctx.instance, resourceId }, active.number);
    return { container: await containerOf(ctx.engine, service), cli: `${active.engine}-cli`, password };
  };
  const ask = async (lines: readonly string[], options = ""): Promise<string> => {
    const { container, cli, password } = await activeNode();
    const input = lines.map((line) => `'${line.replaceAll("'", `'\\''`)}'`).join(" ");
    return shell(container, `printf '%s\\n' ${input} | ${cli} --user berth ${options}`, {
      REDISCLI_AUTH: password,
    });
  };
  let fillers = 0;
  const evaluate = (script: string) => ask([`EVAL ${JSON.stringify(script)} 0`]);
  return {
    ask,
    /** Samples, and about so many bytes of values that hardly compress. */
    fill: async (bytes: number, valueBytes = 5_000): Promise<void> => {
      await ask(SAMPLES);
      await ask(SAMPLES, "-n 5");
      fillers = Math.ceil(bytes / valueBytes);
      const scripts = parts(fillers).map(
        ([from, to]) => `EVAL ${JSON.stringify(fillOf({ from, to, valueBytes }))} 0`,
      );
      for (let from = 0; from < scripts.length; from += SCRIPTS_AT_ONCE) {
        const part = scripts.slice(from, from + SCRIPTS_AT_ONCE);
        const said = await ask(part);
        if (said.match(/filled/g)?.length !== part.length) throw new Error(said);
      }
    },
    /** The same text for the same data, times to live and server version aside. */
    digest: async (): Promise<string> => {
      const samples = SAMPLES.flatMap((line) => line.split(" ")[1] ?? []);
      const dumps = [
        "GET text",
        "HGETALL hash",
        "LRANGE list 0 -1",
        "SORT set ALPHA",
        "ZRANGE zset 0 -1 WITHSCORES",
        "XRANGE stream - +",
        "PFCOUNT hll",
        "GETBIT bits 7",
        `EXISTS ${samples.join(" ")}`,
      ];
      const digests = await ask(
        parts(fillers).map(([from, to]) => `EVAL ${JSON.stringify(digestOf(from, to))} 0`),
      );
      return [await ask(dumps), await ask(dumps, "-n 5"), digests, await evaluate(TTL)].join("\n");
    },
  };
}

/** Ranges short enough that a script over one holds nobody up. */
const parts = (total: number): [number, number][] =>
  Array.from({ length: Math.ceil(total / KEYS_AT_ONCE) }, (_, part) => [
    part * KEYS_AT_ONCE,
    Math.min(total, (part + 1) * KEYS_AT_ONCE),
  ]);
